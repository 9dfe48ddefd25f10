import Foundation

/// The lock that makes one process the writer of a folder; the system gives it up when the process ends, however it ends.
final class WriterLock: Sendable {
    private let descriptor: Int32

    /// - Throws: `busy` where another process has it.
    init(_ folder: URL) throws {
        let path = folder.appending(path: "writer.lock").path(percentEncoded: false)
        descriptor = unsafe open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Self.failure(errno, folder) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            Foundation.close(descriptor)
            throw Self.failure(code, folder)
        }
    }

    /// Gives the lock up; the archive is closed.
    func release() { flock(descriptor, LOCK_UN) }

    deinit { close(descriptor) }

    private static func failure(_ code: Int32, _ folder: URL) -> StorageError {
        guard code != EWOULDBLOCK else {
            return StorageError(
                .busy, "Another process writes the live history in \(folder.lastPathComponent): stop it first.")
        }
        let reason = unsafe String(cString: strerror(code))
        return StorageError(
            .disk, "The live history's folder cannot be written (\(reason)): check its permissions.")
    }
}
