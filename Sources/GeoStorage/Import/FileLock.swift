import Foundation

/// A lock on a file beside the store, which the system gives up when the process ends, however it ends.
struct FileLock: ~Copyable {
    /// What a lock stands for.
    enum Purpose: String {
        /// Held, alone, by the one process that is loading in bulk.
        case load
        /// Held together by those who make small commits; a load that they have outrun takes it alone, so that they
        /// wait until it is done.
        case gate
    }

    enum Sharing {
        case alone
        case together

        fileprivate var operation: Int32 { self == .alone ? LOCK_EX : LOCK_SH }
    }

    private let descriptor: Int32

    /// Waits until the lock can be had, and blocks its thread meanwhile.
    init(_ purpose: Purpose, _ sharing: Sharing, beside store: URL) throws {
        self = try FileLock(purpose, store, operation: sharing.operation)
    }

    /// Takes the lock if it can be had at once; `nil` where somebody is in the way.
    static func ifFree(_ purpose: Purpose, _ sharing: Sharing, beside store: URL) throws -> FileLock? {
        do {
            return try FileLock(purpose, store, operation: sharing.operation | LOCK_NB)
        } catch let error as StorageError where error.code == .busy {
            return nil
        }
    }

    /// Takes the lock as soon as it can be had, looking a hundred times a second, and blocks no thread.
    ///
    /// - Throws: `busy` where it cannot be had within two minutes.
    static func awaiting(_ purpose: Purpose, _ sharing: Sharing, beside store: URL) async throws -> FileLock {
        for _ in 0..<12_000 {
            if let lock = try ifFree(purpose, sharing, beside: store) { return lock }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw StorageError(.busy, "A large import is under way: repeat the edit when it is done.")
    }

    private init(_ purpose: Purpose, _ store: URL, operation: Int32) throws {
        let path = "\(store.path(percentEncoded: false))-\(purpose.rawValue)"
        let descriptor = unsafe open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Self.failure(path, errno) }
        while flock(descriptor, operation) != 0 {
            let code = errno
            if code == EINTR { continue }
            close(descriptor)
            throw Self.failure(path, code)
        }
        self.descriptor = descriptor
    }

    /// Ends the lock.
    consuming func release() {}

    deinit { close(descriptor) }

    private static func failure(_ path: String, _ code: Int32) -> StorageError {
        let reason = unsafe String(cString: strerror(code))
        return StorageError(
            code == EWOULDBLOCK ? .busy : .disk,
            "The lock file \(path) could not be taken (\(reason)): check the folder's permissions.")
    }
}
