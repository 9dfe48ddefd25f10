import GRDB
import GeoCore
import Tiling

/// Carries out a small plan on the live tables, in one transaction; SpatiaLite's triggers keep the spatial index.
struct DirectCommit {
    private let plan: ImportPlan
    private let table: LayerTable
    private let stamp: RevisionStamp
    private let source: Int64?
    private var payload: PayloadReader
    private var nextFid: Int64
    private var extent: BoundingBox?

    /// The identifiers of the features that were added, with the numbers of their records.
    private(set) var added: [(record: Int64, fid: Int64)] = []

    /// Returns `nil`, changing nothing, where the layer is not at the plan's revision any more.
    static func commit(
        _ plan: ImportPlan, table: LayerTable, stamp: RevisionStamp, store: SpatiaLiteStore
    ) throws -> ImportOutcome? {
        try store.pool.write { db in
            guard let now = try Catalogue.table(table.id, in: db), now.layer.revision == plan.base else { return nil }
            var commit = try DirectCommit(plan, table: now, stamp: stamp, in: db)
            return try commit.run(in: db)
        }
    }

    init(
        _ plan: ImportPlan, table: LayerTable, stamp: RevisionStamp, in db: Database
    ) throws {
        self.plan = plan
        self.table = table
        self.stamp = stamp
        source = try stamp.writeSource(for: table, in: db)
        self.payload = PayloadReader(plan.payload)
        nextFid = try Catalogue.reserveIdentifiers(plan.counts.fresh, for: table, in: db)
        extent = table.layer.extent
    }

    mutating func run(in db: Database) throws -> ImportOutcome {
        let editor = try RowEditor(table, revision: table.layer.revision + 1, source: source, in: db)
        let tiles = try applyRows(with: editor, in: db)
        let revision = try stamp.writeRevision(
            of: table, counts: plan.counts, source: source, featureCount: featureCount, extent: extent,
            changedTiles: tiles, in: db)
        return plan.outcome(revision: revision, changedTiles: tiles)
    }

    /// Changes the rows in place, within the layer's revision: nothing is kept of what they held.
    mutating func overwrite(in db: Database) throws -> ImportOutcome {
        let editor = try RowEditor(
            table, revision: table.layer.revision, source: source, superseded: .forgotten, in: db)
        let tiles = try applyRows(with: editor, in: db)
        try Catalogue.setContents(of: table, featureCount: featureCount, extent: extent, in: db)
        return plan.outcome(revision: nil, changedTiles: tiles)
    }

    private var featureCount: Int { table.layer.featureCount + plan.counts.added - plan.counts.removed }

    private mutating func applyRows(with editor: borrowing RowEditor, in db: Database) throws -> ChangedTiles {
        var rows = plan.rows.cursor()
        var changes: [TileIndexChange] = []
        while let row = try rows.next() { changes.append(try apply(row, with: editor)) }
        let tiles = try TileIndexEditor(table, in: db).apply(changes)
        try TileRemoval.remove(tiles, of: table, in: db)
        return tiles
    }

    private mutating func apply(_ row: PlannedRow, with editor: borrowing RowEditor) throws -> TileIndexChange {
        guard row.action != .remove else { return try editor.remove(row.fid) }
        let fid = row.isNew ? nextFid : row.fid
        if row.isNew { nextFid += 1 }
        if row.action == .add { added.append((row.entry.record, fid)) }
        let change = try unsafe payload.withContents(of: row.entry) { contents in
            row.action == .add
                ? try unsafe editor.add(fid, row.entry, contents: contents)
                : try unsafe editor.change(fid, to: row.entry, contents: contents)
        }
        if let box = change.new?.geometry.boundingBox { extent = extent?.union(box) ?? box }
        return change
    }
}
