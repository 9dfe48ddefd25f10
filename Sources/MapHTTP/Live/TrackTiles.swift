import GeoCore
import HTTPTypes
import Hummingbird
import MapEngine
import Tiling

/// `/tiles/{layer}:track/…`: where vessels or devices have been, as tiles of lines, and their TileJSON.
struct TrackTiles: Sendable {
    let engine: Engine
    private static let parameters: Set<String> = ["from", "to"]
    /// Without `from` the tracks of the last day are shown.
    private static let usualHours = 24.0

    func tile(_ layer: String, at coordinate: TileCoordinate, _ exchange: Exchange) async throws -> Response {
        try exchange.parameters.allow(Self.parameters)
        let tile = try await engine.tracks.tile(
            layer, during: span(exchange), at: coordinate, for: exchange.caller)
        return try TileResponse(request: exchange.request, cacheSeconds: 0).response(for: tile)
    }

    func document(_ layer: String, _ exchange: Exchange) throws -> Response {
        try exchange.parameters.allow(Self.parameters)
        _ = try span(exchange)
        let given = try ["from", "to"].compactMap { name in
            try exchange.instant(name).map { "\(name)=\($0.rfc3339(offsetMinutes: 0))" }
        }
        let query = given.isEmpty ? "" : "?" + given.joined(separator: "&")
        var tileset = try engine.tracks.tileset(layer, query: query, for: exchange.caller)
        tileset.tiles = tileset.tiles.map { exchange.links.url($0) }
        return .json(exchange.request, .raw(tileset.json))
    }

    /// `from` and `to`; without `to` it ends now, without `from` it lasts a day.
    private func span(_ exchange: Exchange) throws -> Range<Instant> {
        let usual = engine.tracks.lastHours(Self.usualHours)
        return try exchange.span(lastHours: Self.usualHours, until: usual.upperBound)
    }
}
