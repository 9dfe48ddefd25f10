import GRDB
import GeoCore
import Tiling

/// Adds, changes and removes single rows of a layer's live tables, keeping what they held as history.
struct RowEditor: ~Copyable {
    /// What becomes of the rows that an edit takes the place of.
    enum Superseded {
        case kept
        /// For rows whose past is kept elsewhere, such as the positions of vessels.
        case forgotten
    }

    private let writer: RowWriter
    private let history: HistoryWriter
    private let superseded: Superseded
    private let select: SQLStatement
    private let update: SQLStatement
    private let updateSide: SQLStatement
    private let delete: SQLStatement
    private let deleteSide: SQLStatement
    private let insertKey: SQLStatement
    private let deleteKey: SQLStatement
    private let table: LayerTable
    private let revision: Int64
    private let source: Int64?
    private let inputs: TileIndexInputs
    private let reader: RowReader

    /// - Parameter revision: the revision that the edits make.
    init(
        _ table: LayerTable, revision: Int64, source: Int64?, superseded: Superseded = .kept, in db: Database
    ) throws {
        let names = table.live
        let rows = LayerTable.quoted(names.rows), side = LayerTable.quoted(names.side)
        let writer = try RowWriter(table, names, in: db)
        let history = try HistoryWriter(table, names, in: db)
        let select = try SQLStatement(table.selectWithSide(names) + " WHERE r.fid = ?", in: db)
        let assignments = (table.layer.fields.map(\.name) + ["geometry"])
            .map { "\(LayerTable.quoted($0)) = ?" }.joined(separator: ", ")
        let update = try SQLStatement("UPDATE \(rows) SET \(assignments) WHERE fid = ?", in: db)
        let updateSide = try SQLStatement(
            "UPDATE \(side) SET hash = ?, revision = ?, source = ?, record = ?, area = ? WHERE fid = ?", in: db)
        let delete = try SQLStatement("DELETE FROM \(rows) WHERE fid = ?", in: db)
        let deleteSide = try SQLStatement("DELETE FROM \(side) WHERE fid = ?", in: db)
        let insertKey = try SQLStatement(
            "INSERT OR IGNORE INTO \(LayerTable.quoted(names.keys)) (key, fid) VALUES (?, ?)", in: db)
        deleteKey = try SQLStatement(
            "DELETE FROM \(LayerTable.quoted(names.keys)) WHERE key = ? AND fid = ?", in: db)
        self.table = table
        self.revision = revision
        self.source = source
        inputs = TileIndexInputs(table.tileSchema, of: table)
        reader = RowReader(table, fields: nil, content: .withGeometry)
        self.writer = writer
        self.history = history
        self.superseded = superseded
        self.select = select
        self.update = update
        self.updateSide = updateSide
        self.delete = delete
        self.deleteSide = deleteSide
        self.insertKey = insertKey
    }

    func add(
        _ fid: Int64, _ entry: StagedEntry, contents: UnsafeRawBufferPointer
    ) throws -> TileIndexChange {
        try unsafe writer.insert(fid: fid, contents: contents)
        try writer.insertSide(fid: fid, entry: entry, revision: revision, source: source)
        try addKey(entry.key, fid)
        return TileIndexChange(fid: fid, old: nil, new: try unsafe inputs.input(fid, contents: contents))
    }

    func change(
        _ fid: Int64, to entry: StagedEntry, contents: UnsafeRawBufferPointer
    ) throws -> TileIndexChange {
        let old = try supersede(fid, newKey: entry.key)
        let count = table.layer.fields.count
        let length = try unsafe RowCodec.bind(contents, count: count, to: update, from: 1)
        let blob = unsafe UnsafeRawBufferPointer(rebasing: contents[length...])
        try unsafe update.bind(geometry: blob, at: Int32(count) + 1)
        update.bind(fid, at: Int32(count) + 2)
        try update.run()
        try updateSide.bind(entry.contents.bytes, at: 1)
        updateSide.bind(revision, at: 2)
        updateSide.bindOptional(entry.source == 0 ? source : entry.source, at: 3)
        updateSide.bind(entry.record, at: 4)
        updateSide.bindOptional(area: entry.area, at: 5)
        updateSide.bind(fid, at: 6)
        try updateSide.run()
        return TileIndexChange(fid: fid, old: old, new: try unsafe inputs.input(fid, contents: contents))
    }

    func remove(_ fid: Int64) throws -> TileIndexChange {
        let old = try supersede(fid)
        delete.bind(fid, at: 1)
        try delete.run()
        deleteSide.bind(fid, at: 1)
        try deleteSide.run()
        return TileIndexChange(fid: fid, old: old, new: nil)
    }

    private func addKey(_ key: ContentHash, _ fid: Int64) throws {
        try insertKey.bind(key.bytes, at: 1)
        insertKey.bind(fid, at: 2)
        try insertKey.run()
    }

    /// - Parameter newKey: The key that the feature has from now on; `nil` for one that goes and keeps its key.
    private func supersede(_ fid: Int64, newKey: ContentHash? = nil) throws -> TileIndexInput? {
        defer { select.reset() }
        select.bind(fid, at: 1)
        guard try select.step() else {
            throw StorageError(
                .corrupt,
                "Feature \(fid) of layer \(table.id) has gone from its table behind Bando's back: run `bando check`.")
        }
        if superseded == .kept { try history.supersede(select, at: revision, schema: table.schema) }
        let feature = try reader.feature(select)
        if let newKey, let oldKey = RowContents.key(of: select, reader: reader, table: table), oldKey != newKey {
            try deleteKey.bind(oldKey.bytes, at: 1)
            deleteKey.bind(fid, at: 2)
            try deleteKey.run()
            try addKey(newKey, fid)
        }
        return inputs.input(feature)
    }
}

extension LayerTable {
    /// `SELECT` of `fid`, the fields, the geometry, then hash, revision, source, record, area; the rows as `r`, what is
    /// kept beside them as `s`. Rows that somebody deleted behind Bando's back are not among them.
    func selectWithSide(_ names: Names) -> String {
        let fields = (["fid"] + layer.fields.map(\.name) + ["geometry"]).map { "r.\(Self.quoted($0))" }
        return "SELECT \(fields.joined(separator: ", ")), s.hash, s.revision, s.source, s.record, s.area "
            + "FROM \(Self.quoted(names.rows)) AS r JOIN \(Self.quoted(names.side)) AS s ON s.fid = r.fid"
    }
}
