import GeoCore

/// What a commit is to do to one feature.
struct PlannedRow: SpillingRecord {
    enum Action: UInt8, BitwiseCopyable {
        case add
        case change
        case remove
    }

    /// First the features that had an identifier, in its order; then the new ones along the Hilbert curve.
    private var place: UInt64
    var action: Action
    /// 0 for a new feature until it gets its identifier.
    var fid: Int64
    /// What is staged; of a removal nothing is of use.
    var entry: StagedEntry

    init(_ action: Action, fid: Int64, entry: StagedEntry) {
        self.action = action
        self.fid = fid
        self.entry = entry
        place = UInt64(fid)
    }

    /// A feature whose key the layer has never seen.
    init(new entry: StagedEntry) {
        action = .add
        fid = 0
        self.entry = entry
        place = (1 << 63) | (entry.order >> 1)
    }

    var isNew: Bool { fid == 0 }

    var sortPrefix: UInt64 { place }

    static func < (left: PlannedRow, right: PlannedRow) -> Bool {
        left.place != right.place ? left.place < right.place : left.entry.record < right.entry.record
    }
}

/// The difference between what is staged and what the layer holds.
struct ImportPlan: Sendable {
    /// How many features the difference adds, changes, leaves and removes.
    struct Counts: Sendable {
        var added = 0
        var changed = 0
        var unchanged = 0
        var removed = 0
        /// Those of the added that get identifiers of their own.
        var fresh = 0
    }

    /// The revision of the layer that the plan was made for.
    let base: Int64
    let rows: SortedRuns<PlannedRow>
    /// Where the contents of the rows lie.
    let payload: ScratchFile
    let counts: Counts
    let refusals: [RecordRefusal]
    let read: Int

    var isEmpty: Bool { rows.count == 0 }

    /// What the plan comes to, before it is carried out or after.
    func outcome(revision: LayerRevision? = nil, changedTiles: ChangedTiles = .none) -> ImportOutcome {
        ImportOutcome(
            revision: revision, read: read, added: counts.added, changed: counts.changed, unchanged: counts.unchanged,
            removed: counts.removed, refusals: refusals, changedTiles: changedTiles)
    }
}
