import Foundation
import GRDB
import GeoCore
import Synchronization
import Testing

@testable import GeoStorage

@Suite struct LiveCheckTests {
    @Test("a history that only Bando wrote is clean, while it is written and after a restart")
    func clean() async throws {
        let temporary = try await TemporaryArchive.threeMonths()
        try await temporary.archive.append([.boat(7, minute: 129_000)])
        let result = try await temporary.archive.check()
        #expect(result.faults == [])
        #expect(result.fixCount == 181)
        try await temporary.reopen()
        #expect(try await temporary.archive.check().faults == [])
    }

    @Test(
        "a change behind Bando's back is found, and named",
        arguments: [
            ("UPDATE fixes SET latitude = latitude + 1 WHERE object = 0 AND time % 7 = 0", "is not as it was received"),
            ("UPDATE fixes SET latitude = 999 WHERE object = 0", "is not as it was received"),
            ("UPDATE fixes SET traits = traits | 8 WHERE object = 0", "is not as it was received"),
            ("UPDATE fixes SET delay = delay + 1 WHERE object = 0", "is not as it was received"),
            ("UPDATE fixes SET time = time + 1 WHERE object = 0", "is missing"),
            ("DELETE FROM fixes WHERE object = 0", "is missing"),
            ("INSERT INTO fixes VALUES (0, 5, 1, 0, 0, 0, NULL, NULL, 0)", "was never received"),
            ("UPDATE log SET body = substr(body, 1, length(body) - 1) || x'00' WHERE fixes > 0", "was changed behind"),
            ("UPDATE log SET day = day + 1 WHERE fixes > 0", "was changed behind"),
            ("UPDATE log SET hash = zeroblob(32) WHERE fixes > 0", "is not the one that was written then"),
            ("DELETE FROM log WHERE sequence = (SELECT min(sequence) FROM log)", "lost its first entry"),
            ("DELETE FROM log WHERE sequence = (SELECT min(sequence) + 1 FROM log)", "are missing"),
            ("DELETE FROM log WHERE sequence = (SELECT max(sequence) FROM log)", "but there were entries up to"),
            ("INSERT INTO log SELECT sequence + 1, day, fixes, hash, body FROM log ORDER BY 1 DESC LIMIT 1", "Entry"),
            ("INSERT INTO fixes VALUES (4294967296, 5, 1, 0, 0, 0, NULL, NULL, 0)", "was never received"),
            (
                "INSERT INTO fixes SELECT object, time, 4294967297, 0, 0, 0, NULL, NULL, 0 FROM fixes",
                "was never received"
            ), ("INSERT INTO fixes VALUES ('x', 5, 1, 0, 0, 0, NULL, NULL, 0)", "are of no object"),
            ("UPDATE latest SET longitude = 1 WHERE object = 0", "The table latest"),
            ("DELETE FROM newest", "The table newest"),
            ("UPDATE objects SET name = 'bd2' WHERE number = 0", "The table objects"),
            ("UPDATE devices SET name = 'd2' WHERE number = 1", "The table devices"),
            ("UPDATE event_days SET fixes = 1", "The table event_days"),
            ("UPDATE days SET hash = zeroblob(32)", "The closing hash"),
            ("DELETE FROM days WHERE day = (SELECT min(day) FROM days)", "The days"),
        ], ["2026-11", "2026-12"])
    func tampering(change: (sql: String, sentence: String), month: String) async throws {
        let temporary = try await TemporaryArchive.threeMonths()
        try await temporary.archive.close()
        let url = temporary.folder.appending(path: "\(month).sqlite")
        let queue = try DatabaseQueue(path: url.path(percentEncoded: false))
        try await queue.write { db in try db.execute(sql: change.sql) }
        try queue.close()
        let faults = try await LiveCheck.run(folder: temporary.folder).faults
        #expect(faults.contains { $0.description.contains(change.sentence) && $0.file == "\(month).sqlite" })
        #expect(faults.allSatisfy { $0.description.hasSuffix(".") })
    }

    @Test("an altered record is named by its object, its time and its day of receipt")
    func named() async throws {
        let temporary = try await TemporaryArchive.threeMonths()
        try await temporary.archive.close()
        let fix = ReceivedFix.boat(1, minute: 720 * 3)
        try await temporary.change("2026-11") { db in
            try db.execute(
                sql: """
                    UPDATE fixes SET longitude = longitude + 1 WHERE time = ?
                    AND object = (SELECT number FROM objects WHERE name = ?)
                    """,
                arguments: [fix.fix.time.milliseconds, fix.fix.object.text])
        }
        let faults = try await LiveCheck.run(folder: temporary.folder).faults
        #expect(faults.count == 1)
        #expect(faults.first?.object == fix.fix.object)
        #expect(faults.first?.time == fix.fix.time)
        #expect(faults.first?.day == fix.received.day())
    }

    @Test("a blob and the row made of it that were changed alike are found by the chain")
    func both() async throws {
        let temporary = try await TemporaryArchive.threeMonths()
        try await temporary.archive.close()
        try await temporary.change("2026-11") { db in
            let row = try Row.fetchOne(db, sql: "SELECT sequence, body FROM log WHERE fixes > 0 LIMIT 1")!
            let body: Data = row["body"]
            guard case .fixes(var group) = try unsafe body.withUnsafeBytes({ try unsafe LogEntry($0) }) else { return }
            group.fixes[0].latitude += 1
            let changed = LogEntry.fixes(group).bytes
            try db.execute(
                sql: "UPDATE log SET body = ? WHERE sequence = ?", arguments: [Data(changed), row["sequence"] as Int64])
            let write = try FixRows.insertion(into: "fixes", in: db)
            try FixRows.write(group.fixes[0], write)
        }
        let faults = try await LiveCheck.run(folder: temporary.folder).faults
        #expect(faults.count == 1)
        #expect(faults.first?.description.contains("was changed behind Bando") == true)
    }

    @Test("how far the check has come is told, up to all that there is") func progress() async throws {
        let temporary = try TemporaryArchive()
        for start in stride(from: 0, to: 40_000, by: 20_000) {
            try await temporary.archive.append((start..<start + 20_000).map { .boat($0 % 500, minute: $0 / 500) })
        }
        let told = Mutex<[[Int]]>([])
        let result = try await LiveCheck.run(folder: temporary.folder) { done, total in
            told.withLock { $0.append([done, total]) }
        }
        #expect(result.fixCount == 40_000)
        #expect(told.withLock { $0 } == [[16_384, 40_000], [32_768, 40_000]])
    }

    @Test("a missing month is found, whichever it is", arguments: ["2026-11", "2026-12", "2027-01"]) func missing(
        month: String
    ) async throws {
        let temporary = try await TemporaryArchive.threeMonths()
        try await temporary.archive.close()
        try FileManager.default.removeItem(at: temporary.folder.appending(path: "\(month).sqlite"))
        let faults = try await LiveCheck.run(folder: temporary.folder).faults
        #expect(faults.contains { $0.description.contains("\(month).sqlite of the live history is missing") })
    }

    @Test("the newest month's loss is still found when another was begun in its place")
    func replaced() async throws {
        let temporary = try await TemporaryArchive.threeMonths()
        try await temporary.archive.close()
        try FileManager.default.removeItem(at: temporary.folder.appending(path: "2027-01.sqlite"))
        let archive = try LiveArchive(folder: temporary.folder)
        for minute in 0..<40 { try await archive.append([.boat(1, minute: 130_000 + minute)]) }
        #expect(try await archive.check().faults != [])
        try await archive.close()
    }

    @Test("swapped files are found")
    func swapped() async throws {
        let temporary = try await TemporaryArchive.threeMonths()
        try await temporary.archive.close()
        let (first, second) = ("2026-11.sqlite", "2026-12.sqlite")
        try temporary.move(first, to: "x")
        try temporary.move(second, to: first)
        try temporary.move("x", to: second)
        let faults = try await LiveCheck.run(folder: temporary.folder).faults
        #expect(faults.contains { $0.description.contains("The file 2026-11.sqlite is that of 2026-12") })
        #expect(faults.contains { $0.description.contains("The file 2026-12.sqlite is that of 2026-11") })
    }

    @Test("a month's file put back as it was some days ago is found")
    func rolledBack() async throws {
        let temporary = try TemporaryArchive()
        try await temporary.archive.append([.boat(1, minute: 0)])
        try await temporary.archive.close()
        try temporary.copy("2026-11.sqlite", to: "old")
        let archive = try LiveArchive(folder: temporary.folder)
        try await archive.append([.boat(1, minute: 10)])
        try await archive.close()
        try temporary.move("old", to: "2026-11.sqlite")
        let faults = try await LiveCheck.run(folder: temporary.folder).faults
        #expect(faults.map(\.description).contains { $0.contains("but there were entries up to") })
    }

    @Test("a truncated file is found, and the others stay readable", arguments: [0, 100, 4_096, 12_288, 40_000])
    func truncated(size: Int) async throws {
        let temporary = try await TemporaryArchive.threeMonths(boats: 60)
        try await temporary.archive.close()
        let url = temporary.folder.appending(path: "2026-11.sqlite")
        let handle = try FileHandle(forUpdating: url)
        #expect(try handle.seekToEnd() > UInt64(size))
        try handle.truncate(atOffset: UInt64(size))
        try handle.close()
        let faults = try await LiveCheck.run(folder: temporary.folder).faults
        #expect(faults.contains { $0.file == "2026-11.sqlite" })
        let archive = try LiveArchive(folder: temporary.folder)
        let december = Instant.at("2026-12-03T00:00:00+07:00")..<Instant.at("2027-01-01T00:00:00+07:00")
        #expect(try await archive.fixes(of: .boat(1), during: december, limit: 100).fixes.count > 20)
        try await archive.append([.boat(1, minute: 130_000)])
        try await archive.close()
    }

    @Test("a single flipped bit in any page of the log or the tables is found")
    func flipped() async throws {
        let temporary = try await TemporaryArchive.threeMonths(boats: 5)
        try await temporary.archive.close()
        let url = temporary.folder.appending(path: "2026-11.sqlite")
        let whole = try Data(contentsOf: url)
        var generator = SplitMix(seed: 11)
        let changed = try await temporary.records(of: "2026-11")
        for _ in 0..<60 {
            let record = changed.randomElement(using: &generator)!
            guard let range = whole.range(of: record) else { continue }
            var bytes = whole
            bytes[Int.random(in: range.lowerBound..<range.upperBound, using: &generator)] ^=
                1 << Int.random(in: 0..<8, using: &generator)
            try bytes.write(to: url)
            #expect(try await LiveCheck.run(folder: temporary.folder).faults != [])
        }
    }

    @Test("a store's check covers the live history beside it")
    func store() async throws {
        let temporary = try TemporaryStore()
        #expect(try await temporary.store.check() == [])
        let archive = try LiveArchive(folder: LiveArchive.folder(beside: temporary.url))
        try await archive.append([.boat(1, minute: 0)])
        try await archive.close()
        #expect(try await temporary.store.check() == [])
        let file = temporary.folder.appending(path: "live/2026-11.sqlite")
        let queue = try DatabaseQueue(path: file.path(percentEncoded: false))
        try await queue.write { db in try db.execute(sql: "UPDATE fixes SET latitude = 0") }
        try queue.close()
        #expect(try await temporary.store.check().count == 1)
    }
}

extension TemporaryArchive {
    /// Boats that send every twelve hours from 1 November to 29 January, the tables merged.
    static func threeMonths(boats: Int = 1) async throws -> TemporaryArchive {
        let temporary = try TemporaryArchive()
        for start in stride(from: 0, to: 180, by: 9) {
            try await temporary.archive.append(
                (start..<start + 9).flatMap { step in (1...boats).map { .boat($0, minute: step * 720) } })
        }
        try await temporary.archive.merge()
        return temporary
    }

    func change(_ month: String, _ body: @escaping @Sendable (Database) throws -> Void) async throws {
        let url = folder.appending(path: "\(month).sqlite")
        let queue = try DatabaseQueue(path: url.path(percentEncoded: false))
        try await queue.write(body)
        try queue.close()
    }

    func move(_ name: String, to other: String) throws {
        let target = folder.appending(path: other)
        if FileManager.default.fileExists(atPath: target.path(percentEncoded: false)) {
            try FileManager.default.removeItem(at: target)
        }
        try FileManager.default.moveItem(at: folder.appending(path: name), to: target)
    }

    func copy(_ name: String, to other: String) throws {
        try FileManager.default.copyItem(at: folder.appending(path: name), to: folder.appending(path: other))
    }

    /// The log's bodies and hashes as they lie in the file, where they are in one piece.
    func records(of month: String) async throws -> [Data] {
        let url = folder.appending(path: "\(month).sqlite")
        let queue = try DatabaseQueue(path: url.path(percentEncoded: false))
        defer { try? queue.close() }
        return try await queue.read { db in
            try Data.fetchAll(db, sql: "SELECT body FROM log UNION ALL SELECT hash FROM log")
        }
    }
}

/// Random numbers that are the same in every run.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
