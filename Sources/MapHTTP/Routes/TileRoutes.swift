import Foundation
import GeoCore
import HTTPTypes
import Hummingbird
import MapEngine
import NIOCore
import Tiling

/// `/tiles/{layers}/{z}/{x}/{y}.{ending}`, `/tiles/{layers}.json` and `/tiles/{name}.pmtiles`.
struct TileRoutes: RouteGroup {
    let engine: Engine

    func add(to router: some RouterMethods<BandoRequestContext>) {
        router.get("/tiles/:layers/:z/:x/:file") { try await tile(exchange($0, $1)) }
        router.get("/tiles/:layers") { try await document(exchange($0, $1)) }
    }

    private func tile(_ exchange: Exchange) async throws -> Response {
        let path = try TilePath(exchange)
        if path.layers.count == 1, !path.format.isRaster, let id = IndicatorTiles.indicator(of: path.layers[0]) {
            return try await IndicatorTiles(engine: engine).tile(id, at: path.coordinate, exchange)
        }
        if path.layers.count == 1, !path.format.isRaster,
            let layer = TrackTileService.layer(ofTracks: path.layers[0])
        {
            return try await TrackTiles(engine: engine).tile(layer, at: path.coordinate, exchange)
        }
        try exchange.parameters.allow(path.format.isRaster ? [] : ["at"])
        guard path.format.isRaster else { return try await vectorTile(path, exchange) }
        return try await rasterTile(path, exchange)
    }

    private func vectorTile(_ path: TilePath, _ exchange: Exchange) async throws -> Response {
        let layers = try path.layers.map { try engine.layer($0, for: exchange.caller) }
        guard let moment = try exchange.moment() else {
            let tile = try await engine.tiles.tile(layers, at: path.coordinate, for: exchange.caller)
            return try response(for: tile, exchange)
        }
        let instant = try exchange.endOfMoment("at")
        let tile = try await engine.tile(
            layers, at: path.coordinate, on: moment, instant: instant, for: exchange.caller)
        return try TileResponse(request: exchange.request, cacheSeconds: 0).response(for: tile)
    }

    private func rasterTile(_ path: TilePath, _ exchange: Exchange) async throws -> Response {
        guard path.layers.count == 1 else {
            throw EngineError(.notFound, "Raster tiles are made of one layer at a time.")
        }
        let tile = try await engine.rasters.tile(
            path.layers[0], at: path.coordinate, format: path.format, for: exchange.caller)
        return try response(for: tile, exchange)
    }

    /// Only what the public sees may be kept unasked: another's tile must not be served to whoever comes next.
    private func response(for tile: ServedTile?, _ exchange: Exchange) throws -> Response {
        let seconds = exchange.caller.role == nil ? engine.configuration.cache.tileSeconds : 0
        return try TileResponse(request: exchange.request, cacheSeconds: seconds).response(for: tile)
    }

    private func document(_ exchange: Exchange) async throws -> Response {
        let file = try exchange.part("layers")
        if file.hasSuffix(".pmtiles") {
            return try await ArchiveResponse(engine: engine, exchange: exchange).response(
                name: String(file.dropLast(8)))
        }
        guard file.hasSuffix(".json") else {
            throw EngineError(.notFound, "Tiles are at /tiles/{layer}/{z}/{x}/{y}.mvt and their description at .json.")
        }
        if let id = IndicatorTiles.indicator(of: String(file.dropLast(5))) {
            return try await IndicatorTiles(engine: engine).document(id, exchange)
        }
        if let layer = TrackTileService.layer(ofTracks: String(file.dropLast(5))) {
            return try TrackTiles(engine: engine).document(layer, exchange)
        }
        try exchange.parameters.allow([])
        var tileset = try engine.tileset(TileLayerList(file.dropLast(5)).names, for: exchange.caller)
        tileset.tiles = tileset.tiles.map { exchange.links.url($0) }
        return .json(exchange.request, .raw(tileset.json))
    }
}

/// The parts of a tile's path, each checked: anything that names no tile is 404, a list of layers that cannot be 400.
struct TilePath: Sendable {
    let layers: [String]
    let coordinate: TileCoordinate
    let format: TileFormat

    init(_ exchange: Exchange) throws {
        let file = try exchange.part("file")
        guard let dot = file.firstIndex(of: ".") else {
            throw Self.noTile("a tile's path ends in .mvt, .png, .jpg or .webp")
        }
        guard let format = TileFormat(ending: String(file[file.index(after: dot)...])) else {
            throw Self.noTile("a tile's path ends in .mvt, .png, .jpg or .webp")
        }
        guard let z = Self.number(try exchange.part("z")), let x = Self.number(try exchange.part("x")),
            let y = Self.number(String(file[..<dot])), let coordinate = TileCoordinate(z: z, x: x, y: y)
        else { throw Self.noTile("z, x and y are whole numbers with x and y below 2^z") }
        self.coordinate = coordinate
        self.format = format
        layers = try TileLayerList(exchange.part("layers")).names
    }

    /// Digits only: no sign, no leading zeros, so that a tile has one address.
    private static func number(_ text: String) -> Int? {
        guard !text.isEmpty, text.utf8.count <= 10, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        guard text == "0" || !text.hasPrefix("0") else { return nil }
        return Int(text)
    }

    private static func noTile(_ reason: String) -> EngineError {
        EngineError(.notFound, "There is no such tile: \(reason).")
    }
}

/// A tile as a response: 200, 204 where there is nothing, 304 where the client has it.
struct TileResponse {
    var request: Request
    var cacheSeconds: Int

    func response(for tile: ServedTile?) throws -> Response {
        let cacheControl = cacheSeconds > 0 ? "public, max-age=\(cacheSeconds)" : "no-cache"
        guard let tile else {
            return Response(status: .noContent, headers: [.cacheControl: cacheControl, .vary: Vary.everywhere])
        }
        let wantsGzip = tile.isCompressed && AcceptEncoding.allowsGzip(request.headers[.acceptEncoding])
        var headers: HTTPFields = [:]
        if wantsGzip { headers[.contentEncoding] = "gzip" }
        let body = try wantsGzip || !tile.isCompressed ? tile.buffer : tile.inflatedBuffer
        return .conditional(
            request, body: body, contentType: tile.mediaType, etag: tile.etag, cacheControl: cacheControl,
            headers: headers)
    }
}

extension ServedTile {
    /// The stored bytes as NIO sends them, made once.
    var buffer: ByteBuffer { prepared { ByteBuffer(bytes: $0.bytes) } }

    /// The tile for the rare client that takes no gzip.
    var inflatedBuffer: ByteBuffer { get throws { ByteBuffer(bytes: try inflated) } }
}
