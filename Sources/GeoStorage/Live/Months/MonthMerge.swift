import GRDB

/// Brings the tables for reading up to the newest entry of the log, some hundred thousand fixes at a time.
///
/// In order of object and time, so that a page of the table is written once for many fixes and not for each.
enum MonthMerge {
    /// How many fixes wait in memory before they are merged: forty of each of 3,000 vessels.
    ///
    /// Each merge writes about a page for every vessel twice, to the log beside the file and to the file. With 32,768 that was
    /// 1,450 bytes for a fix of 70.
    static let size = 131_072

    static func run(_ memory: LiveMemory, in db: Database) throws {
        guard memory.pendingCount > 0 else { return }
        let objects = memory.pending.keys.sorted()
        try writeFixes(memory, objects, in: db)
        try writeStates(memory, objects, in: db)
        try writeDays(memory, in: db)
        try db.setNumber("merged", memory.sequence)
    }

    private static func writeFixes(_ memory: LiveMemory, _ objects: [Int32], in db: Database) throws {
        let row = try FixRows.insertion(into: "fixes", in: db)
        for object in objects {
            for fix in memory.pending[object] ?? [] { try FixRows.write(fix, row) }
        }
    }

    private static func writeStates(_ memory: LiveMemory, _ objects: [Int32], in db: Database) throws {
        let newest = try SQLStatement("INSERT OR REPLACE INTO newest (object, time) VALUES (?, ?)", in: db)
        let latest = try FixRows.insertion(into: "latest", in: db)
        for object in objects {
            let state = memory.states[Int(object)]
            newest.bind(Int64(object), at: 1)
            newest.bind(state.newest, at: 2)
            try newest.run()
            if let fix = state.latest { try FixRows.write(fix, latest) }
        }
    }

    private static func writeDays(_ memory: LiveMemory, in db: Database) throws {
        var counts: [Int64: Int64] = [:]
        for fix in memory.pending.values.joined() { counts[fix.eventDay, default: 0] += 1 }
        let row = try SQLStatement(
            "INSERT INTO event_days (day, fixes) VALUES (?, ?) "
                + "ON CONFLICT (day) DO UPDATE SET fixes = fixes + excluded.fixes", in: db)
        for (day, count) in counts {
            row.bind(day, at: 1)
            row.bind(count, at: 2)
            try row.run()
        }
    }
}
