import Foundation
import GRDB
import GeoCore
import Testing

@testable import GeoStorage

/// The limit of pages is SQLite's own way to say that there is no room: the same error, at the same places.
@Suite struct LiveFullDiskTests {
    private let fixes = (0..<2_000).map { ReceivedFix.boat($0, minute: 10) }

    private var batch: LiveBatch {
        LiveBatch(
            fixes: fixes, events: [LiveEvent(topic: "kpi", time: .start, payload: [])],
            readings: [Reading(object: .boat(1), name: "a", time: .start, value: .number(1))])
    }

    @Test("on a full disk senders are refused with a sentence, and served again when there is room")
    func full() async throws {
        let temporary = try TemporaryArchive()
        let archive = temporary.archive
        try await archive.append([.boat(1, minute: 0)])
        try await limit(archive.files.pool(LiveMonth(Instant.start.day())), toPages: 1)
        let error = await #expect(throws: StorageError.self) { try await archive.append(batch) }
        #expect(error?.code == .disk)
        #expect(error?.message.contains("free some space") == true)
        #expect(try await archive.objects() == [.boat(1)])
        #expect(try await archive.track(1).count == 1)
        try await limit(archive.files.pool(LiveMonth(Instant.start.day())), toPages: 1_000_000)
        let receipt = try await archive.append(batch)
        #expect(receipt.fixes.allSatisfy { $0 == .stored })
        #expect(receipt.readings == [.stored])
        #expect(try await archive.check().faults == [])
    }

    @Test("what is committed counts although the file beside the months is full, and is told there when there is room")
    func fullState() async throws {
        let temporary = try TemporaryArchive()
        let archive = temporary.archive
        try await archive.append([.boat(1, minute: 0)])
        let head = try head(of: archive)
        try await archive.state.queue.write { db in try db.execute(sql: "PRAGMA query_only = 1") }
        let outcomes = try await archive.append([.boat(1, minute: 10), .boat(1, minute: 24 * 60 + 10)])
        #expect(outcomes == [.stored, .stored])
        #expect(try self.head(of: archive) == head)
        try await archive.state.queue.write { db in try db.execute(sql: "PRAGMA query_only = 0") }
        try await archive.append([.boat(1, minute: 24 * 60 + 20)])
        #expect(try self.head(of: archive) > head)
        #expect(try await archive.days().count == 1)
        #expect(try await archive.check().faults == [])
    }

    private func limit(_ pool: DatabasePool, toPages count: Int) async throws {
        try await pool.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA max_page_count = \(count)") }
    }

    private func head(of archive: LiveArchive) throws -> Int64 {
        try archive.state.queue.read { db in try Int64.fetchOne(db, sql: "SELECT sequence FROM head") ?? 0 }
    }
}
