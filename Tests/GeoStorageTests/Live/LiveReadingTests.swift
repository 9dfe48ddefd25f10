import Foundation
import GeoCore
import Testing

@testable import GeoStorage

@Suite struct LiveReadingTests {
    private let gauge = ObjectID("gauge-7")!
    private let span = Instant.at("2026-10-01T00:00:00Z")..<Instant.at("2027-10-01T00:00:00Z")

    private func level(_ minute: Int, _ value: Double) -> Reading {
        Reading(object: gauge, name: "levelMeters", time: Instant.start.minutes(minute), value: .number(value))
    }

    @Test("readings come back by time, numbers and states, each once, across months and a restart")
    func range() async throws {
        let temporary = try TemporaryArchive()
        let month = 60 * 24 * 31
        let readings = [level(10, 1.5), level(0, 1.25), level(month, 2.5)]
        let state = Reading(object: gauge, name: "state", time: .start, value: .state("hỏng"))
        #expect(
            try await temporary.archive.append(LiveBatch(readings: readings + [state])).readings
                == [.stored, .stored, .stored, .stored])
        try await temporary.reopen()
        #expect(
            try await temporary.archive.append(LiveBatch(readings: [level(month, 9), level(0, 9), level(5, 1)]))
                .readings
                == [.duplicate, .duplicate, .stored])
        let page = try await temporary.archive.readings(of: gauge, name: "levelMeters", during: span, limit: 3)
        #expect(page.readings == [level(0, 1.25), level(5, 1), level(10, 1.5)])
        let next = try #require(page.next)
        let rest = try await temporary.archive.readings(
            of: gauge, name: "levelMeters", during: next..<span.upperBound, limit: 3)
        #expect(rest.readings == [level(month, 2.5)])
        #expect(rest.next == nil)
        let states = try await temporary.archive.readings(of: gauge, name: "state", during: span, limit: 3)
        #expect(states.readings == [state])
    }

    @Test("a series is brought down to least, greatest and mean by the day of Việt Nam")
    func series() async throws {
        let temporary = try TemporaryArchive()
        // 08:00 on the first day, every hour for two days.
        try await temporary.archive.append(LiveBatch(readings: (0..<48).map { level($0 * 60, Double($0)) }))
        let days = try await temporary.archive.series(
            of: gauge, name: "levelMeters", during: span, bucketSeconds: 86_400)
        #expect(days.map(\.count) == [16, 24, 8])
        #expect(days.map(\.minimum) == [0, 16, 40])
        #expect(days.map(\.maximum) == [15, 39, 47])
        #expect(days.map(\.mean) == [7.5, 27.5, 43.5])
        #expect(days[1].start == .at("2026-11-02T00:00:00+07:00"))
    }

    @Test("a reading that is no number is refused")
    func invalid() async throws {
        let temporary = try TemporaryArchive()
        await #expect(throws: StorageError.self) {
            try await temporary.archive.append(LiveBatch(readings: [level(0, .infinity)]))
        }
    }

    @Test("checkpoints are written and removed together, and are there after a restart in order of their times")
    func checkpoints() async throws {
        let temporary = try TemporaryArchive()
        func point(_ key: String, _ minute: Int, _ byte: UInt8 = 0) -> Checkpoint {
            Checkpoint(key: key, time: Instant.start.minutes(minute), bytes: [byte])
        }
        var change = CheckpointChange()
        change.written = [point("a", 3), point("a", 1), point("b", 9), point("a", 2)]
        try await temporary.archive.keepCheckpoints(change)
        change = CheckpointChange()
        change.written = [point("a", 2, 7), point("a", 4)]
        change.removed = [1, 5].map { CheckpointChange.Mark(key: "a", time: Instant.start.minutes($0)) }
        try await temporary.archive.keepCheckpoints(change)
        try await temporary.reopen()
        let archive = temporary.archive
        #expect(try await archive.checkpoints(of: "a") == [point("a", 2, 7), point("a", 3), point("a", 4)])
        #expect(try await archive.checkpoints(of: "b") == [point("b", 9)])
        #expect(try await archive.checkpoints(of: "c").isEmpty)
    }
}
