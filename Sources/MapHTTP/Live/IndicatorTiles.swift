import GeoCore
import HTTPTypes
import Hummingbird
import MapEngine
import Tiling

/// `/tiles/kpi:{id}/…`: the tiles of units with an indicator's values joined to them, and their TileJSON.
struct IndicatorTiles: Sendable {
    let engine: Engine

    /// The indicator that a tile layer's name stands for; `nil` for an ordinary layer.
    static func indicator(of layer: String) -> String? {
        layer.hasPrefix("kpi:") ? String(layer.dropFirst(4)) : nil
    }

    func tile(_ id: String, at coordinate: TileCoordinate, _ exchange: Exchange) async throws -> Response {
        try exchange.parameters.allow(KPIQuery.parameters)
        let tile = try await engine.indicators.tile(
            KPIQuery(exchange, id: id), at: coordinate, for: exchange.caller)
        return try TileResponse(request: exchange.request, cacheSeconds: 0).response(for: tile)
    }

    func document(_ id: String, _ exchange: Exchange) async throws -> Response {
        try exchange.parameters.allow(KPIQuery.parameters)
        var tileset = try await engine.indicators.tileset(KPIQuery(exchange, id: id), for: exchange.caller)
        tileset.tiles = tileset.tiles.map { exchange.links.url($0) }
        return .json(exchange.request, .raw(tileset.json))
    }
}
