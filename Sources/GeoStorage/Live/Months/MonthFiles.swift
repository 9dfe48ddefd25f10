import Foundation
import GRDB
import Synchronization

/// The months' files in their folder, and the connections for reading them: at most eight months are open at a time.
final class MonthFiles: Sendable {
    let folder: URL
    private let opened = Mutex(Opened())
    private static let openLimit = 8

    fileprivate struct Opened {
        /// In order of use, the last used last.
        var pools: [(month: LiveMonth, pool: DatabasePool)] = []
        /// The month that is being written, whose connections the writer owns.
        var current: (month: LiveMonth, pool: DatabasePool)?
    }

    init(folder: URL) {
        self.folder = folder
    }

    func url(_ month: LiveMonth) -> URL { folder.appending(path: month.fileName) }

    /// The months that have a file, oldest first.
    static func months(in folder: URL) throws -> [LiveMonth] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
            .compactMap { name in
                LiveMonth(String(name.prefix(7))).flatMap { $0.fileName == name ? $0 : nil }
            }.sorted()
    }

    func setCurrent(_ month: LiveMonth, _ pool: DatabasePool) {
        opened.withLock { opened in
            opened.current = (month, pool)
            opened.pools.removeAll { $0.month == month }
        }
    }

    /// Connections to a month's file.
    func pool(_ month: LiveMonth) throws -> DatabasePool {
        if let pool = opened.withLock({ $0.use(month) }) { return pool }
        let pool = try MonthFile.openForReading(url(month))
        return opened.withLock { opened in
            if let other = opened.use(month) { return other }
            opened.pools.append((month, pool))
            // Whoever still reads from the file that is let go keeps it open until done.
            if opened.pools.count > Self.openLimit { opened.pools.removeFirst() }
            return pool
        }
    }

    /// Lets go of a month whose file is about to go.
    func forget(_ month: LiveMonth) {
        opened.withLock { $0.pools.removeAll { $0.month == month } }
    }

    func closeAll() throws {
        let pools = opened.withLock { opened in
            defer { opened = Opened() }
            return opened.pools.map(\.pool) + [opened.current?.pool].compactMap { $0 }
        }
        for pool in pools { try pool.close() }
    }

    /// Runs a read on one of a month's connections, in one snapshot.
    func read<Value: Sendable>(
        _ month: LiveMonth, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        do {
            return try await pool(month).read(body)
        } catch {
            throw StorageError.translating(error, while: "reading the live history of \(month)")
        }
    }
}

extension MonthFiles.Opened {
    fileprivate mutating func use(_ month: LiveMonth) -> DatabasePool? {
        if let current, current.month == month { return current.pool }
        guard let index = pools.firstIndex(where: { $0.month == month }) else { return nil }
        let entry = pools.remove(at: index)
        pools.append(entry)
        return entry.pool
    }
}

extension MonthFiles {
    /// Removes a month's file and what SQLite keeps beside it.
    func remove(_ month: LiveMonth) throws {
        for suffix in ["", "-wal", "-shm"] {
            let path = url(month).path(percentEncoded: false) + suffix
            guard unsafe unlink(path) != 0, errno != ENOENT else { continue }
            let reason = unsafe String(cString: strerror(errno))
            throw StorageError(
                .disk, "The file \(month.fileName) could not be removed (\(reason)): check the folder's permissions.")
        }
    }
}
