import Foundation

/// Held by the one process that is loading in bulk; the system gives it up when the process ends, however it ends.
struct LoadLock: ~Copyable {
    private let descriptor: Int32

    /// Waits until no other load is under way.
    init(waitingBeside store: URL) throws {
        self = try LoadLock(store, operation: LOCK_EX)
    }

    /// Takes the lock if nobody holds it; `nil` where a load is under way.
    static func ifFree(beside store: URL) throws -> LoadLock? {
        do {
            return try LoadLock(store, operation: LOCK_EX | LOCK_NB)
        } catch let error as StorageError where error.code == .busy {
            return nil
        }
    }

    private init(_ store: URL, operation: Int32) throws {
        let path = store.path(percentEncoded: false) + "-load"
        let descriptor = unsafe open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Self.failure(path, .disk) }
        while flock(descriptor, operation) != 0 {
            if errno == EINTR { continue }
            let code: StorageError.Code = errno == EWOULDBLOCK ? .busy : .disk
            let error = Self.failure(path, code)
            close(descriptor)
            throw error
        }
        self.descriptor = descriptor
    }

    /// Ends the lock.
    consuming func release() {}

    deinit { close(descriptor) }

    private static func failure(_ path: String, _ code: StorageError.Code) -> StorageError {
        let reason = unsafe String(cString: strerror(errno))
        return StorageError(
            code, "The lock file \(path) could not be taken (\(reason)): check the folder's permissions.")
    }
}
