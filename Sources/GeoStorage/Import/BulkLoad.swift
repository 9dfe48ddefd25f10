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
    private let records: StagedRecords

    /// Returns `nil`, changing nothing, where the layer is not at the plan's revision any more.
    static func commit(
        _ plan: ImportPlan, records: StagedRecords, table: LayerTable, stamp: RevisionStamp, store: SpatiaLiteStore
    ) throws -> ImportOutcome? {
        let lock = try LoadLock(waitingBeside: store.url)
        let load = BulkLoad(plan: plan, table: table, stamp: stamp, store: store, records: records)
        let outcome = try load.run()
        _ = consume lock
        return outcome
    }

    private func run() throws -> ImportOutcome? {
        let started = try store.pool.write { db in try begin(in: db) }
        guard let started else { return nil }
        var filling = try BulkFilling(
            plan, records: records, table: table, source: started.source, firstFid: started.firstFid,
            scratchFolder: store.folder)
        try inChunks { db, deadline in try filling.fill(until: deadline, in: db) }
        let filled = try filling.finish()
        var keys = filled.keys.cursor()
        try inChunks { db, deadline in try writeKeys(&keys, until: deadline, in: db) }
        try packSpatialIndex(filled)
        try store.pool.write { db in
            try table.createKeyIndex(on: table.hidden.rows, revision: plan.base + 1, in: db)
        }
        let revision = try store.pool.write { db in try swap(filled, source: started.source, in: db) }
        try inChunks { db, _ in try TableSwap.dropOneSuperseded(in: db) }
        return revision.map { plan.outcome(revision: $0, changedTiles: .all) }
    }

    /// Makes the hidden tables and reserves identifiers.
    private func begin(in db: Database) throws -> (firstFid: Int64, source: Int64?)? {
        while try TableSwap.dropOneSuperseded(in: db) {}
        guard try Catalogue.table(table.id, in: db)?.layer.revision == plan.base else { return nil }
        try table.createRows(table.hidden.rows, in: db, withGeometry: true)
        try db.execute(
            sql: "CREATE VIRTUAL TABLE \(LayerTable.quoted(table.hidden.spatialIndex)) "
                + "USING rtree(pkid, xmin, xmax, ymin, ymax)")
        try table.createSide(table.hidden, in: db)
        try table.createHistory(table.hidden, in: db)
        let source = try stamp.writeSource(for: table, in: db)
        return (try Catalogue.reserveIdentifiers(plan.counts.fresh, for: table, in: db), source)
    }

    private func writeKeys(
        _ keys: inout RunCursor<KeyRecord>, until deadline: Deadline, in db: Database
    ) throws -> Bool {
        let insert = try SQLStatement(
            "INSERT OR IGNORE INTO \(LayerTable.quoted(table.live.keys)) (key, fid) VALUES (?, ?)", in: db)
        var count = 0
        while let record = try keys.next() {
            try insert.bind(record.key.bytes, at: 1)
            insert.bind(record.fid, at: 2)
            try insert.run()
            count += 1
            if count.isMultiple(of: 256), deadline.isPast { return true }
        }
        return false
    }

    private func packSpatialIndex(_ filled: BulkFilling.Filled) throws {
        let name = table.hidden.spatialIndex
        var packer = try store.pool.write { db in try RTreePacker(name, format: .spatialIndex, in: db) }
        var cells = filled.cells.cursor()
        try inChunks { db, deadline in
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

    /// Puts the hidden tables in the place of the live ones and writes the revision; `nil` where the layer has moved on.
    private func swap(_ filled: BulkFilling.Filled, source: Int64?, in db: Database) throws -> LayerRevision? {
        guard let now = try Catalogue.table(table.id, in: db), now.layer.revision == plan.base else { return nil }
        try TableSwap.swap(now, filled, in: db)
        return try stamp.writeRevision(
            of: now, counts: plan.counts, source: source, featureCount: filled.count, extent: filled.extent, in: db)
    }

    /// Runs work that gives up the writer whenever the deadline passes, until it answers false.
    private func inChunks(_ body: (Database, Deadline) throws -> Bool) throws {
        var more = true
        while more {
            more = try store.pool.write { db in try body(db, Deadline()) }
        }
    }
}

/// The moment at which a chunk of work gives up the writer.
struct Deadline {
    private let end = ContinuousClock.now + .milliseconds(250)

    var isPast: Bool { ContinuousClock.now >= end }
}
