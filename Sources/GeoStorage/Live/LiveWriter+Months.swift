import Foundation
import GRDB
import GeoCore

extension LiveWriter {
    /// Makes the segment's month the one that is written.
    func enter(_ segment: GatheredBatches.Segment) throws {
        guard current?.month != segment.month else { return }
        try merge()
        try endMonth()
        let previous = current
        forgetLostPositions()
        let url = files.url(segment.month)
        let pool = try MonthFile.openForWriting(url)
        let writing = try MonthWriting.begin(
            segment.month, pool: pool, day: segment.day, after: previous,
            memory: memory.snapshot)
        files.setCurrent(segment.month, pool)
        current = writing
        forgetSeries()
        forgetEvents()
        memory.change { memory in
            memory.eventDays[segment.month] = .some([])
            memory.firstEvents[segment.month] = writing.nextEvent
            memory.sequence = writing.head.sequence
        }
        takeBegunMonth(writing)
        tellState(of: writing)
    }

    private func endMonth() throws {
        guard var ending = current else { return }
        try ending.end()
        takeEndedDays(of: &ending)
        current = ending
        try tellNews()
    }

    /// A position whose fix is in no file any more is not carried into the next.
    private func forgetLostPositions() {
        memory.change { memory in
            guard let oldest = memory.eventDays.keys.min() else { return }
            let start = oldest.firstDay.start().milliseconds
            for index in memory.states.indices {
                if let latest = memory.states[index].latest, latest.received < start {
                    memory.states[index].latest = nil
                }
            }
        }
    }

    /// The keys among fixes that the tables of any month hold.
    func archivedKeys(among fixes: [Fix]) throws -> Set<StoredFix.Key> {
        let wanted = memory.read { memory in
            var wanted: [LiveMonth: [StoredFix.Key]] = [:]
            for fix in fixes {
                guard let key = LivePlan.key(of: fix, in: memory) else { continue }
                for month in memory.archivedMonths(holding: key.time) { wanted[month, default: []].append(key) }
            }
            return wanted
        }
        var found: Set<StoredFix.Key> = []
        for (month, keys) in wanted { found.formUnion(try self.keys(keys, in: month)) }
        return found
    }

    private func keys(_ keys: [StoredFix.Key], in month: LiveMonth) throws -> [StoredFix.Key] {
        try files.pool(month).read { db in
            let row = try SQLStatement("SELECT 1 FROM fixes WHERE object = ? AND time = ? AND device = ?", in: db)
            return try keys.filter { key in
                defer { row.reset() }
                row.bind(Int64(key.object), at: 1)
                row.bind(key.time, at: 2)
                row.bind(Int64(key.device), at: 3)
                return try row.step()
            }
        }
    }

    /// Whether each reading is in the file of a month that is over.
    func earlierReadings(_ readings: [Reading]) throws -> [Bool] {
        guard let now = current?.month else { return readings.map { _ in false } }
        let months = memory.read { $0.eventDays.filter { $0.key < now && $0.value != nil }.map(\.key) }
        return try readings.map { reading in
            let own = LiveMonth(reading.time.day())
            return try months.contains { month in
                try month >= own && files.pool(month).read { db in try ReadingRows.isThere(reading, in: db) }
            }
        }
    }

    /// Which fixes are there already; of equal ones among them, all but the first.
    func duplicates(among fixes: [Fix]) throws -> [Bool] {
        do {
            let archived = try archivedKeys(among: fixes)
            var seen: Set<FixName> = []
            return memory.read { memory in
                fixes.map { fix in
                    let isKnown = LivePlan.key(of: fix, in: memory).map {
                        archived.contains($0) || memory.isPending($0)
                    }
                    return !seen.insert(FixName(fix)).inserted || isKnown ?? false
                }
            }
        } catch {
            throw StorageError.translating(error, while: "looking for duplicates in the live history")
        }
    }

    private struct FixName: Hashable {
        let object: ObjectID
        let time: Instant
        let device: String

        init(_ fix: Fix) {
            object = fix.object
            time = fix.time
            device = fix.device
        }
    }
}

// MARK: Letting go

extension LiveWriter {
    /// Removes the files of months that ended more than some months ago.
    func dropMonths(olderThan months: Int, now: Instant) throws -> [LiveMonth] {
        let oldest = LiveMonth(number: LiveMonth(now.day()).number - Int64(months))
        let old = memory.read { memory in memory.eventDays.keys.filter { $0 < oldest }.sorted() }
        let dropped = old.filter { $0 != current?.month }
        do {
            for month in dropped {
                try state.setDropped(month)
                memory.change { $0.forget(month) }
                files.forget(month)
                try files.remove(month)
            }
        } catch {
            throw StorageError.translating(error, while: "removing old months of the live history")
        }
        return dropped
    }

    /// Removes events that are older than a moment; answers how many.
    func purgeEvents(before time: Instant) throws -> Int {
        guard var writing = current else { return 0 }
        let months = memory.read { memory in
            memory.months(withEventsAfter: memory.purgedThrough).filter { memory.eventDays[$0] ?? nil != nil }
        }
        do {
            var through = writing.purgedThrough
            for month in months { through = max(through, try newestEvent(before: time, in: month)) }
            guard through > writing.purgedThrough else { return 0 }
            try writing.pool.write { try $0.setNumber("purged_events", through) }
            writing.purgedThrough = through
            current = writing
            memory.change { $0.purgedThrough = through }
            return try months.reduce(0) { try $0 + removeEvents(through: through, in: $1) }
        } catch {
            throw StorageError.translating(error, while: "removing old events")
        }
    }

    private func newestEvent(before time: Instant, in month: LiveMonth) throws -> Int64 {
        try files.pool(month).read { db in
            try Int64.fetchOne(
                db, sql: "SELECT max(id) FROM events WHERE time < ?", arguments: [time.milliseconds]) ?? 0
        }
    }

    private func removeEvents(through id: Int64, in month: LiveMonth) throws -> Int {
        let remove: (Database) throws -> Int = { db in
            try db.execute(sql: "DELETE FROM events WHERE id <= ?", arguments: [id])
            return db.changesCount
        }
        if let current, current.month == month { return try current.pool.write(remove) }
        let pool = try MonthFile.openForWriting(files.url(month))
        let count = try pool.write(remove)
        try pool.close()
        return count
    }
}
