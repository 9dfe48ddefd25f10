import GRDB
import GeoCore

/// Compares the rows of `fixes` with the fixes of the log, a sorted batch at a time, so that the table is read in order.
struct RowComparison {
    private let file: String
    private var batch: [(fix: StoredFix, day: Int64)] = []
    /// By object, how many of the log's fixes have their row.
    private var matched: [Int64: Int] = [:]
    private(set) var faults = LiveFaults()
    private static let batchSize = 262_144
    /// How many fixes of the log are kept at a time to look for rows that it has not.
    private static let keyLimit = 1_048_576

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
        let (groups, surplus) = try overfull(in: db)
        for objects in groups { try findAdded(objects, memory, in: db) }
        guard groups.isEmpty, surplus > 0 else { return }
        faults.add(
            LiveFault(file: file, "\(surplus) positions in \(file) are of no object: restore the file from a backup."))
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
            matched[Int64(fix.object), default: 0] += 1
            if let found = try? FixRows.read(row), found.isIdentical(to: fix) { continue }
            add(fix, day, "is not as it was received", memory)
        }
        batch.removeAll(keepingCapacity: true)
    }

    /// The objects that have more rows than fixes of the log, in groups whose fixes can be kept, and how many rows more there are
    /// in all.
    private func overfull(in db: Database) throws -> (groups: [Set<Int64>], surplus: Int) {
        let rows = try SQLStatement("SELECT object, count(*) FROM fixes GROUP BY object", in: db)
        var groups: [Set<Int64>] = []
        var size = 0
        var surplus = -matched.values.reduce(0, +)
        while try rows.step() {
            let (object, count) = (rows.int64(0), rows.int(1))
            let known = matched[object] ?? 0
            surplus += count
            guard count > known else { continue }
            size += known
            if groups.isEmpty || size > Self.keyLimit {
                groups.append([])
                size = known
            }
            groups[groups.count - 1].insert(object)
        }
        return (groups, surplus)
    }

    /// Finds the rows of some objects that no entry of the log has.
    private mutating func findAdded(_ objects: Set<Int64>, _ memory: LiveMemory, in db: Database) throws {
        let known = try keys(of: objects, in: db)
        let rows = try SQLStatement("SELECT time, device FROM fixes WHERE object = ?", in: db)
        for object in objects.sorted() {
            rows.reset()
            rows.bind(object, at: 1)
            let number = Int32(exactly: object)
            while try rows.step() {
                let key = number.flatMap { number in
                    Int32(exactly: rows.int64(1)).map { StoredFix.Key(object: number, time: rows.int64(0), device: $0) }
                }
                if let key, known.contains(key) { continue }
                add(number, rows.int64(0), nil, "was never received", memory)
            }
        }
    }

    private func keys(of objects: Set<Int64>, in db: Database) throws -> Set<StoredFix.Key> {
        var keys: Set<StoredFix.Key> = []
        let entries = try SQLStatement("SELECT body FROM log", in: db)
        while try entries.step() {
            let entry = unsafe entries.withBytes(0) { unsafe try? LogEntry($0) }
            guard case .fixes(let group)? = entry else { continue }
            for fix in group.fixes where objects.contains(Int64(fix.object)) { keys.insert(fix.key) }
        }
        return keys
    }

    private mutating func add(_ fix: StoredFix, _ day: Int64, _ what: String, _ memory: LiveMemory) {
        add(fix.object, fix.time, CivilDay(number: day), what, memory)
    }

    private mutating func add(_ object: Int32?, _ time: Int64, _ day: CivilDay?, _ what: String, _ memory: LiveMemory) {
        let name = object.flatMap { memory.objects.contains($0) ? memory.objects[$0] : nil }
        let moment = Instant(milliseconds: time)
        let subject = name?.text ?? "an unknown object"
        faults.add(
            LiveFault(
                file: file, day: day, object: name, time: moment,
                "The position of \(subject) at \(moment.rfc3339()) in \(file) \(what): restore the file from a backup.")
        )
    }
}
