import Foundation
import GeoCore
import Testing

@testable import GeoStorage

@Suite("Where everybody was at a moment") struct LivePastTests {
    private let everybody = (1...4).map { ObjectID.boat($0) }

    @Test("each object is where its newest fix not after the moment was, in the log, in the tables and in other months")
    func newest() async throws {
        let temporary = try TemporaryArchive()
        let minutes = [-60_000, -9_000, -50, 0, 10]
        try await temporary.archive.append(minutes.prefix(3).map { .boat(1, minute: $0) })
        try await temporary.archive.append([.boat(2, minute: -60_000), .boat(3, minute: -9_000), .boat(4, minute: 20)])
        try await temporary.archive.merge()
        try await temporary.archive.append([.boat(1, minute: 0), .boat(1, minute: 10), .boat(2, minute: 30)])
        try await temporary.archive.append([.boat(3, minute: 31)])
        let found = try await temporary.archive.latest(of: everybody, notAfter: Instant.start.minutes(5))
        #expect(found == [.boat(1, minute: 0), .boat(2, minute: -60_000), .boat(3, minute: -9_000)])
        let some = try await temporary.archive.latest(of: [.boat(3), .boat(99)], notAfter: Instant.start.minutes(5))
        #expect(some == [.boat(3, minute: -9_000)])
    }

    @Test("a fix at the very moment counts, a later one does not")
    func edge() async throws {
        let temporary = try TemporaryArchive()
        try await temporary.archive.append([.boat(1, minute: 0), .boat(1, minute: 5)])
        let at = Instant.start.minutes(5)
        #expect(try await temporary.archive.latest(of: everybody, notAfter: at) == [.boat(1, minute: 5)])
        let before = Instant(milliseconds: at.milliseconds - 1)
        #expect(try await temporary.archive.latest(of: everybody, notAfter: before) == [.boat(1, minute: 0)])
        #expect(try await temporary.archive.latest(of: everybody, notAfter: Instant.start.minutes(-1)).isEmpty)
    }

    @Test("suspect fixes do not count, waiting or in the tables", arguments: [true, false])
    func suspects(merged: Bool) async throws {
        let temporary = try TemporaryArchive()
        try await temporary.archive.append([
            .boat(1, minute: 0), .boat(1, minute: 4, quality: .suspect), .boat(1, minute: 20),
            .boat(2, minute: 4, quality: .suspect), .boat(2, minute: 20),
        ])
        if merged { try await temporary.archive.merge() }
        #expect(
            try await temporary.archive.latest(of: everybody, notAfter: Instant.start.minutes(5)) == [
                .boat(1, minute: 0)
            ])
    }

    @Test("a fix that came late, in a later month's file, is where the object was")
    func late() async throws {
        let temporary = try TemporaryArchive()
        try await temporary.archive.append([.boat(1, minute: 0), .boat(1, minute: 100)])
        try await temporary.archive.append([.boat(1, minute: 50, delay: 50_000), .boat(1, minute: 60_000)])
        try await temporary.archive.merge()
        let found = try await temporary.archive.latest(of: everybody, notAfter: Instant.start.minutes(60))
        #expect(found.map(\.fix.time) == [Instant.start.minutes(50)])
    }

    @Test(
        "the tracks of some objects are those of each, from the log and the tables, or nothing where they are too many")
    func tracks() async throws {
        let temporary = try TemporaryArchive()
        let fixes = (0..<5).flatMap { boat in (0..<8).map { ReceivedFix.boat(boat, minute: $0 * 10) } }
        try await temporary.archive.append(Array(fixes[..<20]))
        try await temporary.archive.merge()
        try await temporary.archive.append(Array(fixes[20...]))
        let span = Instant.start.minutes(10)..<Instant.start.minutes(60)
        let wanted = fixes.filter { span.contains($0.fix.time) && [.boat(1), .boat(4)].contains($0.fix.object) }
        let archive = temporary.archive
        let asked: [ObjectID] = [.boat(4), .boat(1), .boat(99)]
        #expect(try await archive.fixes(of: asked, during: span, limit: 10) == wanted)
        #expect(try await archive.fixes(of: asked, during: span, limit: 9) == nil)
        #expect(try await archive.fixes(of: [.boat(1)], during: span, limit: 4) == nil)
        #expect(try await archive.fixes(of: [.boat(99)], during: span, limit: 1) == [])
    }
}
