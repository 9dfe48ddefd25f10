extension LiveArchive {
    /// The events after an identifier, in their order.
    ///
    /// Of those with a subject, older ones may be missing where there is a newer one of the same topic and subject.
    ///
    /// - Parameters:
    ///   - topics: `nil` for all.
    ///   - limit: At least 1.
    package func events(after id: Int64, topics: Set<String>?, limit: Int) async throws -> EventPage {
        precondition(limit > 0, "a page holds at least one event")
        let (months, start, newest) = memory.read { memory in
            let start = max(id, memory.purgedThrough)
            return (memory.months(withEventsAfter: start), start, memory.lastEvent)
        }
        var page = EventPage(events: [], last: start, isLast: true)
        for month in months {
            let (after, wanted) = (page.last, limit - page.events.count)
            let part = try await files.read(month) { db in
                try EventRows.page(after: after, topics: topics, limit: wanted, in: db)
            }
            page.events += part.events
            page.last = part.last
            page.isLast = !part.isCut
            if part.isCut { return page }
        }
        page.last = max(page.last, newest)
        return page
    }

    /// Of each subject the identifier of its newest event.
    package func newestEvents() async throws -> [EventSubject: Int64] {
        var newest: [EventSubject: Int64] = [:]
        for month in memory.read({ $0.months(withEventsAfter: $0.purgedThrough) }) {
            for (subject, id) in try await files.read(month, EventRows.newest) { newest[subject] = id }
        }
        return newest
    }

    /// Which events there are, to tell a client that comes back with too old an identifier.
    package func eventSpan() async throws -> EventSpan {
        memory.read { EventSpan(purgedThrough: $0.purgedThrough, last: $0.lastEvent) }
    }
}
