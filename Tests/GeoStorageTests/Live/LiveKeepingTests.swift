import Foundation
import GeoCore
import Testing

@testable import GeoStorage

@Suite struct LiveKeepingTests {
    @Test("months that ended long enough ago are dropped whole, and what remains is verified")
    func retention() async throws {
        let temporary = try await TemporaryArchive.threeMonths()
        let archive = temporary.archive
        let day = Instant.at("2027-01-30T12:00:00+07:00")
        #expect(try await archive.dropMonths(olderThan: 2, now: day) == [])
        let before = try await archive.days()
        #expect(try await archive.dropMonths(olderThan: 1, now: day).map(\.description) == ["2026-11"])
        #expect(try await archive.track(1).first?.fix.time == .at("2026-12-01T08:00:00+07:00"))
        let result = try await archive.check()
        #expect(result.faults == [])
        #expect(result.fixCount == 120)
        try await temporary.reopen()
        #expect(try await temporary.archive.track(1).count == 120)
        #expect(try await temporary.archive.days() == before.filter { $0.day >= CivilDay("2026-12-01")! })
        #expect(try await temporary.archive.check().faults == [])
    }

    @Test("the month that is written is never dropped")
    func current() async throws {
        let temporary = try await TemporaryArchive.threeMonths()
        let dropped = try await temporary.archive.dropMonths(olderThan: 1, now: .at("2030-01-01T00:00:00Z"))
        #expect(dropped.map(\.description) == ["2026-11", "2026-12"])
        #expect(try await temporary.archive.latest(of: .boat(1)) != nil)
        try await temporary.archive.append([.boat(1, minute: 60 * 24 * 500)])
        #expect(try await temporary.archive.check().faults == [])
    }

    @Test("a position whose fix was dropped is not carried on")
    func forgotten() async throws {
        let temporary = try TemporaryArchive()
        let month = 60 * 24 * 31
        try await temporary.archive.append([.boat(1, minute: 0)])
        try await temporary.archive.append([.boat(2, minute: month)])
        try await temporary.archive.dropMonths(olderThan: 1, now: Instant.start.minutes(month * 2))
        try await temporary.archive.append([.boat(2, minute: month * 2)])
        try await temporary.reopen()
        #expect(try await temporary.archive.latest().map(\.fix.object) == [.boat(2)])
        #expect(try await temporary.archive.check().faults == [])
    }

    @Test("each day of receipt that is over has its count and its hash")
    func days() async throws {
        let temporary = try await TemporaryArchive.threeMonths()
        let days = try await temporary.archive.days()
        #expect(days.count == 89)
        #expect(days.allSatisfy { $0.fixCount == 2 && $0.hash.count == 32 })
        #expect(Set(days.map(\.hash)).count == 89)
        #expect(days.first?.day == CivilDay("2026-11-01"))
    }

    @Test("days of receipt do not go back when the clock does")
    func clock() async throws {
        let temporary = try TemporaryArchive()
        try await temporary.archive.append([.boat(1, minute: 60 * 24 * 40)])
        try await temporary.archive.append([.boat(1, minute: 0), .boat(1, minute: 10)])
        #expect(try MonthFiles.months(in: temporary.folder).map(\.description) == ["2026-12"])
        #expect(try await temporary.archive.append([.boat(1, minute: 0)]) == [.duplicate])
        #expect(try await temporary.archive.track(1).count == 3)
        #expect(try await temporary.archive.check().faults == [])
    }

    @Test("a copy made while positions come in is whole, and opens as a history of its own")
    func backup() async throws {
        let temporary = try TemporaryArchive()
        let archive = temporary.archive
        let copy = temporary.folder.appending(path: "copies/monday.live")
        try await archive.append([.boat(0, minute: 0)])
        async let writing: Void = {
            for minute in 1..<200 { try await archive.append([.boat(0, minute: minute * 400)]) }
        }()
        var copied: [Int] = []
        for _ in 0..<4 {
            let before = try await archive.track(0).count
            try await LiveBackup.copy(temporary.folder, to: copy)
            #expect(try await LiveCheck.run(folder: copy).faults == [])
            let opened = try LiveArchive(folder: copy)
            copied.append(try await opened.track(0).count)
            #expect(copied.last! >= before)
            try await opened.append([.boat(9, minute: 200 * 400)])
            #expect(try await opened.check().faults == [])
            try await opened.close()
        }
        try await writing
        #expect(try await archive.track(0).count == 200)
    }

    @Test("a store's copy brings the live history beside it along")
    func storeBackup() async throws {
        let temporary = try TemporaryStore()
        let archive = try LiveArchive(folder: LiveArchive.folder(beside: temporary.url))
        try await archive.append([.boat(1, minute: 0)])
        try await temporary.store.backup(to: temporary.folder.appending(path: "copy.sqlite"))
        try await archive.close()
        let copy = try LiveArchive(folder: temporary.folder.appending(path: "copy.live"))
        #expect(try await copy.track(1).count == 1)
        try await copy.close()
    }
}
