import Foundation
import GRDB
import GeoCore
import Testing

@testable import GeoStorage

/// What the months' files know and the state file was never told: its disk was full, or the process ended in between.
@Suite("What the state file was not told") struct LiveUntoldTests {
    /// Ends a day while the state file cannot be written.
    private func untold() async throws -> TemporaryArchive {
        let temporary = try TemporaryArchive()
        try await temporary.archive.append([.boat(1, minute: 0)])
        try await deafen(temporary.archive)
        try await temporary.archive.append([.boat(1, minute: 24 * 60), .boat(1, minute: 48 * 60)])
        return temporary
    }

    private func deafen(_ archive: LiveArchive) async throws {
        try await archive.state.queue.write { db in try db.execute(sql: "PRAGMA query_only = 1") }
    }

    @Test("days that ended are found again when the history is opened, with the hashes they ended with") func days()
        async throws
    {
        let temporary = try await untold()
        #expect(try await temporary.archive.days().isEmpty)
        try await temporary.reopen()
        let days = try await temporary.archive.days()
        #expect(days.map(\.day.description) == ["2026-11-01", "2026-11-02"])
        #expect(days.map(\.fixCount) == [1, 1])
        #expect(days.map(\.sequence) == [2, 3])
        #expect(days.allSatisfy { $0.hash.count == 32 })
        #expect(try await temporary.archive.check().faults == [])
    }

    @Test("the days of a month that is over are found again, too") func earlierMonth() async throws {
        let temporary = try await TemporaryArchive.threeMonths()
        let days = try await temporary.archive.days()
        try await temporary.archive.close()
        try await forget(days: "day % 5 = 0", temporary)
        try await temporary.reopen()
        #expect(try await temporary.archive.days() == days)
        #expect(try await temporary.archive.check().faults == [])
    }

    @Test("a day whose hash is not the log's is not taken for what it was, and the check tells") func altered()
        async throws
    {
        let temporary = try await untold()
        try await temporary.archive.close()
        try await temporary.change("2026-11") { db in
            try db.execute(sql: "UPDATE days SET hash = zeroblob(32) WHERE day = (SELECT min(day) FROM days)")
        }
        let archive = try LiveArchive(folder: temporary.folder)
        #expect(try await archive.days().map(\.day.description) == ["2026-11-02"])
        #expect(try await archive.check().faults.contains { $0.description.contains("The closing hash of 2026-11-01") })
        try await archive.close()
    }

    @Test("what is known of a day stays, whatever a file says now") func known() async throws {
        let temporary = try await TemporaryArchive.threeMonths()
        let days = try await temporary.archive.days()
        try await temporary.archive.close()
        try await temporary.change("2026-11") { db in
            try db.execute(sql: "UPDATE log SET hash = zeroblob(32) WHERE sequence IN (SELECT sequence FROM days)")
            try db.execute(sql: "UPDATE days SET hash = zeroblob(32)")
        }
        let archive = try LiveArchive(folder: temporary.folder)
        #expect(try await archive.days() == days)
        #expect(try await archive.check().faults.contains { $0.description.contains("not the one that was written") })
        try await archive.close()
    }

    @Test("a month begun while the state file could not be written is this history's own") func month() async throws {
        let temporary = try TemporaryArchive()
        let archive = temporary.archive
        try await deafen(archive)
        #expect(try await archive.append([.boat(1, minute: 0)]) == [.stored])
        try await archive.state.queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA query_only = 0")
        }
        try await archive.append([.boat(1, minute: 60), .boat(1, minute: 60 * 24 * 31)])
        #expect(try await archive.check().faults == [])
        #expect(try await archive.days().count == 1)
    }

    @Test("a file of another history is not taken for one of this") func foreign() async throws {
        let temporary = try await TemporaryArchive.threeMonths()
        let days = try await temporary.archive.days()
        try await temporary.archive.close()
        try temporary.copy("2026-11.sqlite", to: "2026-10.sqlite")
        let archive = try LiveArchive(folder: temporary.folder)
        #expect(try await archive.days() == days)
        #expect(try await archive.check().faults.contains { $0.description.contains("was not written by this") })
        try await archive.close()
    }

    private func forget(days condition: String, _ temporary: TemporaryArchive) async throws {
        let path = temporary.folder.appending(path: LiveState.fileName).path(percentEncoded: false)
        let queue = try DatabaseQueue(path: path)
        try await queue.write { db in try db.execute(sql: "DELETE FROM days WHERE \(condition)") }
        try queue.close()
    }
}
