import GRDB
import GeoCore
import Tiling

/// Reads from a layer's rows what the tile index is made of.
struct TileIndexInputs {
    let schema: TileIndexSchema
    /// `fid`, the columns of the schema, the geometry; the rows being `r`.
    let columns: String
    /// Where the schema's fields lie among the layer's; `nil` for one that the layer has not.
    private let positions: [Int?]
    private let types: [FieldType]

    /// - Parameter table: The layer whose features are given as such or as contents.
    init(_ schema: TileIndexSchema, of table: LayerTable? = nil) {
        self.schema = schema
        positions = schema.fields.map { wanted in table?.layer.fields.firstIndex { $0.name == wanted.name } }
        types = table?.types ?? []
        columns = (["fid"] + schema.fields.map(\.name) + ["geometry"])
            .map { "r.\(LayerTable.quoted($0))" }.joined(separator: ", ")
    }

    /// `nil` where the row has no geometry.
    func input(_ row: borrowing SQLStatement) throws -> TileIndexInput? {
        let geometryColumn = Int32(schema.fields.count) + 1
        guard !row.isNull(geometryColumn) else { return nil }
        let geometry = try unsafe row.withBytes(geometryColumn) { try unsafe GeometryBlob.decode($0) }
        var values: [FieldValue] = []
        values.reserveCapacity(schema.fields.count)
        for (index, field) in schema.fields.enumerated() { values.append(row.value(Int32(index) + 1, field.type)) }
        return TileIndexInput(id: row.int64(0), geometry: geometry, values: values)
    }

    /// The input of a feature of the layer; `nil` where it has no geometry.
    func input(_ feature: Feature) -> TileIndexInput? {
        guard let geometry = feature.geometry else { return nil }
        let values = positions.map { position in position.map { feature.values[$0] } ?? .null }
        return TileIndexInput(id: feature.id, geometry: geometry, values: values)
    }

    /// The input of a row's contents: the values, then the geometry's blob.
    func input(_ fid: Int64, contents: UnsafeRawBufferPointer) throws -> TileIndexInput? {
        let (values, length) = try unsafe RowCodec.decode(contents, types: types)
        let blob = unsafe UnsafeRawBufferPointer(rebasing: contents[length...])
        let geometry = unsafe blob.isEmpty ? nil : try unsafe GeometryBlob.decode(blob)
        return input(Feature(id: fid, geometry: geometry, values: values))
    }
}
