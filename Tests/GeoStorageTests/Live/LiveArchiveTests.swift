import Foundation
import GRDB
import GeoCore
import Testing

@testable import GeoStorage

@Suite struct LiveArchiveTests {
    @Test("what was appended is read again, before and after merging and after a restart")
    func append() async throws {
        let temporary = try TemporaryArchive()
        let fixes = (0..<50).map { ReceivedFix.boat(1, minute: $0 * 120) }
        let outcomes = try await temporary.archive.append(fixes)
        #expect(outcomes.allSatisfy { $0 == .stored })
        #expect(try await temporary.archive.track(1) == fixes)
        try await temporary.archive.merge()
        #expect(try await temporary.archive.track(1) == fixes)
        try await temporary.reopen()
        #expect(try await temporary.archive.track(1) == fixes)
        #expect(try await temporary.archive.latest() == [fixes[49]])
    }

    @Test("a fix comes back to the bit, whatever its numbers are")
    func exact() async throws {
        let temporary = try TemporaryArchive()
        let places: [(Double, Double)] = [
            (109.123456789012, -13.1), (-0.0, 0.0), (Double(65_943_210) / 600_000, Double(8_123_456) / 600_000),
            (180, -90), (.leastNonzeroMagnitude, 1e300), (109.9, 13.600000000000001),
        ]
        let fixes = places.enumerated().map { index, place in
            var fix = ReceivedFix.boat(1, minute: index, longitude: place.0, latitude: place.1, device: "ă-\(index)")
            fix.fix.speedKnots = [nil, 0, 0.1, 1.0 / 3, 102.2, -0.0][index]
            fix.fix.courseDegrees = [359.9, nil, 0, 84.05, 1e-9, 12][index]
            fix.fix.source = FixSource.allCases[index % 3]
            fix.quality = FixQuality.allCases[index % 3]
            return fix
        }
        try await temporary.archive.append(fixes)
        try await temporary.archive.merge()
        let found = try await temporary.archive.track(1)
        #expect(found == fixes)
        #expect(found.map(\.fix.coordinate.longitude.bitPattern) == places.map(\.0.bitPattern))
        let logged = try await temporary.archive.received(after: 0, limit: 100)
        #expect(logged.fixes == fixes)
    }

    @Test(
        "a fix of the same object, time and device is a duplicate, in one batch, in memory, in the tables, after a restart"
    )
    func duplicates() async throws {
        let temporary = try TemporaryArchive()
        let fix = ReceivedFix.boat(1, minute: 60)
        #expect(try await temporary.archive.append([fix, fix]) == [.stored, .duplicate])
        var moved = fix
        moved.fix.coordinate = Coordinate(longitude: 1, latitude: 1)
        #expect(try await temporary.archive.append([moved]) == [.duplicate])
        try await temporary.archive.merge()
        #expect(
            try await temporary.archive.append([moved, .boat(1, minute: 60, device: "d2")]) == [.duplicate, .stored])
        try await temporary.reopen()
        #expect(try await temporary.archive.append([fix, .boat(2, minute: 60)]) == [.duplicate, .stored])
        #expect(try await temporary.archive.track(1).count == 2)
    }

    @Test("a duplicate is recognised across months, and a late fix finds its place in the track")
    func months() async throws {
        let temporary = try TemporaryArchive()
        let month = 30 * 24 * 60
        let october = ReceivedFix.boat(1, minute: -5)
        let november = ReceivedFix.boat(1, minute: 60)
        let december = ReceivedFix.boat(1, minute: month + 60)
        let late = ReceivedFix.boat(1, minute: 50, delay: month + 20)
        try await temporary.archive.append([october, november])
        try await temporary.archive.append([december, late, november])
        #expect(try await temporary.archive.append([november, late, october]) == [.duplicate, .duplicate, .duplicate])
        try await temporary.reopen()
        #expect(try await temporary.archive.append([late, november]) == [.duplicate, .duplicate])
        #expect(try await temporary.archive.track(1) == [october, late, november, december])
        #expect(try await temporary.archive.track(1, limit: 1) == [october, late, november, december])
        #expect(try MonthFiles.months(in: temporary.folder).map(\.description) == ["2026-11", "2026-12"])
        #expect(try await temporary.archive.latest(of: .boat(1)) == december)
    }

    @Test("neither a late nor a suspect fix replaces the latest one")
    func latest() async throws {
        let temporary = try TemporaryArchive()
        let newest = ReceivedFix.boat(1, minute: 60)
        try await temporary.archive.append([newest, .boat(1, minute: 30), .boat(1, minute: 90, quality: .suspect)])
        #expect(try await temporary.archive.latest() == [newest])
        try await temporary.reopen()
        #expect(try await temporary.archive.latest() == [newest])
        #expect(try await temporary.archive.append([.boat(1, minute: 90)]) == [.duplicate])
    }

    @Test("many senders at once share commits, and each is told of its own fixes")
    func senders() async throws {
        let temporary = try TemporaryArchive()
        let archive = temporary.archive
        let entries = try await withThrowingTaskGroup(of: Int64.self) { group in
            for sender in 0..<64 {
                group.addTask {
                    let batch = (0..<20).map { ReceivedFix.boat(sender / 2, minute: $0) }
                    let receipt = try await archive.append(LiveBatch(fixes: batch))
                    #expect(Set(receipt.fixes).count == 1)
                    return receipt.sequence
                }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(entries.count < 32)
        #expect(try await archive.objects().count == 32)
        for boat in 0..<32 { #expect(try await archive.track(boat).count == 20) }
    }

    @Test("the writer waits for the disk in every commit")
    func synchronous() async throws {
        let temporary = try TemporaryArchive()
        try await temporary.archive.append([.boat(1, minute: 0)])
        let month = LiveMonth(Instant.start.day())
        let pool = try temporary.archive.files.pool(month)
        let (mode, journal) = try await pool.writeWithoutTransaction { db in
            (try Int.fetchOne(db, sql: "PRAGMA synchronous"), try String.fetchOne(db, sql: "PRAGMA journal_mode"))
        }
        #expect(mode == 2)
        #expect(journal == "wal")
    }

    @Test("a second writer is refused with a sentence")
    func second() async throws {
        let temporary = try TemporaryArchive()
        let error = #expect(throws: StorageError.self) { try LiveArchive(folder: temporary.folder) }
        #expect(error?.code == .busy)
    }

    @Test("a number that is none is refused before anything is written")
    func invalid() async throws {
        let temporary = try TemporaryArchive()
        let error = await #expect(throws: StorageError.self) {
            try await temporary.archive.append([.boat(1, minute: 0), .boat(1, minute: 1, longitude: .nan)])
        }
        #expect(error?.code == .invalidFeature)
        #expect(try await temporary.archive.objects().isEmpty)
    }
}
