import GRDB
package import GeoCore

extension LiveArchive {
    /// Every object that ever had a fix since the oldest month was begun, in order of their text.
    package func objects() async throws -> [ObjectID] {
        memory.read { $0.objects.names }.sorted()
    }

    /// When the oldest day of event time (UTC) begins that a readable file has a fix of; `nil` where there is none.
    package func oldestDay() -> Instant? {
        let days = memory.read { $0.eventDays.values.compactMap { $0?.min() } }
        return days.min().map { Instant(seconds: $0 * 86_400) }
    }

    /// The newest fix of each object by event time, in order of the objects; suspect fixes do not count.
    package func latest() async throws -> [ReceivedFix] {
        let memory = memory.snapshot
        return memory.states.compactMap { $0.latest.map(memory.received) }.sorted { $0.fix.object < $1.fix.object }
    }

    /// The newest fix of an object that is not suspect; `nil` where there is none.
    package func latest(of object: ObjectID) async throws -> ReceivedFix? {
        memory.read { memory in
            memory.objects.number(object).flatMap { memory.states[Int($0)].latest.map(memory.received) }
        }
    }

    /// A part of an object's track: the fixes of a span of event time, suspect ones included, in event order.
    ///
    /// Only the months' files that hold fixes of these days are opened.
    ///
    /// - Parameter limit: At least 1; a page may be longer by the fixes of its last instant.
    package func fixes(of object: ObjectID, during span: Range<Instant>, limit: Int) async throws -> FixPage {
        precondition(limit > 0, "a page holds at least one fix")
        let span = span.lowerBound.milliseconds..<span.upperBound.milliseconds
        let known = memory.read { memory in
            memory.objects.number(object).map { number in
                (number: number, pending: Array(memory.pending(number, during: span)), memory.months(during: span))
            }
        }
        guard let (number, pending, months) = known, !span.isEmpty else { return FixPage(fixes: [], next: nil) }
        var track = FixMerge(pending, limit: limit)
        for month in months {
            let rows = try await files.read(month) { db in
                try FixSearch.track(of: number, during: span, limit: limit, in: db)
            }
            track.add(rows.fixes, isCut: rows.isCut)
        }
        let (fixes, next) = track.page()
        return FixPage(
            fixes: named(fixes).sorted { $0.fix.precedes($1.fix) }, next: next.map(Instant.init(milliseconds:)))
    }

    /// What all objects did in a span of event time, by object; each object is whole.
    ///
    /// - Parameters:
    ///   - object: The object after which to go on, in order of their text; `nil` for the first page.
    ///   - limit: At least 1; a page ends with the object that reaches it, and holds no more than 200 objects.
    package func fixes(during span: Range<Instant>, after object: ObjectID?, limit: Int) async throws -> FixWindow {
        precondition(limit > 0, "a page holds at least one fix")
        let span = span.lowerBound.milliseconds..<span.upperBound.milliseconds
        let months = memory.read { $0.months(during: span) }
        let objects = objects(after: object)
        let tracks = try await wholeTracks(
            of: objects.prefix(FixSearch.pageObjects), during: span, in: months, enough: limit)
        return FixWindow(
            fixes: tracks.flatMap { named($0).sorted { $0.fix.precedes($1.fix) } },
            next: tracks.count < objects.count ? objects[objects.startIndex + tracks.count - 1] : nil)
    }

    /// The whole tracks of the first objects, up to the one with which there is enough.
    private func wholeTracks(
        of objects: ArraySlice<ObjectID>, during span: Range<Int64>, in months: [LiveMonth], enough limit: Int
    ) async throws -> [[StoredFix]] {
        // What waits is read before the files: a merge meanwhile gives it twice, and never not at all.
        let (numbers, pending) = memory.read { memory in
            let numbers = objects.compactMap(memory.objects.number)
            return (numbers, numbers.map { Array(memory.pending($0, during: span)) })
        }
        var found = pending.map { FixMerge($0, limit: .max) }
        for month in months {
            let wanted = numbers[..<found.count]
            let rows = try await files.read(month) { db in
                try FixSearch.tracks(of: wanted, during: span, enough: limit, in: db)
            }
            found.removeLast(found.count - rows.count)
            for index in rows.indices { found[index].add(rows[index], isCut: false) }
        }
        var (tracks, count): ([[StoredFix]], Int) = ([], 0)
        for track in found where count < limit {
            tracks.append(track.page().fixes)
            count += tracks[tracks.count - 1].count
        }
        return tracks
    }

    /// The fixes of the log after an entry, in the order in which they were stored: for catching up after a restart.
    ///
    /// - Parameter limit: At least 1; a page ends with the entry that reaches it.
    package func received(after sequence: Int64, limit: Int) async throws -> ReceivedPage {
        precondition(limit > 0, "a page holds at least one fix")
        let (known, newest) = memory.read { ($0.eventDays.keys.sorted(), $0.sequence) }
        // Older months are not opened: one that is damaged holds nothing up that does not need it.
        let firsts = try await state.firstSequences()
        let months = known.drop { month in known.contains { $0 > month && firsts[$0] ?? .max <= sequence + 1 } }
        var page = ReceivedPage(fixes: [], sequence: sequence, isLast: true)
        for month in months {
            let start = page.sequence
            let wanted = limit - page.fixes.count
            let part = try await files.read(month) { db in
                try FixSearch.log(after: start, through: newest, limit: wanted, in: db)
            }
            page.fixes += named(part.fixes)
            page.sequence = part.sequence
            if page.fixes.count >= limit {
                page.isLast = page.sequence >= newest
                return page
            }
        }
        return page
    }

    /// The names of rows, which are never newer than the names in memory: those are taken over before anyone is answered.
    func named(_ fixes: [StoredFix]) -> [ReceivedFix] {
        memory.read { memory in
            fixes.filter { memory.objects.contains($0.object) && memory.devices.contains($0.device) }
                .map(memory.received)
        }
    }
}
