import GRDB
import GeoCore

/// The part of a query that SQL decides: fields' values and validity. The rows are `r`.
struct SQLConditions {
    /// Conditions joined by AND, or empty.
    let sql: String
    private let values: [FieldValue]

    init(_ query: FeatureQuery, table: LayerTable) throws {
        var parts: [String] = []
        var values: [FieldValue] = []
        for condition in query.equals {
            let column = try Self.column(condition.field, table)
            switch column.field.canonical(condition.value) {
            case nil: parts.append("0")
            case .null?: parts.append("\(column.name) IS NULL")
            case let value?:
                parts.append("\(column.name) = ?")
                values.append(value)
            }
        }
        if let validity = query.validity {
            let from = try Self.column(validity.from, table).name, to = try Self.column(validity.to, table).name
            parts.append("(\(from) IS NULL OR substr(\(from), 1, 10) <= ?)")
            parts.append("(\(to) IS NULL OR substr(\(to), 1, 10) > ?)")
            values += [.text(validity.day), .text(validity.day)]
        }
        if let rows = query.rows { parts.append(try Self.scope(rows, table, &values)) }
        sql = parts.joined(separator: " AND ")
        self.values = values
    }

    /// Never empty: where no condition can hold, no row is seen.
    private static func scope(_ rows: RowScope, _ table: LayerTable, _ values: inout [FieldValue]) throws -> String {
        var parts = ["0"]
        for condition in rows.any where !condition.values.isEmpty {
            let marks = Array(repeating: "?", count: condition.values.count).joined(separator: ", ")
            parts.append("\(try column(condition.field, table).name) IN (\(marks))")
            values += condition.values.map(FieldValue.text)
        }
        return "(\(parts.joined(separator: " OR ")))"
    }

    var isEmpty: Bool { sql.isEmpty }

    /// Binds the conditions' values and returns the index of the parameter after them.
    func bind(to statement: borrowing SQLStatement, from first: Int32) throws -> Int32 {
        for (index, value) in values.enumerated() { try statement.bind(value, at: first + Int32(index)) }
        return first + Int32(values.count)
    }

    private static func column(_ name: String, _ table: LayerTable) throws -> (name: String, field: StoredField) {
        guard let field = table.layer.fields.first(where: { $0.name == name }) else {
            throw StorageError(.invalidQuery, "Layer \(table.id) has no field \(name).")
        }
        return ("r.\(LayerTable.quoted(name))", field)
    }
}
