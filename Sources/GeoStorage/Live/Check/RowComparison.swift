import GRDB
import GeoCore

/// Compares the rows of `fixes` with the fixes of the log, a sorted batch at a time, so that the table is read in order.
struct RowComparison {
    private let file: String
    private var batch: [(fix: StoredFix, day: Int64)] = []
    private var matchedCount = 0
    private(set) var faults = LiveFaults()
    private static let batchSize = 262_144

    init(file: String) {
        self.file = file
    }

    /// The table must have this fix.
    mutating func expect(_ fix: StoredFix, day: Int64, _ memory: LiveMemory, in db: Database) throws {
        batch.append((fix, day))
        if batch.count == Self.batchSize { try compare(memory, in: db) }
    }

    /// Compares what is left, and looks for rows that no entry of the log has.
    mutating func finish(_ memory: LiveMemory, in db: Database) throws {
        try compare(memory, in: db)
        let count = try SQLStatement("SELECT count(*) FROM fixes", in: db)
        guard try count.step(), count.int(0) != matchedCount else { return }
        try findAdded(memory, in: db)
    }

    private mutating func compare(_ memory: LiveMemory, in db: Database) throws {
        batch.sort { $0.fix.key < $1.fix.key }
        let row = try SQLStatement(
            "SELECT \(FixRows.columns) FROM fixes WHERE object = ? AND time = ? AND device = ?", in: db)
        for (fix, day) in batch {
            row.reset()
            row.bind(Int64(fix.object), at: 1)
            row.bind(fix.time, at: 2)
            row.bind(Int64(fix.device), at: 3)
            guard try row.step() else {
                add(fix, day, "is missing", memory)
                continue
            }
            matchedCount += 1
            if let found = try? FixRows.read(row), found.isIdentical(to: fix) { continue }
            add(fix, day, "is not as it was received", memory)
        }
        batch.removeAll(keepingCapacity: true)
    }

    private mutating func findAdded(_ memory: LiveMemory, in db: Database) throws {
        var known: Set<StoredFix.Key> = []
        let entries = try SQLStatement("SELECT body FROM log", in: db)
        while try entries.step() {
            let entry = unsafe entries.withBytes(0) { unsafe try? LogEntry($0) }
            if case .fixes(let group)? = entry { known.formUnion(group.fixes.map(\.key)) }
        }
        let rows = try SQLStatement("SELECT object, time, device FROM fixes", in: db)
        while try rows.step() {
            let (object, time) = (Int32(truncatingIfNeeded: rows.int64(0)), rows.int64(1))
            let key = StoredFix.Key(object: object, time: time, device: Int32(truncatingIfNeeded: rows.int64(2)))
            if !known.contains(key) { add(object, time, nil, "was never received", memory) }
        }
    }

    private mutating func add(_ fix: StoredFix, _ day: Int64, _ what: String, _ memory: LiveMemory) {
        add(fix.object, fix.time, CivilDay(number: day), what, memory)
    }

    private mutating func add(_ object: Int32, _ time: Int64, _ day: CivilDay?, _ what: String, _ memory: LiveMemory) {
        let name = memory.objects.contains(object) ? memory.objects[object] : nil
        let moment = Instant(milliseconds: time)
        let subject = name?.text ?? "an unknown object"
        faults.add(
            LiveFault(
                file: file, day: day, object: name, time: moment,
                "The position of \(subject) at \(moment.rfc3339()) in \(file) \(what): restore the file from a backup.")
        )
    }
}
