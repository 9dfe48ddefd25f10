import Foundation
import GRDB
import GeoCore

/// Compares staged records with a layer, key by key, in one pass over both in the order of the keys' hashes.
struct ImportComparison {
    private let staged: StagedRecords
    private let mode: ImportMode
    private var sorter: SpillingSorter<PlannedRow>
    private var plan: ImportPlan.Counts
    private var refusals: [RecordRefusal]

    /// Compares with the layer as the database access sees it.
    static func plan(
        _ staged: StagedRecords, mode: ImportMode, table: LayerTable, scratchFolder: URL, in db: Database
    ) throws -> ImportPlan {
        var comparison = ImportComparison(staged: staged, mode: mode, scratchFolder: scratchFolder)
        if mode == .append {
            try comparison.addAll()
        } else {
            var known = try KnownFeatures(table, in: db)
            try known.advance()
            try comparison.compare(with: known)
        }
        return ImportPlan(
            base: table.layer.revision, rows: try comparison.sorter.finish(), payload: staged.payload,
            counts: comparison.plan,
            refusals: comparison.refusals.sorted { $0.record < $1.record }, read: staged.read)
    }

    private init(staged: StagedRecords, mode: ImportMode, scratchFolder: URL) {
        self.staged = staged
        self.mode = mode
        sorter = SpillingSorter(scratchFolder: scratchFolder, memoryLimit: 64 << 20)
        plan = ImportPlan.Counts()
        refusals = staged.refusals
    }

    private mutating func addAll() throws {
        var entries = staged.entries.cursor()
        while let entry = try entries.next() { try add(entry, fid: nil) }
    }

    private mutating func compare(with known: consuming KnownFeatures) throws {
        var entries = staged.entries.cursor()
        var next = try entries.next()
        while let entry = next {
            while let group = known.group, group.key < entry.key { try leave(&known) }
            next = try settleRepeats(of: entry, from: &entries)
            if let group = known.group, group.key == entry.key {
                try settle(entry, with: group)
                try known.advance()
            } else {
                try add(entry, fid: nil)
            }
        }
        while known.group != nil { try leave(&known) }
    }

    /// Passes over the records of the same key and returns the first of the next.
    private mutating func settleRepeats(
        of entry: StagedEntry, from entries: inout RunCursor<StagedEntry>
    ) throws -> StagedEntry? {
        while let next = try entries.next() {
            if next.key != entry.key { return next }
            if next.contents == entry.contents {
                plan.unchanged += 1
            } else {
                refusals.append(RecordRefusal(record: next.record, reason: .duplicateKey(of: entry.record)))
            }
        }
        return nil
    }

    private mutating func settle(_ entry: StagedEntry, with group: KnownFeatures.Group) throws {
        guard let current = group.live.first else {
            return try add(entry, fid: group.former)
        }
        if current.contents == entry.contents {
            plan.unchanged += 1
        } else {
            plan.changed += 1
            try sorter.append(PlannedRow(.change, fid: current.fid, entry: entry))
        }
        for surplus in group.live.dropFirst() { try remove(surplus) }
    }

    /// Features of a key that the import does not hold.
    private mutating func leave(_ known: inout KnownFeatures) throws {
        if let group = known.group {
            for feature in group.live { try remove(feature) }
        }
        try known.advance()
    }

    private mutating func add(_ entry: StagedEntry, fid: Int64?) throws {
        plan.added += 1
        guard let fid else {
            plan.fresh += 1
            return try sorter.append(PlannedRow(new: entry))
        }
        try sorter.append(PlannedRow(.add, fid: fid, entry: entry))
    }

    private mutating func remove(_ feature: KnownFeatures.Feature) throws {
        guard mode == .replace else { return }
        plan.removed += 1
        try sorter.append(PlannedRow(.remove, fid: feature.fid, entry: StagedEntry(goneWith: feature.contents)))
    }
}

/// The layer's features grouped by key, in the order of the keys' hashes, those that were removed too.
struct KnownFeatures: ~Copyable {
    struct Feature {
        let fid: Int64
        let contents: ContentHash
    }

    /// The features of one key.
    struct Group {
        let key: ContentHash
        /// Those that are there, by identifier; more than one after an `append`.
        var live: [Feature] = []
        /// The lowest identifier that the key had before its feature was removed.
        var former: Int64?
    }

    private let statement: SQLStatement
    private var isRow: Bool
    private(set) var group: Group?

    init(_ table: LayerTable, in db: Database) throws {
        let keys = LayerTable.quoted(table.live.keys)
        let side = LayerTable.quoted(table.live.side)
        let statement = try SQLStatement(
            "SELECT k.key, k.fid, s.hash FROM \(keys) AS k LEFT JOIN \(side) AS s ON s.fid = k.fid ORDER BY k.key, k.fid",
            in: db)
        let isRow = try statement.step()
        self.statement = statement
        self.isRow = isRow
        group = nil
    }

    /// Goes to the first key or the next; `group` is `nil` after the last.
    mutating func advance() throws {
        guard isRow else {
            group = nil
            return
        }
        var next = Group(key: try hash(0))
        while isRow, try hash(0) == next.key {
            let fid = statement.int64(1)
            if statement.isNull(2) {
                next.former = next.former ?? fid
            } else {
                next.live.append(Feature(fid: fid, contents: try hash(2)))
            }
            isRow = try statement.step()
        }
        group = next
    }

    private func hash(_ column: Int32) throws -> ContentHash {
        guard let hash = unsafe statement.withBytes(column, { unsafe ContentHash(stored: $0) }) else {
            throw StorageError(.corrupt, "The store's list of keys is damaged: run `bando check`.")
        }
        return hash
    }
}
