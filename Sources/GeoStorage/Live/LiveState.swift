import Foundation
import GRDB
package import GeoCore

/// What the live service had worked out of one object, or of its own progress, at a moment.
package struct Checkpoint: Hashable, Sendable {
    package var key: String
    /// Event time up to which everything is in it; where a key has only one, any constant.
    package var time: Instant
    package var bytes: [UInt8]

    package init(key: String, time: Instant, bytes: [UInt8]) {
        self.key = key
        self.time = time
        self.bytes = bytes
    }
}

/// What is to become of the checkpoints that are kept.
package struct CheckpointChange: Hashable, Sendable {
    /// New ones, or in place of those of the same key and time.
    package var written: [Checkpoint] = []
    /// By key and time; one that is not there is no fault.
    package var removed: [Mark] = []

    /// What names a checkpoint.
    package struct Mark: Hashable, Sendable {
        package var key: String
        package var time: Instant

        package init(key: String, time: Instant) {
            self.key = key
            self.time = time
        }
    }

    package init() {}
}

/// The small file beside the months: where the chain of hashes stood, which months there should be, and checkpoints.
///
/// It is written without waiting for the disk: after a power failure it may be some moments older than the months, never
/// newer, because a month's file is on the disk before it is told of.
final class LiveState: Sendable {
    let queue: DatabaseQueue
    static let fileName = "state.sqlite"

    init(folder: URL) throws {
        var configuration = Configuration()
        configuration.label = "bando.live.state"
        configuration.busyMode = .timeout(20)
        configuration.journalMode = .wal
        let path = folder.appending(path: Self.fileName).path(percentEncoded: false)
        queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.write { db in try db.execute(sql: Self.schema) }
    }

    private static let schema = """
        CREATE TABLE IF NOT EXISTS months (
            month INTEGER PRIMARY KEY, first_sequence INTEGER NOT NULL, state TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS head (
            one INTEGER PRIMARY KEY CHECK (one = 1), month INTEGER NOT NULL, sequence INTEGER NOT NULL,
            hash BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS days (
            day INTEGER PRIMARY KEY, month INTEGER NOT NULL, sequence INTEGER NOT NULL, fixes INTEGER NOT NULL,
            hash BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS checkpoints (
            key TEXT NOT NULL, time INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (key, time)) WITHOUT ROWID;
        """

    // MARK: The chain

    /// Keeps where the chain stands; never goes back, so that a log that lost its end is found.
    func setHead(_ head: LogHead, month: LiveMonth) throws {
        try queue.write { db in
            let statement = try SQLStatement(
                """
                INSERT INTO head (one, month, sequence, hash) VALUES (1, ?, ?, ?) ON CONFLICT (one) DO UPDATE SET
                month = excluded.month, sequence = excluded.sequence, hash = excluded.hash
                WHERE excluded.sequence > head.sequence
                """, in: db)
            statement.bind(month.number, at: 1)
            statement.bind(head.sequence, at: 2)
            try statement.bind(head.hash, at: 3)
            try statement.run()
        }
    }

    /// The first entry of the log that each month's file holds.
    func firstSequences() async throws -> [LiveMonth: Int64] {
        try await queue.read { db in
            let rows = try SQLStatement("SELECT month, first_sequence FROM months WHERE state = 'kept'", in: db)
            var sequences: [LiveMonth: Int64] = [:]
            while try rows.step() { sequences[LiveMonth(number: rows.int64(0))] = rows.int64(1) }
            return sequences
        }
    }

    func addMonth(_ month: LiveMonth, firstSequence: Int64) throws {
        try queue.write { db in
            try db.execute(
                sql: "INSERT OR IGNORE INTO months (month, first_sequence, state) VALUES (?, ?, 'kept')",
                arguments: [month.number, firstSequence])
        }
    }

    func addDay(_ day: ArchivedDay, month: LiveMonth) throws {
        try queue.write { db in
            try db.execute(
                sql: "INSERT OR REPLACE INTO days (day, month, sequence, fixes, hash) VALUES (?, ?, ?, ?, ?)",
                arguments: [day.day.number, month.number, day.sequence, day.fixCount, Data(day.hash)])
        }
    }

    /// The days that it was told of.
    func knownDays() throws -> Set<CivilDay> {
        try queue.read { db in Set(try Int64.fetchAll(db, sql: "SELECT day FROM days").map(CivilDay.init(number:))) }
    }

    /// Says that a month's file is to go; true to the disk before the file goes.
    func setDropped(_ month: LiveMonth) throws {
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = FULL")
            try db.inTransaction {
                try db.execute(
                    sql: "UPDATE months SET state = 'dropped' WHERE month = ?", arguments: [month.number])
                try db.execute(sql: "DELETE FROM days WHERE month = ?", arguments: [month.number])
                return .commit
            }
            try db.execute(sql: "PRAGMA synchronous = NORMAL")
        }
    }

    func droppedMonths() throws -> [LiveMonth] { try months("dropped") }

    func keptMonths() throws -> [LiveMonth] { try months("kept") }

    private func months(_ state: String) throws -> [LiveMonth] {
        try queue.read { db in
            try Int64.fetchAll(db, sql: "SELECT month FROM months WHERE state = ?", arguments: [state]).map(
                LiveMonth.init(number:))
        }
    }
}

/// Where the chain of hashes stands: the newest entry of the log and its hash.
struct LogHead: Equatable {
    var sequence: Int64 = 0
    var hash = LogChain.origin
}

// MARK: Checkpoints

extension LiveState {
    /// Writes and removes checkpoints in one transaction.
    func keep(_ change: CheckpointChange) async throws {
        try await queue.write { db in
            let removal = try SQLStatement("DELETE FROM checkpoints WHERE key = ? AND time = ?", in: db)
            for checkpoint in change.removed {
                try removal.bind(checkpoint.key, at: 1)
                removal.bind(checkpoint.time.milliseconds, at: 2)
                try removal.run()
            }
            let insertion = try SQLStatement(
                "INSERT OR REPLACE INTO checkpoints (key, time, bytes) VALUES (?, ?, ?)", in: db)
            for checkpoint in change.written {
                try insertion.bind(checkpoint.key, at: 1)
                insertion.bind(checkpoint.time.milliseconds, at: 2)
                try insertion.bind(checkpoint.bytes, at: 3)
                try insertion.run()
            }
        }
    }

    func checkpoints(of key: String) async throws -> [Checkpoint] {
        try await queue.read { db in
            let rows = try SQLStatement("SELECT time, bytes FROM checkpoints WHERE key = ? ORDER BY time", in: db)
            try rows.bind(key, at: 1)
            var checkpoints: [Checkpoint] = []
            while try rows.step() {
                let time = Instant(milliseconds: rows.int64(0))
                checkpoints.append(Checkpoint(key: key, time: time, bytes: rows.bytes(1)))
            }
            return checkpoints
        }
    }
}
