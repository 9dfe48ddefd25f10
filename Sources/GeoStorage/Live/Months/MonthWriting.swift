import GRDB
import GeoCore

/// The month that is being written: its file and where its log, its events and its series stand.
///
/// The functions that take a database run inside one transaction, on a copy that replaces this when it is committed.
struct MonthWriting {
    let month: LiveMonth
    let pool: DatabasePool
    var head: LogHead
    /// The newest entry's day; days never go back, whatever the clock does.
    var day: Int64
    var nextEvent: Int64
    var purgedThrough: Int64
    /// Days that ended since the last commit.
    var endedDays: [ArchivedDay] = []

    /// Adds an entry to the chain.
    mutating func append(_ entry: LogEntry, day: Int64, fixCount: Int, in db: Database) throws {
        if day > self.day, head.sequence > 0 { try endDay(in: db) }
        let bytes = entry.bytes
        let sequence = head.sequence + 1
        let hash = unsafe bytes.withUnsafeBytes {
            unsafe LogChain.hash(after: head.hash, sequence: sequence, day: day, bytes: $0)
        }
        let statement = try SQLStatement(
            "INSERT INTO log (sequence, day, fixes, hash, body) VALUES (?, ?, ?, ?, ?)", in: db)
        statement.bind(sequence, at: 1)
        statement.bind(day, at: 2)
        statement.bind(fixCount, at: 3)
        try statement.bind(hash, at: 4)
        try statement.bind(bytes, at: 5)
        try statement.run()
        head = LogHead(sequence: sequence, hash: hash)
        self.day = day
    }

    /// Writes down the hash with which the newest day ended.
    mutating func endDay(in db: Database) throws {
        let count = try SQLStatement(
            "SELECT coalesce(sum(fixes), 0), count(*) FROM log "
                + "WHERE sequence > coalesce((SELECT max(sequence) FROM days WHERE day < ?), 0)", in: db)
        count.bind(day, at: 1)
        guard try count.step(), count.int(1) > 0 else { return }
        let ended = ArchivedDay(
            day: CivilDay(number: day), sequence: head.sequence, fixCount: count.int64(0), hash: head.hash)
        let statement = try SQLStatement(
            "INSERT OR REPLACE INTO days (day, sequence, fixes, hash) VALUES (?, ?, ?, ?)", in: db)
        statement.bind(ended.day.number, at: 1)
        statement.bind(ended.sequence, at: 2)
        statement.bind(ended.fixCount, at: 3)
        try statement.bind(ended.hash, at: 4)
        try statement.run()
        endedDays.append(ended)
    }

    /// Adds events, and removes the superfluous ones that are due.
    mutating func append(_ events: [LiveEvent], removing due: [Int64], in db: Database) throws -> [Int64] {
        guard !events.isEmpty else { return [] }
        let first = nextEvent
        let statement = try EventRows.insertion(in: db)
        for event in events {
            try EventRows.write(event, id: nextEvent, statement)
            nextEvent += 1
        }
        try db.setNumber("next_event", nextEvent)
        try EventCompaction.remove(due, in: db)
        return Array(first..<nextEvent)
    }

    /// Writes names under the numbers that follow those given.
    static func write(_ names: [String], after count: Int, into table: String, in db: Database) throws {
        guard !names.isEmpty else { return }
        let statement = try SQLStatement("INSERT INTO \(table) (number, name) VALUES (?, ?)", in: db)
        for (index, name) in names.enumerated() {
            statement.bind(count + index, at: 1)
            try statement.bind(name, at: 2)
            try statement.run()
        }
    }
}

// MARK: Beginning a month

extension MonthWriting {
    /// Makes a month's file, which begins with what the one before it knew.
    static func begin(
        _ month: LiveMonth, pool: DatabasePool, day: Int64, after previous: MonthWriting?, memory: LiveMemory
    ) throws -> MonthWriting {
        let opening = MonthOpening(
            month: month.number, previousHash: previous?.head.hash ?? LogChain.origin,
            nextEvent: previous?.nextEvent ?? 1, memory: memory)
        var writing = MonthWriting(
            month: month, pool: pool, head: previous?.head ?? LogHead(), day: day, nextEvent: opening.nextEvent,
            purgedThrough: previous?.purgedThrough ?? 0)
        try pool.write { db in
            try MonthFile.prepare(db)
            try writing.append(.opening(opening), day: day, fixCount: 0, in: db)
            try opening.writeTables(in: db)
            try db.setNumber("merged", writing.head.sequence)
            try db.setNumber("first_event", writing.nextEvent)
            try db.setNumber("next_event", writing.nextEvent)
            try db.setNumber("purged_events", writing.purgedThrough)
        }
        return writing
    }

    /// Ends the month: its last day gets its hash.
    mutating func end() throws {
        try pool.write { db in try endDay(in: db) }
        try pool.writeWithoutTransaction { db in _ = try db.checkpoint(.passive) }
    }

    /// Moves everything into the file itself, as far as no reader is in the way.
    func settle() throws {
        try pool.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
    }
}

extension MonthOpening {
    init(month: Int64, previousHash: [UInt8], nextEvent: Int64, memory: LiveMemory) {
        self.init(
            month: month, previousHash: previousHash, nextEvent: nextEvent, objects: memory.objects.names.map(\.text),
            devices: memory.devices.names, newest: memory.states.map(\.newest),
            latest: memory.states.compactMap(\.latest))
    }

    func writeTables(in db: Database) throws {
        try MonthWriting.write(objects, after: 0, into: "objects", in: db)
        try MonthWriting.write(devices, after: 0, into: "devices", in: db)
        let newestRow = try SQLStatement("INSERT INTO newest (object, time) VALUES (?, ?)", in: db)
        for (object, time) in newest.enumerated() where time != .min {
            newestRow.bind(object, at: 1)
            newestRow.bind(time, at: 2)
            try newestRow.run()
        }
        let latestRow = try FixRows.insertion(into: "latest", in: db)
        for fix in latest { try FixRows.write(fix, latestRow) }
    }
}
