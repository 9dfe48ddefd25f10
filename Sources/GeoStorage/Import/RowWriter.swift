import GRDB
import GeoCore

/// Inserts rows, with what Bando keeps beside them, into the live or the hidden tables of a layer.
struct RowWriter: ~Copyable {
    private let rows: SQLStatement
    private let side: SQLStatement
    private let fieldCount: Int

    init(_ table: LayerTable, _ names: LayerTable.Names, in db: Database) throws {
        let rows = try SQLStatement(
            "INSERT INTO \(LayerTable.quoted(names.rows)) (\(table.columns)) VALUES (\(table.placeholders))", in: db)
        let side = try SQLStatement(
            "INSERT INTO \(LayerTable.quoted(names.side)) (fid, hash, revision, source, record, area) "
                + "VALUES (?, ?, ?, ?, ?, ?)", in: db)
        fieldCount = table.layer.fields.count
        self.rows = rows
        self.side = side
    }

    /// Inserts a row from its contents: the values, then the geometry's blob.
    func insert(fid: Int64, contents: UnsafeRawBufferPointer) throws {
        rows.bind(fid, at: 1)
        let length = try unsafe RowCodec.bind(contents, count: fieldCount, to: rows, from: 2)
        try unsafe rows.bind(
            geometry: UnsafeRawBufferPointer(rebasing: contents[length...]), at: Int32(fieldCount) + 2)
        try rows.run()
    }

    /// Inserts a row as another statement's columns have it: `fid`, the fields, the geometry.
    func copy(_ source: borrowing SQLStatement) throws {
        for column in 0..<Int32(fieldCount + 2) { try rows.bind(column: column, of: source, at: column + 1) }
        try rows.run()
    }

    func insertSide(fid: Int64, entry: StagedEntry, revision: Int64, source: Int64?) throws {
        side.bind(fid, at: 1)
        try unsafe entry.contents.withStoredBytes { try unsafe side.bind($0, at: 2) }
        side.bind(revision, at: 3)
        side.bindOptional(entry.source == 0 ? source : entry.source, at: 4)
        side.bind(entry.record, at: 5)
        side.bindOptional(area: entry.area, at: 6)
        try side.run()
    }

    /// Inserts what is kept beside a row as another statement's five columns from `first` on have it: hash, revision,
    /// source, record, area.
    func copySide(fid: Int64, from source: borrowing SQLStatement, first: Int32) throws {
        side.bind(fid, at: 1)
        for column in 0..<Int32(5) { try side.bind(column: first + column, of: source, at: column + 2) }
        try side.run()
    }
}
