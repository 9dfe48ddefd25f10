import Foundation
import GRDB
import GeoCore

/// Finds out what a folder holds when the archive is opened, and clears away what an interruption left.
struct ArchiveOpening {
    let files: MonthFiles
    let state: LiveState
    private var memory = LiveMemory()
    private(set) var compaction = EventCompaction()
    /// The days that the months' files say have ended.
    private var endedDays: [(month: LiveMonth, days: [ArchivedDay])] = []

    init(files: MonthFiles, state: LiveState) {
        self.files = files
        self.state = state
    }

    mutating func run() throws -> (LiveMemory, MonthWriting?) {
        for month in try state.droppedMonths() { try files.remove(month) }
        var months = try MonthFiles.months(in: files.folder)
        var current: MonthWriting?
        if let newest = months.last {
            current = try open(newest)
            if current == nil {
                months.removeLast()
                if let last = months.last { current = try open(last) }
            }
        }
        for month in months.dropLast() { readOld(month) }
        if let current { try adopt(current) }
        try adoptDays()
        if memory.devices.count == 0 { memory.devices.append("") }
        return (memory, current)
    }

    /// Opens the newest month; `nil` where its first transaction never ended, so that there is nothing in it.
    private mutating func open(_ month: LiveMonth) throws -> MonthWriting? {
        let url = files.url(month)
        let pool = try MonthFile.openForWriting(url)
        guard try pool.read(MonthLoading.isBegun) else {
            try pool.close()
            try files.remove(month)
            return nil
        }
        let (memory, writing) = try pool.read { db in
            try MonthFile.requireVersion(in: db, of: url)
            return (
                try MonthLoading.memory(db, month: month), try MonthLoading.writing(month, pool: pool, in: db)
            )
        }
        self.memory = memory
        compaction = try pool.read { db in try EventCompaction(db) }
        files.setCurrent(month, pool)
        return writing
    }

    /// What an older month says of itself; one that is damaged is kept out of what is read.
    private mutating func readOld(_ month: LiveMonth) {
        do {
            let (days, firstEvent, ended) = try files.pool(month).read { db in
                (try MonthLoading.eventDays(db), try db.number("first_event"), try MonthLoading.endedDays(db))
            }
            memory.eventDays[month] = days
            memory.firstEvents[month] = firstEvent
            endedDays.append((month, ended))
        } catch { memory.eventDays[month] = .some(nil) }
    }

    /// Tells the state file of what the newest month holds, where an interruption came in between.
    private mutating func adopt(_ current: MonthWriting) throws {
        let (first, ended) = try current.pool.read { db in
            (
                (try Int64.fetchOne(db, sql: "SELECT min(sequence) FROM log") ?? 0, try db.number("first_event")),
                try MonthLoading.endedDays(db)
            )
        }
        endedDays.append((current.month, ended))
        memory.firstEvents[current.month] = first.1
        memory.lastEvent = current.nextEvent - 1
        memory.purgedThrough = current.purgedThrough
        try state.adopt(current, firstSequence: first.0)
    }

    /// Tells the state file of the days that ended and that it was never told of: its disk was full then, or the end came in between.
    ///
    /// What it knows of a day stays as it is: a file that says otherwise is for `LiveCheck` to tell. Nor is anything taken from a
    /// file that is no month of this history.
    private func adoptDays() throws {
        let known = try state.knownDays()
        let kept = Set(try state.keptMonths())
        for (month, days) in endedDays where kept.contains(month) {
            for day in days where !known.contains(day.day) { try state.addDay(day, month: month) }
        }
    }
}

extension LiveState {
    /// Moves the head forward to the newest month's, never back: a shorter log than there was is for `LiveCheck` to tell.
    func adopt(_ current: MonthWriting, firstSequence: Int64) throws {
        try addMonth(current.month, firstSequence: firstSequence)
        try setHead(current.head, month: current.month)
    }
}
