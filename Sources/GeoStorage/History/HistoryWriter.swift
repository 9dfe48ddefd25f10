import GRDB
import GeoCore

/// Keeps superseded rows: what they held, and from which revision to before which they were the layer's.
struct HistoryWriter: ~Copyable {
    private let insert: SQLStatement
    private let fieldCount: Int

    init(_ table: LayerTable, _ names: LayerTable.Names, in db: Database) throws {
        fieldCount = table.layer.fields.count
        insert = try SQLStatement(
            "INSERT INTO \(LayerTable.quoted(names.history)) "
                + "(fid, revision_to, hash, revision_from, source, record, area, schema, row) "
                + "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", in: db)
    }

    /// Keeps a row as a statement has it: `fid`, the fields, the geometry, then hash, revision, source, record, area.
    ///
    /// - Parameter revision: the first revision that does not hold the row any more.
    func supersede(_ row: borrowing SQLStatement, at revision: Int64, schema: Int64) throws {
        insert.bind(row.int64(0), at: 1)
        insert.bind(revision, at: 2)
        let first = Int32(fieldCount) + 2
        for column in 0..<Int32(5) { try insert.bind(column: first + column, of: row, at: column + 3) }
        insert.bind(schema, at: 8)
        try insert.bind(RowCodec.contents(of: row, fieldCount: fieldCount), at: 9)
        try insert.run()
    }
}
