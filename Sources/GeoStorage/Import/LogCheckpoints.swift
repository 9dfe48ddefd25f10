import Dispatch
import Foundation
import GRDB
import Synchronization

/// Copies what a load has written from the write-ahead log to the store's file, on a connection of its own, so that
/// the writer is held neither for the copying nor for the disk.
///
/// A commit that is synced (the one that makes a load visible, and every edit beside it) syncs the whole log before it,
/// and a checkpoint syncs the log before it copies: what is left out is only the sync of each hidden chunk.
final class LogCheckpoints: Sendable {
    /// In pages: with a log longer than this the writer itself copies, so that the log can begin anew.
    static let greatestLog = 131_072
    /// SQLite's own value.
    static let usualLog = 1_000

    private let connection: DatabaseQueue
    private let queue = DispatchQueue(label: "bando.checkpoints")
    private let isRequested = Mutex(false)

    init(_ url: URL) throws {
        var configuration = Configuration()
        configuration.label = "bando.checkpoints"
        connection = try DatabaseQueue(path: url.path(percentEncoded: false), configuration: configuration)
    }

    /// Asks for a checkpoint, unless one is asked for already that has not begun.
    func request() {
        let isFirst = isRequested.withLock { requested in
            defer { requested = true }
            return !requested
        }
        guard isFirst else { return }
        queue.async { [self] in
            isRequested.withLock { $0 = false }
            run()
        }
    }

    /// Waits for what was asked for, and closes the connection.
    func finish() throws {
        queue.sync {}
        try connection.close()
    }

    private func run() {
        do {
            try connection.writeWithoutTransaction { db in
                _ = try Row.fetchOne(db, sql: "PRAGMA wal_checkpoint(PASSIVE)")
            }
        } catch {
            // Nothing is lost: what is not copied now stays in the log, and the next checkpoint copies it.
        }
    }
}
