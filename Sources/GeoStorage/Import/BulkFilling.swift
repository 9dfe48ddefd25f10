import Foundation
import GRDB
import GeoCore

/// The key of a new feature with its identifier, in the order in which the list of keys takes them best.
struct KeyRecord: SpillingRecord {
    var key: ContentHash
    var fid: Int64

    var sortPrefix: UInt64 { key.high }

    static func < (left: KeyRecord, right: KeyRecord) -> Bool {
        left.key != right.key ? left.key < right.key : left.fid < right.fid
    }
}

/// The box of a row, along the Hilbert curve.
struct CellRecord: SpillingRecord {
    var order: UInt64
    var fid: Int64
    var bounds: RTreeBounds

    var sortPrefix: UInt64 { order }

    static func < (left: CellRecord, right: CellRecord) -> Bool {
        left.order != right.order ? left.order < right.order : left.fid < right.fid
    }
}

/// Fills the hidden rows of a bulk load in the order of their identifiers: those that stay are copied, those that
/// change or go are kept as history, those that are new come last, along the Hilbert curve.
struct BulkFilling {
    /// What the later steps of a load need to know of the filled rows.
    struct Filled {
        let cells: SortedRuns<CellRecord>
        let keys: SortedRuns<KeyRecord>
        let count: Int
        let extent: BoundingBox?
        /// Features that have another key from now on, which only a rollback gives them.
        let rekeyed: [Rekeying]
    }

    struct Rekeying {
        let fid: Int64
        let old: ContentHash
        let new: ContentHash
    }

    private let table: LayerTable
    private let source: Int64?
    private let revision: Int64
    private var planned: RunCursor<PlannedRow>
    private var pending: PlannedRow?
    private var payload: PayloadReader
    private var lastCopied: Int64 = 0
    /// The greatest identifier that is filled.
    private(set) var lastFilled: Int64 = 0
    private var nextFid: Int64
    private var cells: SpillingSorter<CellRecord>
    private var keys: SpillingSorter<KeyRecord>
    private(set) var count = 0
    private var extent: BoundingBox?
    private var rekeyed: [Rekeying] = []

    init(
        _ plan: ImportPlan, table: LayerTable, source: Int64?, firstFid: Int64,
        scratchFolder: URL
    ) throws {
        self.table = table
        self.source = source
        revision = plan.base + 1
        planned = plan.rows.cursor()
        pending = try planned.next()
        payload = PayloadReader(plan.payload, blockCount: 256)
        nextFid = firstFid
        cells = SpillingSorter(scratchFolder: scratchFolder)
        keys = SpillingSorter(scratchFolder: scratchFolder)
    }

    /// Fills until the deadline; false when everything is there.
    mutating func fill(until deadline: Deadline, in db: Database) throws -> Bool {
        let writer = try RowWriter(table, table.hidden, in: db)
        let history = try HistoryWriter(table, table.hidden, in: db)
        let old = try SQLStatement(table.selectWithSide(table.live) + " WHERE r.fid > ? ORDER BY r.fid", in: db)
        old.bind(lastCopied, at: 1)
        var isRow = try old.step()
        var steps = 0
        while isRow || pending != nil {
            isRow = try advance(old, isRow: isRow, writer: writer, history: history)
            steps += 1
            if steps.isMultiple(of: 64), deadline.isPast { return true }
        }
        return false
    }

    /// Settles the lower of the next old row and the next planned one; answers whether there is an old row after it.
    private mutating func advance(
        _ old: borrowing SQLStatement, isRow: Bool, writer: borrowing RowWriter, history: borrowing HistoryWriter
    ) throws -> Bool {
        let oldFid = isRow ? old.int64(0) : .max
        guard let next = pending, next.isNew ? !isRow : next.fid <= oldFid else {
            try copy(old, with: writer)
            lastCopied = oldFid
            return try old.step()
        }
        pending = try planned.next()
        guard isRow, next.fid == oldFid else {
            try add(next, with: writer)
            return isRow
        }
        try history.supersede(old, at: revision, schema: table.schema)
        if next.action != .remove {
            try insert(next, fid: oldFid, with: writer)
            noteKey(of: next, old)
        }
        lastCopied = oldFid
        return try old.step()
    }

    private mutating func noteKey(of row: PlannedRow, _ old: borrowing SQLStatement) {
        let reader = RowReader(table, fields: nil, content: .withoutGeometry)
        guard let key = RowContents.key(of: old, reader: reader, table: table), key != row.entry.key else { return }
        rekeyed.append(Rekeying(fid: row.fid, old: key, new: row.entry.key))
    }

    private mutating func copy(_ old: borrowing SQLStatement, with writer: borrowing RowWriter) throws {
        let fieldCount = Int32(table.layer.fields.count)
        try writer.copy(old)
        try writer.copySide(fid: old.int64(0), from: old, first: fieldCount + 2)
        try unsafe old.withBytes(fieldCount + 1) { try unsafe note(old.int64(0), blob: $0) }
    }

    private mutating func add(_ row: PlannedRow, with writer: borrowing RowWriter) throws {
        guard row.action == .add else {
            throw StorageError(
                .corrupt,
                "Feature \(row.fid) of layer \(table.id) has gone from its table behind Bando's back: run `bando check`."
            )
        }
        let fid = row.isNew ? nextFid : row.fid
        if row.isNew {
            nextFid += 1
            try keys.append(KeyRecord(key: row.entry.key, fid: fid))
        }
        try insert(row, fid: fid, with: writer)
    }

    private mutating func insert(_ row: PlannedRow, fid: Int64, with writer: borrowing RowWriter) throws {
        let box = try unsafe payload.withContents(of: row.entry) { contents in
            try unsafe writer.insert(fid: fid, contents: contents)
            let blob = unsafe UnsafeRawBufferPointer(rebasing: contents[Int(row.entry.valuesLength)...])
            return unsafe GeometryBlob.boundingBox(of: blob)
        }
        try writer.insertSide(fid: fid, entry: row.entry, revision: revision, source: source)
        try note(fid, box: box, order: row.entry.order)
    }

    private mutating func note(_ fid: Int64, blob: UnsafeRawBufferPointer) throws {
        let box = unsafe GeometryBlob.boundingBox(of: blob)
        try note(fid, box: box, order: box.map(SpatialOrder.place) ?? .max)
    }

    private mutating func note(_ fid: Int64, box: BoundingBox?, order: UInt64) throws {
        count += 1
        lastFilled = fid
        guard let box else { return }
        extent = extent?.union(box) ?? box
        try cells.append(CellRecord(order: order, fid: fid, bounds: RTreeBounds(box)))
    }

    consuming func finish() throws -> Filled {
        Filled(cells: try cells.finish(), keys: try keys.finish(), count: count, extent: extent, rekeyed: rekeyed)
    }
}
