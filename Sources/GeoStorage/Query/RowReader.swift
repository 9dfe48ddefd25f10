import GRDB
import GeoCore

/// Turns rows of a layer's table into features: `fid`, the fields that were asked for, then perhaps the geometry.
struct RowReader {
    /// The columns to select, the rows being `r`.
    let columns: String
    private let types: [FieldType]
    /// For each field of the layer its column, or `nil` where it was not asked for.
    private let fieldColumns: [Int32?]
    private let geometryColumn: Int32?

    init(_ table: LayerTable, fields: Set<String>?, content: FeatureQuery.Content) {
        types = table.types
        var names = ["r.fid"]
        fieldColumns = table.layer.fields.map { field in
            guard fields?.contains(field.name) ?? true else { return nil }
            names.append("r.\(LayerTable.quoted(field.name))")
            return Int32(names.count - 1)
        }
        geometryColumn = content == .withGeometry ? Int32(names.count) : nil
        if content == .withGeometry { names.append("r.\"geometry\"") }
        columns = names.joined(separator: ", ")
    }

    func feature(_ row: borrowing SQLStatement) throws -> Feature {
        Feature(id: row.int64(0), geometry: try geometry(row), values: values(row))
    }

    /// One value for each field of the layer; null for those that were not asked for.
    func values(_ row: borrowing SQLStatement) -> [FieldValue] {
        var values: [FieldValue] = []
        values.reserveCapacity(types.count)
        for (index, type) in types.enumerated() {
            values.append(fieldColumns[index].map { row.value($0, type) } ?? .null)
        }
        return values
    }

    /// `nil` also where the geometry was not asked for.
    func geometry(_ row: borrowing SQLStatement) throws -> Geometry? {
        guard let column = geometryColumn, !row.isNull(column) else { return nil }
        return try unsafe row.withBytes(column) { try unsafe GeometryBlob.decode($0) }
    }
}

extension SQLStatement {
    /// The value of a field of this type.
    func value(_ column: Int32, _ type: FieldType) -> FieldValue {
        switch self.type(column) {
        case .null: .null
        case .integer: type == .boolean ? .boolean(int64(column) != 0) : .integer(int64(column))
        case .real: .real(double(column))
        case .text, .blob: .text(text(column))
        }
    }

    func bind(_ value: FieldValue, at index: Int32) throws {
        switch value {
        case .null: bindNull(at: index)
        case .integer(let number): bind(number, at: index)
        case .real(let number): bind(number, at: index)
        case .text(let text): try bind(text, at: index)
        case .boolean(let flag): bind(flag ? 1 : 0, at: index)
        }
    }
}
