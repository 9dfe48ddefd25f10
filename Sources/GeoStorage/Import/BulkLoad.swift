import Foundation
import GRDB
import GeoCore

/// Carries out a large plan: fills hidden tables in short transactions, then puts them in the place of the live ones.
///
/// The writer is never held for long, readers see the old state to the end, and a process that dies half-way leaves
/// nothing but hidden tables, which the next load or opening removes.
struct BulkLoad {
    private let plan: ImportPlan
    private let table: LayerTable
    private let stamp: RevisionStamp
    private let store: SpatiaLiteStore
    private let progress: @Sendable (CommitProgress) -> Void
    private let checkpoints: LogCheckpoints

    /// Returns `nil`, changing nothing, where the layer is not at the plan's revision any more. The caller holds the
    /// load lock.
    static func commit(
        _ plan: ImportPlan, table: LayerTable, stamp: RevisionStamp, store: SpatiaLiteStore,
        progress: @escaping @Sendable (CommitProgress) -> Void
    ) async throws -> ImportOutcome? {
        let load = BulkLoad(
            plan: plan, table: table, stamp: stamp, store: store, progress: progress,
            checkpoints: try LogCheckpoints(store.url))
        let outcome = try await load.runAndClear()
        try load.checkpoints.finish()
        return outcome
    }

    private var chunks: WriterChunks { WriterChunks(pool: store.pool, checkpoints: checkpoints) }

    private func runAndClear() async throws -> ImportOutcome? {
        do {
            try chunks.clear()
            let outcome = try await run()
            try chunks.clear()
            return outcome
        } catch {
            let failure = error
            do { try chunks.clear() } catch {
                // What cannot be cleared now is cleared when the store is opened next; the first failure tells more.
            }
            throw failure
        }
    }

    private func run() async throws -> ImportOutcome? {
        guard let started = try write({ db in try begin(in: db) }) else { return nil }
        let building = try TileIndexBuilding(
            table.tileSchema, of: table, pool: store.pool, folder: store.folder)
        let (filledRows, reports) = AsyncStream<Int64>.makeStream()
        let packed = try PackedBlocks(folder: store.folder)
        async let built: Void =
            isFirst
            ? await building.build(from: plan, firstFid: started.firstFid, into: packed)
            : await building.build(from: table.hidden.rows, asFilled: filledRows, into: packed)
        defer { reports.finish() }
        let filled = try fill(started) { reports.yield($0) }
        reports.finish()
        try index(filled)
        try await chunks.write(packed, to: BlockTable(table.hidden))
        try await built
        report(.tiles, filled.count, of: filled.count)
        let changed = try findChangedTiles()
        let revision = try chunks.commit { db in try swap(filled, changed, source: started.source, in: db) }
        report(.clearing, filled.count, of: filled.count)
        return revision.map { plan.outcome(revision: $0, changedTiles: .all) }
    }

    /// Whether the layer holds nothing yet and all rows are new, so that the order of the plan is that of the rows.
    private var isFirst: Bool {
        table.layer.featureCount == 0 && plan.counts.fresh == plan.counts.added && plan.counts.changed == 0
            && plan.counts.removed == 0
    }

    private func fill(_ started: Start, filledThrough: (Int64) -> Void) throws -> BulkFilling.Filled {
        var filling = try BulkFilling(
            plan, table: table, source: started.source, firstFid: started.firstFid, scratchFolder: store.folder)
        let total = table.layer.featureCount + plan.counts.added - plan.counts.removed
        try chunks.run { db, deadline in
            try filling.fill(until: deadline, in: db)
        } after: {
            filledThrough(filling.lastFilled)
            report(.rows, filling.count, of: total)
        }
        return try filling.finish()
    }

    private func index(_ filled: BulkFilling.Filled) throws {
        // First, while the tile index takes one core only: it is the one step that cannot give up the writer.
        if !indexesEarly { try write { db in try createKeyIndex(in: db) } }
        var keys = filled.keys.cursor()
        try chunks.run { db, deadline in try writeKeys(&keys, until: deadline, in: db) }
        try packSpatialIndex(filled)
        report(.indexes, filled.count, of: filled.count)
    }

    /// An index made at the end is made faster, but in one go: with more features than this that would take too long.
    private var indexesEarly: Bool { table.layer.featureCount + plan.counts.added > 600_000 }

    private func createKeyIndex(in db: Database) throws {
        try table.createKeyIndex(on: table.hidden.rows, revision: plan.base + 1, in: db)
    }

    private func report(_ step: CommitProgress.Step, _ done: Int, of total: Int) {
        progress(CommitProgress(step: step, done: done, total: total))
    }

    private struct Start {
        let firstFid: Int64
        let source: Int64?
    }

    /// Makes the hidden tables and reserves identifiers.
    private func begin(in db: Database) throws -> Start? {
        guard try Catalogue.table(table.id, in: db)?.layer.revision == plan.base else { return nil }
        try table.createRows(table.hidden.rows, in: db, withGeometry: true)
        try db.execute(
            sql: "CREATE VIRTUAL TABLE \(LayerTable.quoted(table.hidden.spatialIndex)) "
                + "USING rtree(pkid, xmin, xmax, ymin, ymax)")
        if indexesEarly { try createKeyIndex(in: db) }
        try table.createSide(table.hidden, in: db)
        try table.createHistory(table.hidden, in: db)
        try BlockTable(table.hidden).create(in: db)
        let source = try stamp.writeSource(for: table, in: db)
        return Start(
            firstFid: try Catalogue.reserveIdentifiers(plan.counts.fresh, for: table, in: db), source: source)
    }

    private func writeKeys(
        _ keys: inout RunCursor<KeyRecord>, until deadline: Deadline, in db: Database
    ) throws -> Bool {
        let insert = try SQLStatement(
            "INSERT OR IGNORE INTO \(LayerTable.quoted(table.live.keys)) (key, fid) VALUES (?, ?)", in: db)
        var count = 0
        while let record = try keys.next() {
            try unsafe record.key.withStoredBytes { try unsafe insert.bind($0, at: 1) }
            insert.bind(record.fid, at: 2)
            try insert.run()
            count += 1
            if count.isMultiple(of: 256), deadline.isPast { return true }
        }
        return false
    }

    private func packSpatialIndex(_ filled: BulkFilling.Filled) throws {
        let name = table.hidden.spatialIndex
        var packer = try write { db in try RTreePacker(name, format: .spatialIndex, in: db) }
        var cells = filled.cells.cursor()
        try chunks.run { db, deadline in
            let tables = try RTreeTables(name, in: db)
            var count = 0
            while let cell = try cells.next() {
                try packer.append(RTreeCell(id: cell.fid, bounds: cell.bounds), in: tables)
                count += 1
                if count.isMultiple(of: 256), deadline.isPast { return true }
            }
            try packer.finish(in: tables)
            return false
        }
    }

    /// Where the new tile index differs from the old one; `nil` for everywhere.
    private func findChangedTiles() throws -> BoxTree? {
        try store.pool.read { db in
            guard try TileRemoval.hasTiles(of: table, in: db) else { return nil }
            return try TileIndexDifference(table.tileSchema, scratchFolder: store.folder)
                .boxes(from: BlockTable(table.live), to: BlockTable(table.hidden), in: db)
        }
    }

    /// Puts the hidden tables in the place of the live ones and writes the revision; `nil` where the layer has moved on.
    private func swap(
        _ filled: BulkFilling.Filled, _ changed: BoxTree?, source: Int64?, in db: Database
    ) throws -> LayerRevision? {
        guard let now = try Catalogue.table(table.id, in: db), now.layer.revision == plan.base else { return nil }
        try TableSwap.swap(now, filled, in: db)
        try TileRemoval.remove(touching: changed, of: now, in: db)
        return try stamp.writeRevision(
            of: now, counts: plan.counts, source: source, featureCount: filled.count, extent: filled.extent, in: db)
    }

    /// One transaction, waited for: the load has a queue of its own.
    private func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try chunks.write(body)
    }
}
