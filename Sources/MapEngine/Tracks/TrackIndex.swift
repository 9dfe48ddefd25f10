import GeoCore
import LiveMap
import Tiling

/// The ways of a layer's objects during a time, ready to be cut into tiles at any zoom.
struct TrackIndex: Sendable {
    let schema: TileIndexSchema
    private let blocks: [TileBlock]

    /// The fields of a piece of track beside the object's name.
    static let ownFields = ["from", "to"]

    /// - Throws: `failed` where the pieces cannot be put on the grid.
    init(_ pieces: [TrackPiece], of subjects: [ObjectID: TrackSubject], in definition: LayerDefinition) throws {
        schema = Self.schema(definition)
        var update = TileIndexUpdate(schema: schema)
        for piece in pieces {
            guard let subject = subjects[piece.object] else { continue }
            let input = TileIndexInput(
                id: subject.fid, geometry: .lineString(piece.coordinates),
                values: [.text(subject.name), .text(piece.start.rfc3339()), .text(piece.end.rfc3339())])
            guard let entry = try TileIndexEntry(input, schema: schema, visibleFrom: schema.firstZoom) else { continue }
            update.add(entry, role: .changed)
        }
        blocks = try TileBlock.pack(update.finish(), schema: schema)
    }

    /// The name of the tile layer of a layer's tracks.
    static func name(_ layer: LayerID) -> String { "\(layer.name):track" }

    private static func schema(_ definition: LayerDefinition) -> TileIndexSchema {
        let fields =
            [TileIndexSchema.Field(name: definition.key[0], type: .text)]
            + ownFields.map { TileIndexSchema.Field(name: $0, type: .datetime) }
        var settings = definition.tiles
        settings.fields = fields.map(\.name)
        settings.label = nil
        settings.always = true
        return TileIndexSchema(layer: name(definition.id), geometry: .line, fields: fields, settings: settings)
    }

    /// The tile with the fields that somebody may see; `nil` where no track is.
    func tile(_ coordinate: TileCoordinate, visibleFields: Set<String>) throws -> MadeTile? {
        guard var maker = VectorTileMaker(tile: coordinate, schema: schema, visibleFields: visibleFields) else {
            return nil
        }
        let box = GridBox(of: coordinate)
        for block in blocks where block.box.intersects(box) { try maker.add(block.data) }
        return maker.finish()
    }
}
