import GRDB
import GeoCore

/// Reads what a file says of itself when the archive is opened.
enum MonthLoading {
    /// Whether the file was begun; false for one whose first transaction was interrupted.
    static func isBegun(_ db: Database) throws -> Bool {
        guard try db.tableExists("log") else { return false }
        return try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM log)") ?? false
    }

    static func eventDays(_ db: Database) throws -> Set<Int64> {
        Set(try Int64.fetchAll(db, sql: "SELECT day FROM event_days"))
    }

    /// How many fixes the file has, merged and not, without reading them.
    static func fixCount(_ db: Database) throws -> Int {
        try Int.fetchOne(
            db,
            sql: "SELECT coalesce((SELECT sum(fixes) FROM event_days), 0) + coalesce((SELECT sum(fixes) FROM log "
                + "WHERE sequence > (SELECT value FROM numbers WHERE name = 'merged')), 0)") ?? 0
    }

    /// The days that ended, where the log has the entry and the hash that they ended with.
    static func endedDays(_ db: Database) throws -> [ArchivedDay] {
        let rows = try SQLStatement(
            "SELECT d.day, d.sequence, d.fixes, d.hash FROM days AS d "
                + "JOIN log AS l ON l.sequence = d.sequence AND l.day = d.day AND l.hash = d.hash ORDER BY d.day",
            in: db)
        var days: [ArchivedDay] = []
        while try rows.step() { days.append(ArchivedDay(rows)) }
        return days
    }

    /// Names, latest positions and the fixes that are only in the log.
    static func memory(_ db: Database, month: LiveMonth) throws -> LiveMemory {
        var memory = LiveMemory()
        for name in try names(of: "objects", in: db) {
            guard let object = ObjectID(name) else { throw FixRows.damaged }
            memory.objects.append(object)
        }
        for name in try names(of: "devices", in: db) { memory.devices.append(name) }
        memory.states = [LiveMemory.ObjectState](repeating: .init(), count: memory.objects.count)
        try readStates(db, into: &memory)
        memory.eventDays[month] = try eventDays(db)
        memory.sequence = try db.number("merged") ?? 0
        try readLog(db, into: &memory, month: month)
        return memory
    }

    static func writing(_ month: LiveMonth, pool: DatabasePool, in db: Database) throws -> MonthWriting {
        let row = try SQLStatement("SELECT sequence, day, hash FROM log ORDER BY sequence DESC LIMIT 1", in: db)
        guard try row.step(), let nextEvent = try db.number("next_event"),
            let purgedThrough = try db.number("purged_events")
        else { throw FixRows.damaged }
        return MonthWriting(
            month: month, pool: pool, head: LogHead(sequence: row.int64(0), hash: row.bytes(2)), day: row.int64(1),
            nextEvent: nextEvent, purgedThrough: purgedThrough)
    }

    static func names(of table: String, in db: Database) throws -> [String] {
        let rows = try SQLStatement("SELECT number, name FROM \(table) ORDER BY number", in: db)
        var names: [String] = []
        while try rows.step() {
            guard rows.int(0) == names.count else { throw FixRows.damaged }
            names.append(rows.text(1))
        }
        return names
    }

    private static func readStates(_ db: Database, into memory: inout LiveMemory) throws {
        let newest = try SQLStatement("SELECT object, time FROM newest", in: db)
        while try newest.step() {
            guard memory.states.indices.contains(newest.int(0)) else { throw FixRows.damaged }
            memory.states[newest.int(0)].newest = newest.int64(1)
        }
        let latest = try SQLStatement("SELECT \(FixRows.columns) FROM latest", in: db)
        while try latest.step() {
            let fix = try FixRows.read(latest)
            guard memory.objects.contains(fix.object), memory.devices.contains(fix.device) else {
                throw FixRows.damaged
            }
            memory.states[Int(fix.object)].latest = fix
        }
    }

    private static func readLog(_ db: Database, into memory: inout LiveMemory, month: LiveMonth) throws {
        let rows = try SQLStatement("SELECT sequence, body FROM log WHERE sequence > ? ORDER BY sequence", in: db)
        rows.bind(memory.sequence, at: 1)
        while try rows.step() {
            memory.sequence = rows.int64(0)
            guard case .fixes(let group) = try unsafe rows.withBytes(1, { try unsafe LogEntry($0) }) else { continue }
            for fix in group.fixes {
                guard memory.objects.contains(fix.object), memory.devices.contains(fix.device) else {
                    throw FixRows.damaged
                }
                memory.take(fix, month: month)
            }
        }
    }
}
