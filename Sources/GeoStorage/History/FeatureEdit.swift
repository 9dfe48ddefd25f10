package import Foundation
import GRDB
package import GeoCore

/// A change of one feature.
package enum FeatureEdit: Sendable {
    /// A new feature.
    case insert(values: [FieldValue], geometry: Geometry?)
    /// The feature as it is to be, whole.
    case update(id: Int64, values: [FieldValue], geometry: Geometry?)
    case delete(id: Int64)
}

/// What an edit did.
package struct EditOutcome: Sendable {
    /// Of the inserted features, in the order of the edits.
    package var insertedIDs: [Int64]
    package var outcome: ImportOutcome
}

extension SpatiaLiteStore {
    /// Edits features in one revision, or none of them.
    ///
    /// - Parameter expected: The revision that the editor saw; `nil` edits whatever is there.
    /// - Throws: `conflict` where the layer has moved on or a key is taken, `unknownFeature`, `invalidFeature`.
    @discardableResult
    package func edit(
        _ layer: LayerID, _ edits: [FeatureEdit], expected: Int64? = nil, author: String, time: Date
    ) async throws -> EditOutcome {
        try await edit(layer, edits, expected: expected, author: author, time: time) { _, _ in }
    }

    /// The same, with other tables written in the transaction of the edit: what they throw undoes it.
    @discardableResult
    func edit(
        _ layer: LayerID, _ edits: [FeatureEdit], expected: Int64?, author: String, time: Date,
        alongside: @escaping @Sendable (Database, EditOutcome) throws -> Void
    ) async throws -> EditOutcome {
        let payload = try ScratchFile(in: folder)
        let gate = try await FileLock.awaiting(.gate, .together, beside: url)
        let outcome = try await write("editing layer \(layer)") { [folder] db in
            let table = try Catalogue.requiredTable(layer, in: db)
            if let expected, expected != table.layer.revision {
                throw StorageError(
                    .conflict,
                    "Layer \(layer) is at revision \(table.layer.revision) now: read it again and repeat the edit.")
            }
            let plan = try EditPlanner.plan(edits, for: table, payload: payload, scratchFolder: folder, in: db)
            let outcome = try Self.carryOut(plan, of: table, author: author, time: time, in: db)
            try alongside(db, outcome)
            return outcome
        }
        gate.release()
        return outcome
    }

    private static func carryOut(
        _ plan: ImportPlan, of table: LayerTable, author: String, time: Date, in db: Database
    ) throws -> EditOutcome {
        guard !plan.isEmpty else { return EditOutcome(insertedIDs: [], outcome: plan.outcome()) }
        let stamp = RevisionStamp(action: "edit", author: author, time: time, source: nil)
        var commit = try DirectCommit(plan, table: table, stamp: stamp, in: db)
        let outcome = try commit.run(in: db)
        return EditOutcome(insertedIDs: commit.insertedIDs, outcome: outcome)
    }

    /// Changes features in place, all or none, without a revision: for live objects, whose past is in the live history.
    ///
    /// Tiles are deleted as by an edit. Whoever replaces the layer's rows meanwhile has the last word.
    ///
    /// - Throws: `conflict` where a key is taken, `unknownFeature`, `invalidFeature`.
    @discardableResult
    package func overwrite(_ layer: LayerID, _ edits: [FeatureEdit]) async throws -> EditOutcome {
        let payload = try ScratchFile(in: folder)
        let gate = try await FileLock.awaiting(.gate, .together, beside: url)
        let outcome = try await write("writing live objects of layer \(layer)") { [folder] db in
            let table = try Catalogue.requiredTable(layer, in: db)
            let plan = try EditPlanner.plan(edits, for: table, payload: payload, scratchFolder: folder, in: db)
            guard !plan.isEmpty else { return EditOutcome(insertedIDs: [], outcome: plan.outcome()) }
            let stamp = RevisionStamp(action: "edit", author: "", time: .distantPast, source: nil)
            var commit = try DirectCommit(plan, table: table, stamp: stamp, in: db)
            let outcome = try commit.overwrite(in: db)
            return EditOutcome(insertedIDs: commit.insertedIDs, outcome: outcome)
        }
        gate.release()
        return outcome
    }
}

extension DirectCommit {
    /// The identifiers of the added features, in the order of their records.
    fileprivate var insertedIDs: [Int64] { added.sorted { $0.record < $1.record }.map(\.fid) }
}

/// Turns edits into a plan.
private struct EditPlanner {
    private let table: LayerTable
    private let payload: ScratchFile
    private var sorter: SpillingSorter<PlannedRow>
    private var counts = ImportPlan.Counts()
    private var keys: Set<ContentHash> = []
    private var fids: Set<Int64> = []
    private var bytes: [UInt8] = []
    private var position: Int64 = 0

    init(_ table: LayerTable, payload: ScratchFile, scratchFolder: URL) {
        self.table = table
        self.payload = payload
        sorter = SpillingSorter(scratchFolder: scratchFolder)
    }

    static func plan(
        _ edits: [FeatureEdit], for table: LayerTable, payload: ScratchFile, scratchFolder: URL, in db: Database
    ) throws -> ImportPlan {
        var planner = EditPlanner(table, payload: payload, scratchFolder: scratchFolder)
        for edit in edits { try planner.add(edit, in: db) }
        return try planner.finish()
    }

    mutating func add(_ edit: FeatureEdit, in db: Database) throws {
        position += 1
        switch edit {
        case .insert(let values, let geometry): try insert(try entry(values, geometry), in: db)
        case .update(let fid, let values, let geometry): try update(fid, to: try entry(values, geometry), in: db)
        case .delete(let fid):
            try claim(fid)
            let contents = try contents(of: fid, in: db)
            counts.removed += 1
            try sorter.append(PlannedRow(.remove, fid: fid, entry: StagedEntry(goneWith: contents)))
        }
    }

    private mutating func insert(_ entry: StagedEntry, in db: Database) throws {
        let former = try former(entry.key, sparing: 0, in: db)
        counts.added += 1
        guard let former else {
            counts.fresh += 1
            return try sorter.append(PlannedRow(new: entry))
        }
        try claim(former)
        try sorter.append(PlannedRow(.add, fid: former, entry: entry))
    }

    private mutating func update(_ fid: Int64, to entry: StagedEntry, in db: Database) throws {
        try claim(fid)
        guard try contents(of: fid, in: db) != entry.contents else {
            counts.unchanged += 1
            return
        }
        _ = try former(entry.key, sparing: fid, in: db)
        counts.changed += 1
        try sorter.append(PlannedRow(.change, fid: fid, entry: entry))
    }

    func finish() throws -> ImportPlan {
        try payload.flush()
        return ImportPlan(
            base: table.layer.revision, rows: try sorter.finish(), payload: payload, counts: counts,
            refusals: [],
            read: counts.added + counts.changed + counts.unchanged + counts.removed)
    }

    private mutating func entry(_ values: [FieldValue], _ geometry: Geometry?) throws -> StagedEntry {
        let contents: RowContents
        do throws(RowContents.Refusal) {
            contents = try RowContents.make(values, geometry, table: table, reusing: &bytes)
        } catch {
            throw StorageError(.invalidFeature, error.reason.sentence)
        }
        return StagedEntry(
            contents, record: position, offset: try payload.append(bytes), length: bytes.count, area: .nan)
    }

    private mutating func claim(_ fid: Int64) throws {
        guard fids.insert(fid).inserted else {
            throw StorageError(.conflict, "Feature \(fid) is edited twice at once: edit it once.")
        }
    }

    /// The identifier that a key had before its feature went; throws where another feature has the key now.
    private mutating func former(_ key: ContentHash, sparing fid: Int64, in db: Database) throws -> Int64? {
        guard !table.layer.key.isEmpty else { return nil }
        let isFree = keys.insert(key).inserted
        let known = try Row.fetchAll(
            db,
            sql: """
                SELECT k.fid, s.fid IS NOT NULL FROM \(LayerTable.quoted(table.live.keys)) AS k
                LEFT JOIN \(LayerTable.quoted(table.live.side)) AS s ON s.fid = k.fid WHERE k.key = ? ORDER BY k.fid
                """, arguments: [Data(key.bytes)])
        let isTaken = known.contains { row in row[1] && row[0] != fid }
        guard isFree, !isTaken else {
            throw StorageError(
                .conflict, "Another feature of layer \(table.id) has the same key: give this one another.")
        }
        return known.first.map { $0[0] }
    }

    private func contents(of fid: Int64, in db: Database) throws -> ContentHash {
        let select = try SQLStatement("SELECT hash FROM \(LayerTable.quoted(table.live.side)) WHERE fid = ?", in: db)
        select.bind(fid, at: 1)
        guard try select.step(), let hash = unsafe select.withBytes(0, { unsafe ContentHash(stored: $0) }) else {
            throw StorageError(.unknownFeature, "Layer \(table.id) has no feature \(fid).")
        }
        return hash
    }
}
