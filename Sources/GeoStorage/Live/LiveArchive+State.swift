import GRDB
package import GeoCore

extension LiveArchive {
    /// Keeps what the live service has worked out; of each key only the newest few remain.
    ///
    /// Not waited for on the disk: after a power failure the last ones may be gone, and what they came from is worked out
    /// again from the fixes.
    ///
    /// - Parameter count: At least 1.
    package func saveCheckpoints(_ checkpoints: [Checkpoint], keeping count: Int) async throws {
        precondition(count >= 1, "at least the newest checkpoint is kept")
        try await translated { try await self.state.save(checkpoints, keeping: count) }
    }

    /// The newest checkpoint of a key that is not after a moment; `nil` where there is none.
    package func checkpoint(_ key: String, notAfter time: Instant) async throws -> Checkpoint? {
        try await translated { try await self.state.checkpoint(key, notAfter: time) }
    }

    /// The newest checkpoint of every key, in order of the keys.
    package func newestCheckpoints() async throws -> [Checkpoint] {
        try await translated { try await self.state.newestCheckpoints() }
    }

    /// Removes a key's checkpoints that are after a moment: they do not know of a fix that came late.
    package func deleteCheckpoints(_ key: String, after time: Instant) async throws {
        try await translated { try await self.state.deleteCheckpoints(key, after: time) }
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
