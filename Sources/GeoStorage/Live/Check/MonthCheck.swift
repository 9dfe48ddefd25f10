import GRDB
import GeoCore

/// Checks one month's file: the chain of its log, and its tables against the log.
struct MonthCheck {
    private let month: LiveMonth
    private let anchors: LiveAnchors
    private var head: LogHead?
    private var lastDay = Int64.min
    private var faults = LiveFaults()
    private var fixCount = 0
    private var merged: Int64 = 0
    private var dayFixes: Int64 = 0
    private var days: [ArchivedDay] = []
    /// What the log makes of names and latest positions.
    private var memory = LiveMemory()
    /// The same as of the entry up to which the tables must be.
    private var expected = ExpectedTables()
    private var rows: RowComparison
    private let progress: @Sendable (Int) -> Void
    /// How many fixes are proved between two reports.
    private static let reportSize = 16_384

    struct Result: Sendable {
        var faults: LiveFaults
        var fixCount: Int
        var head: LogHead?
    }

    /// - Parameter progress: Is told now and then how many fixes of the month were proved.
    init(_ month: LiveMonth, after head: LogHead?, anchors: LiveAnchors, progress: @escaping @Sendable (Int) -> Void) {
        self.progress = progress
        self.month = month
        self.anchors = anchors
        self.head = head
        rows = RowComparison(file: month.fileName)
    }

    mutating func run(in db: Database) throws -> Result {
        for message in try String.fetchAll(db, sql: "PRAGMA quick_check(5)") where message != "ok" {
            add("The file \(month.fileName) is damaged (\(message)): restore it from a backup.")
        }
        merged = try db.number("merged") ?? 0
        try checkLog(in: db)
        try rows.finish(memory, in: db)
        faults.add(rows.faults)
        try checkDays(in: db)
        for table in try expected.differences(from: db, memory: memory) {
            add("The table \(table) of \(month.fileName) is not what the log makes of it: it was changed behind Bando.")
        }
        checkEnd()
        return Result(faults: faults, fixCount: fixCount, head: head)
    }

    // MARK: The chain

    private mutating func checkLog(in db: Database) throws {
        let entries = try SQLStatement("SELECT sequence, day, fixes, hash, body FROM log ORDER BY sequence", in: db)
        var isFirst = true
        while try entries.step() {
            let (sequence, day) = (entries.int64(0), entries.int64(1))
            let entry = unsafe entries.withBytes(4) { unsafe try? LogEntry($0) }
            if isFirst { checkOpening(entry, sequence) }
            try checkEntry(entries, isFirst: isFirst)
            isFirst = false
            if day != lastDay { endDay() }
            lastDay = day
            if case .fixes(let group)? = entry { try take(group, day: day, sequence: sequence, in: db) }
        }
        if isFirst { add("The log of \(month.fileName) is empty: restore the file from a backup.") }
    }

    private mutating func checkEntry(_ entry: borrowing SQLStatement, isFirst: Bool) throws {
        let (sequence, day) = (entry.int64(0), entry.int64(1))
        let stored = entry.bytes(3)
        if let head, sequence != head.sequence + 1 {
            add(day, "Entries \(head.sequence + 1) to \(sequence - 1) of the log are missing in \(month.fileName).")
        } else if let head {
            let hash = unsafe entry.withBytes(4) {
                unsafe LogChain.hash(after: head.hash, sequence: sequence, day: day, bytes: $0)
            }
            if hash != stored { addAltered(sequence, day) }
        }
        if let anchor = anchors.hashes[sequence], anchor != stored {
            add(day, "Entry \(sequence) of the log in \(month.fileName) is not the one that was written then.")
        }
        if day < lastDay { add(day, "Entry \(sequence) of the log in \(month.fileName) goes back in days.") }
        head = LogHead(sequence: sequence, hash: stored)
    }

    private mutating func addAltered(_ sequence: Int64, _ day: Int64) {
        let date = CivilDay(number: day)
        add(day, "Entry \(sequence) of the log, received on \(date), was changed behind Bando in \(month.fileName).")
    }

    /// The first entry says which month this is, and where the chain stood before.
    private mutating func checkOpening(_ entry: LogEntry?, _ sequence: Int64) {
        guard case .opening(let opening)? = entry else {
            head = nil
            return add("The log of \(month.fileName) has lost its first entry: restore the file from a backup.")
        }
        if opening.month != month.number {
            let other = LiveMonth(number: opening.month)
            add("The file \(month.fileName) is that of \(other): give the files their right names.")
        }
        if let head, head.hash != opening.previousHash {
            add("The file \(month.fileName) does not continue the month before it: one of the two was changed.")
        }
        if let first = anchors.months[month], first != sequence {
            add("The file \(month.fileName) begins with entry \(sequence), not with \(first).")
        }
        head = LogHead(sequence: sequence - 1, hash: opening.previousHash)
        for name in opening.objects { ObjectID(name).map { memory.objects.append($0) } }
        for name in opening.devices { memory.devices.append(name) }
        memory.states = opening.newest.map { LiveMemory.ObjectState(newest: $0) }
        for fix in opening.latest where memory.states.indices.contains(Int(fix.object)) {
            memory.states[Int(fix.object)].latest = fix
        }
        expected.take(memory)
    }

    private mutating func checkEnd() {
        let known = anchors.lastKnown(in: month)
        guard let head, head.sequence < known else { return }
        add("The log of \(month.fileName) ends with entry \(head.sequence), but there were entries up to \(known).")
    }

    // MARK: What the log makes of it

    private mutating func take(_ group: FixGroup, day: Int64, sequence: Int64, in db: Database) throws {
        for name in group.newObjects {
            guard let object = ObjectID(name) else { continue }
            memory.objects.append(object)
            memory.states.append(LiveMemory.ObjectState())
        }
        for name in group.newDevices { memory.devices.append(name) }
        for fix in group.fixes where memory.objects.contains(fix.object) && memory.devices.contains(fix.device) {
            memory.note(fix)
            fixCount += 1
            if fixCount.isMultiple(of: Self.reportSize) { progress(fixCount) }
            dayFixes += 1
            guard sequence <= merged else { continue }
            expected.eventDays[fix.eventDay, default: 0] += 1
            try rows.expect(fix, day: day, memory, in: db)
        }
        if sequence <= merged { expected.take(memory, changed: group.fixes) }
    }

    private mutating func endDay() {
        guard lastDay != .min, let head else { return }
        // The entry that `head` stands on is the next day's first already; the one before it ended the day.
        days.append(
            ArchivedDay(day: CivilDay(number: lastDay), sequence: head.sequence - 1, fixCount: dayFixes, hash: []))
        dayFixes = 0
    }

    private mutating func checkDays(in db: Database) throws {
        let rows = try SQLStatement(
            "SELECT d.day, d.sequence, d.fixes, d.hash = l.hash FROM days AS d "
                + "LEFT JOIN log AS l ON l.sequence = d.sequence ORDER BY d.day", in: db)
        var found: [ArchivedDay] = []
        while try rows.step() {
            let day = CivilDay(number: rows.int64(0))
            if rows.int64(3) != 1 { add(day.number, "The closing hash of \(day) in \(month.fileName) was changed.") }
            found.append(ArchivedDay(day: day, sequence: rows.int64(1), fixCount: rows.int64(2), hash: []))
        }
        // The newest day ends with the month.
        if found.count > days.count { endLastDay() }
        if found != days { add("The days of \(month.fileName) are not those of its log.") }
    }

    private mutating func endLastDay() {
        guard let head else { return }
        days.append(
            ArchivedDay(day: CivilDay(number: lastDay), sequence: head.sequence, fixCount: dayFixes, hash: []))
    }

    private mutating func add(_ description: String) {
        faults.add(LiveFault(file: month.fileName, description))
    }

    private mutating func add(_ day: Int64, _ description: String) {
        faults.add(LiveFault(file: month.fileName, day: CivilDay(number: day), description))
    }
}
