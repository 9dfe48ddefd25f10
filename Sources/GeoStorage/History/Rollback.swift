package import Foundation
import GRDB
package import GeoCore

extension SpatiaLiteStore {
    /// Brings the rows of an earlier revision back, as a new revision. The outcome's revision is `nil` where nothing has
    /// changed since.
    ///
    /// - Throws: `unknownRevision` where the layer has no such revision, or was dropped since.
    @discardableResult
    package func rollback(
        _ layer: LayerID, to revision: Int64, author: String, time: Date
    ) async throws -> ImportOutcome {
        let rollback = RollbackRun(store: self)
        return try await rollback.run(
            layer, to: revision, stamp: RevisionStamp(action: "rollback", author: author, time: time, source: nil))
    }
}

/// Runs a rollback on a queue of its own.
private actor RollbackRun {
    private let store: SpatiaLiteStore
    private let executor = QueueExecutor(label: "bando.rollback")

    init(store: SpatiaLiteStore) {
        self.store = store
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    func run(_ layer: LayerID, to revision: Int64, stamp: RevisionStamp) async throws -> ImportOutcome {
        do {
            let commit = Commit(layer: layer, stamp: stamp, store: store, progress: { _ in })
            return try await commit.run { try plan(layer, to: revision) }
        } catch {
            throw StorageError.translating(error, while: "rolling layer \(layer) back")
        }
    }

    private func plan(_ layer: LayerID, to revision: Int64) throws -> (ImportPlan, LayerTable) {
        try store.pool.read { db in
            let table = try Catalogue.requiredTable(layer, in: db)
            try Self.check(revision, of: table, in: db)
            let payload = try ScratchFile(in: store.folder)
            let plan = try RollbackPlanner.plan(
                table, revision: revision, payload: payload, scratchFolder: store.folder, in: db)
            return (plan, table)
        }
    }

    private static func check(_ revision: Int64, of table: LayerTable, in db: Database) throws {
        let dropped =
            try Int64.fetchOne(
                db, sql: "SELECT max(number) FROM bando_revisions WHERE layer = ? AND action = 'drop'",
                arguments: [table.number]) ?? 0
        guard revision > dropped, revision <= table.layer.revision else {
            throw StorageError(
                .unknownRevision,
                "Layer \(table.id) has no revision \(revision) to go back to: `bando history \(table.id)` lists them.")
        }
    }
}

/// Finds what must change for a layer to be as it was.
private struct RollbackPlanner {
    private let table: LayerTable
    private let payload: ScratchFile
    private var sorter: SpillingSorter<PlannedRow>
    private var counts = ImportPlan.Counts()

    static func plan(
        _ table: LayerTable, revision: Int64, payload: ScratchFile, scratchFolder: URL, in db: Database
    ) throws -> ImportPlan {
        var planner = RollbackPlanner(
            table: table, payload: payload, sorter: SpillingSorter(scratchFolder: scratchFolder))
        try planner.compare(with: revision, in: db)
        try payload.flush()
        return ImportPlan(
            base: table.layer.revision, rows: try planner.sorter.finish(), payload: payload,
            counts: planner.counts, refusals: [], read: planner.counts.added + planner.counts.changed)
    }

    /// Walks, by identifier, over the rows that came since and the rows that went since.
    private mutating func compare(with revision: Int64, in db: Database) throws {
        let newer = try SQLStatement(
            "SELECT fid, hash FROM \(LayerTable.quoted(table.live.side)) WHERE revision > ? ORDER BY fid", in: db)
        newer.bind(revision, at: 1)
        var older = try SupersededRows(table, revision: revision, in: db)
        var isNewer = try newer.step()
        while isNewer || older.current != nil {
            let newFid = isNewer ? newer.int64(0) : .max, oldFid = older.current?.fid ?? .max
            if newFid < oldFid {
                counts.removed += 1
                try sorter.append(PlannedRow(.remove, fid: newFid, entry: StagedEntry(goneWith: ContentHash(of: []))))
            } else if let row = older.current {
                try restore(row, replacing: newFid == oldFid ? Self.hash(newer) : nil, isThere: newFid == oldFid)
            }
            if oldFid <= newFid { try older.advance() }
            if newFid <= oldFid { isNewer = try newer.step() }
        }
    }

    private mutating func restore(_ row: SupersededRows.Row, replacing hash: ContentHash?, isThere: Bool) throws {
        var bytes: [UInt8] = []
        let contents: RowContents
        do throws(RowContents.Refusal) {
            contents = try RowContents.make(row.feature.values, row.feature.geometry, table: table, reusing: &bytes)
        } catch {
            throw StorageError(
                .invalidFeature, "Feature \(row.fid) does not fit layer \(table.id) any more: \(error.reason.sentence)")
        }
        guard hash != contents.hash else { return }
        var entry = StagedEntry(
            contents, record: row.record, offset: try payload.append(bytes), length: bytes.count, area: row.area)
        entry.source = row.source
        if isThere { counts.changed += 1 } else { counts.added += 1 }
        try sorter.append(PlannedRow(isThere ? .change : .add, fid: row.fid, entry: entry))
    }

    private static func hash(_ row: borrowing SQLStatement) -> ContentHash? {
        unsafe row.withBytes(1) { unsafe ContentHash(stored: $0) }
    }
}

/// The rows of an earlier revision that the layer does not hold as they were, by identifier.
private struct SupersededRows: ~Copyable {
    struct Row {
        var fid: Int64
        var feature: Feature
        var record: Int64
        var source: Int64
        /// In m²; NaN where there is none.
        var area: Double
    }

    private let statement: SQLStatement
    private let schemas: SchemaMaps
    private(set) var current: Row?

    init(_ table: LayerTable, revision: Int64, in db: Database) throws {
        let schemas = try SchemaMaps(table, in: db)
        let statement = try SQLStatement(
            "SELECT fid, schema, row, record, source, area FROM \(LayerTable.quoted(table.live.history)) "
                + "WHERE revision_from <= ?1 AND revision_to > ?1 ORDER BY fid", in: db)
        statement.bind(revision, at: 1)
        current = try Self.next(statement, schemas)
        self.schemas = schemas
        self.statement = statement
    }

    mutating func advance() throws { current = try Self.next(statement, schemas) }

    private static func next(_ statement: borrowing SQLStatement, _ schemas: SchemaMaps) throws -> Row? {
        guard try statement.step() else { return nil }
        let fid = statement.int64(0)
        return Row(
            fid: fid, feature: try schemas.feature(fid, schema: statement.int64(1), row: statement, column: 2),
            record: statement.int64(3), source: statement.int64(4),
            area: statement.isNull(5) ? .nan : statement.double(5))
    }
}
