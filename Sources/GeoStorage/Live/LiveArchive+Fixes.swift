import GRDB
package import GeoCore

extension LiveArchive {
    /// Every object that ever had a fix since the oldest month was begun, in order of their text.
    package func objects() async throws -> [ObjectID] {
        memory.read { $0.objects.names }.sorted()
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
    ///   - limit: At least 1; a page ends with the object that reaches it.
    package func fixes(during span: Range<Instant>, after object: ObjectID?, limit: Int) async throws -> FixWindow {
        precondition(limit > 0, "a page holds at least one fix")
        let span = span.lowerBound.milliseconds..<span.upperBound.milliseconds
        let (all, months) = memory.read { ($0.objects.names, $0.months(during: span)) }
        let names = all.enumerated().filter { object == nil || $0.element > object! }
            .sorted { $0.element < $1.element }
        var window = FixWindow(fixes: [], next: nil)
        for start in stride(from: 0, to: names.count, by: FixSearch.windowObjects) {
            let objects = names[start..<min(start + FixSearch.windowObjects, names.count)].map { Int32($0.offset) }
            var found = memory.read { memory in
                objects.map { FixMerge(Array(memory.pending($0, during: span)), limit: .max) }
            }
            for month in months {
                let rows = try await files.read(month) { db in
                    try FixSearch.tracks(of: objects, during: span, in: db)
                }
                for index in rows.indices { found[index].add(rows[index], isCut: false) }
            }
            for (index, track) in found.enumerated() {
                window.fixes += named(track.page().fixes).sorted { $0.fix.precedes($1.fix) }
                guard window.fixes.count >= limit else { continue }
                if start + index + 1 < names.count { window.next = names[start + index].element }
                return window
            }
        }
        return window
    }

    /// The fixes of the log after an entry, in the order in which they were stored: for catching up after a restart.
    ///
    /// - Parameter limit: At least 1; a page ends with the entry that reaches it.
    package func received(after sequence: Int64, limit: Int) async throws -> ReceivedPage {
        precondition(limit > 0, "a page holds at least one fix")
        let (months, newest) = memory.read { ($0.eventDays.keys.sorted(), $0.sequence) }
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
    private func named(_ fixes: [StoredFix]) -> [ReceivedFix] {
        memory.read { memory in
            fixes.filter { memory.objects.contains($0.object) && memory.devices.contains($0.device) }
                .map(memory.received)
        }
    }
}
