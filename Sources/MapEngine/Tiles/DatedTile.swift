import GeoCore
import GeoStorage
import Tiling

/// A tile as of a day: made from the features of that day, since the tile index holds the newest rows only.
struct DatedTile {
    let features: FeatureService
    let layer: LayerDefinition
    let caller: Caller

    /// More features than this are refused: a tile of the past is made row by row.
    private static let limit = 20_000

    /// - Throws: `tooLarge` where the tile holds too many features of that day.
    func make(_ coordinate: TileCoordinate, at moment: ValidMoment) async throws -> MadeTile? {
        try await make(coordinate) { request in
            var dated = request
            dated.moment = moment
            return try await features.features(dated)
        }
    }

    /// Makes the tile of what a query gives for the tile's box.
    ///
    /// - Throws: As `make(_:at:)`, and what the query throws.
    func make(
        _ coordinate: TileCoordinate, of query: (FeatureRequest) async throws -> FeatureResult
    ) async throws -> MadeTile? {
        var request = FeatureRequest(layer: layer.id, caller: caller, limit: Self.limit)
        request.box = Self.box(of: coordinate)
        let result = try await query(request)
        guard result.next == nil else {
            throw EngineError(.tooLarge, "The tile holds more than \(Self.limit) features of that day; zoom in.")
        }
        return try tile(coordinate, of: result.features.map(\.feature))
    }

    private func tile(_ coordinate: TileCoordinate, of features: [Feature]) throws -> MadeTile? {
        let schema = TileIndexSchema(layer)
        let visible = Audience(layer, caller).fields
        guard var maker = VectorTileMaker(tile: coordinate, schema: schema, visibleFields: visible) else { return nil }
        var update = TileIndexUpdate(schema: schema)
        for feature in features {
            guard let input = schema.input(feature, of: layer),
                let entry = try TileIndexEntry(input, schema: schema, visibleFrom: schema.firstZoom)
            else { continue }
            update.add(entry, role: .changed)
        }
        for block in try TileBlock.pack(update.finish(), schema: schema) { try maker.add(block.data) }
        return maker.finish()
    }

    /// The tile with its buffer of 64 units.
    private static func box(of tile: TileCoordinate) -> BoundingBox {
        var box = WorldGrid.boundingBox(of: tile)
        let (width, height) = ((box.east - box.west) / 64, (box.north - box.south) / 32)
        box.west = max(-180, box.west - width)
        box.east = min(180, box.east + width)
        box.south -= height
        box.north += height
        return box
    }
}
