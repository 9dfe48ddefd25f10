import GRDB
import GeoCore

extension LiveArchive {
    /// Keeps what the live service has worked out, and removes what is not so any more: all of it or nothing.
    ///
    /// Not waited for on the disk: after a power failure the last changes may be gone, and what they came from is worked out
    /// again from the fixes.
    package func keepCheckpoints(_ change: CheckpointChange) async throws {
        try await translated { try await self.state.keep(change) }
    }

    /// The checkpoints of a key, in order of their times.
    package func checkpoints(of key: String) async throws -> [Checkpoint] {
        try await translated { try await self.state.checkpoints(of: key) }
    }

    /// The days of receipt that are over, oldest first, with the hashes that stand for them.
    package func days() async throws -> [ArchivedDay] {
        try await translated { try await self.state.days() }
    }

    private func translated<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch {
            throw StorageError.translating(error, while: "using the live history's state")
        }
    }
}

extension LiveState {
    func days() async throws -> [ArchivedDay] {
        try await queue.read { db in
            let rows = try SQLStatement("SELECT day, sequence, fixes, hash FROM days ORDER BY day", in: db)
            var days: [ArchivedDay] = []
            while try rows.step() { days.append(ArchivedDay(rows)) }
            return days
        }
    }
}

extension ArchivedDay {
    /// - Parameter row: Day, sequence, number of fixes and hash.
    init(_ row: borrowing SQLStatement) {
        self.init(
            day: CivilDay(number: row.int64(0)), sequence: row.int64(1), fixCount: row.int64(2), hash: row.bytes(3))
    }
}
