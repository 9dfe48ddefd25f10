import Foundation
import GeoCore
import Testing

@testable import GeoStorage

@Suite struct LiveEventTests {
    private let start = Instant.start

    private func event(_ topic: String, _ number: Int, subject: String? = nil, minute: Int = 0) -> LiveEvent {
        LiveEvent(
            topic: topic, subject: subject, time: start.minutes(minute), payload: Array("event \(number)".utf8))
    }

    @Test("events get ascending identifiers and come back whole, those of the topics asked for")
    func resume() async throws {
        let temporary = try TemporaryArchive()
        let rich = LiveEvent(
            topic: "violation", time: start, units: ["21583", "21586"],
            box: BoundingBox(west: 109, south: 13, east: 110, north: 14), access: "fisheries", payload: [1, 2, 0, 255])
        let receipt = try await temporary.archive.append(
            LiveBatch(fixes: [.boat(1, minute: 0)], events: [event("kpi", 1), rich, event("report", 3)]))
        #expect(receipt.events == [1, 2, 3])
        let page = try await temporary.archive.events(after: 1, topics: nil, limit: 10)
        #expect(page.events.map(\.id) == [2, 3])
        #expect(page.events.first?.event == rich)
        #expect(page.isLast)
        let some = try await temporary.archive.events(after: 0, topics: ["report"], limit: 10)
        #expect(some.events.map(\.id) == [3])
        let first = try await temporary.archive.events(after: 0, topics: nil, limit: 2)
        #expect(first.events.map(\.id) == [1, 2])
        #expect(!first.isLast)
        #expect(first.last == 2)
    }

    @Test("identifiers go on after a restart, a purge and a change of month, and are never given twice")
    func identifiers() async throws {
        let temporary = try TemporaryArchive()
        try await temporary.archive.append(LiveBatch(events: [event("kpi", 1), event("kpi", 2)]))
        #expect(try await temporary.archive.purgeEvents(before: start.minutes(1)) == 2)
        try await temporary.reopen()
        #expect(try await temporary.archive.append(LiveBatch(events: [event("kpi", 3)])).events == [3])
        let december = event("kpi", 4, minute: 60 * 24 * 31)
        #expect(try await temporary.archive.append(LiveBatch(events: [december])).events == [4])
        try await temporary.reopen()
        #expect(try await temporary.archive.append(LiveBatch(events: [december])).events == [5])
        let page = try await temporary.archive.events(after: 2, topics: nil, limit: 10)
        #expect(page.events.map(\.id) == [3, 4, 5])
        #expect(try await temporary.archive.events(after: 3, topics: nil, limit: 10).events.map(\.id) == [4, 5])
    }

    @Test("the newest event of each topic and subject is known, whatever month it was told in")
    func newest() async throws {
        let temporary = try TemporaryArchive()
        let archive = temporary.archive
        try await archive.append(
            LiveBatch(events: [
                event("vessel", 1, subject: "a"), event("vessel", 2, subject: "b"), event("device", 3, subject: "a"),
                event("violation", 4),
            ]))
        let december = 60 * 24 * 31
        try await archive.append(LiveBatch(events: [event("vessel", 5, subject: "b", minute: december)]))
        let wanted = [
            EventSubject(topic: "vessel", subject: "a"): Int64(1), EventSubject(topic: "vessel", subject: "b"): 5,
            EventSubject(topic: "device", subject: "a"): 3,
        ]
        #expect(try await archive.newestEvents() == wanted)
        try await temporary.reopen()
        #expect(try await temporary.archive.newestEvents() == wanted)
    }

    @Test("a client that comes back too late can be told so")
    func purged() async throws {
        let temporary = try TemporaryArchive()
        let archive = temporary.archive
        #expect(try await archive.eventSpan() == EventSpan(purgedThrough: 0, last: 0))
        let december = 60 * 24 * 31
        try await archive.append(LiveBatch(events: (0..<5).map { event("kpi", $0, minute: december - 5 + $0 * 2) }))
        try await archive.append(LiveBatch(events: [event("kpi", 9, minute: december + 60)]))
        #expect(try await archive.purgeEvents(before: start.minutes(december)) == 3)
        #expect(try await archive.eventSpan() == EventSpan(purgedThrough: 3, last: 6))
        #expect(try await archive.events(after: 0, topics: nil, limit: 10).events.map(\.id) == [4, 5, 6])
        #expect(try await archive.purgeEvents(before: start.minutes(december)) == 0)
        try await temporary.reopen()
        #expect(try await temporary.archive.eventSpan() == EventSpan(purgedThrough: 3, last: 6))
    }

    @Test("of events with a subject only the newest need be kept, and it always is")
    func compaction() async throws {
        let temporary = try TemporaryArchive()
        let rounds = EventCompaction.batchSize / 50 + 3
        for round in 0..<rounds {
            let moves = (0..<50).map { event("vessel", round, subject: "boat-\($0)") }
            try await temporary.archive.append(LiveBatch(events: moves + [event("violation", round)]))
        }
        let page = try await temporary.archive.events(after: 0, topics: nil, limit: 100_000)
        #expect(page.events.filter { $0.event.topic == "violation" }.count == rounds)
        let moves = page.events.filter { $0.event.topic == "vessel" }
        #expect(moves.count < EventCompaction.batchSize)
        let newest = moves.suffix(50)
        #expect(Set(newest.map(\.event.subject)).count == 50)
        #expect(newest.allSatisfy { $0.event.payload == Array("event \(rounds - 1)".utf8) })
        #expect(try await temporary.archive.eventSpan().purgedThrough == 0)
    }

    @Test("a page of another topic's events does not hold up what comes after")
    func sparse() async throws {
        let temporary = try TemporaryArchive()
        try await temporary.archive.append(
            LiveBatch(events: (0..<3_000).map { event("tiles", $0) } + [event("kpi", 1)]))
        let page = try await temporary.archive.events(after: 0, topics: ["kpi"], limit: 1)
        #expect(page.events.map(\.id) == [3_001])
        #expect(page.last == 3_001)
    }
}
