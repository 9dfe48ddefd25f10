import Foundation
import Synchronization

/// A temporary file that only this process can name: unlinked as soon as it is open, so nothing is left after a crash.
///
/// Bytes are appended through a buffer and read by position; both are safe from any thread.
final class ScratchFile: Sendable {
    private let descriptor: Int32
    private let pending: Mutex<Pending>
    private static let bufferSize = 1 << 20

    private struct Pending {
        var bytes: [UInt8] = []
        /// Where the first pending byte will lie in the file.
        var offset: Int64 = 0
    }

    /// Makes an empty file in a folder.
    init(in folder: URL) throws {
        var template = Array(folder.appending(path: ".bando-XXXXXX").path(percentEncoded: false).utf8CString)
        let descriptor = unsafe mkstemp(&template)
        guard descriptor >= 0 else { throw Self.failure("made") }
        _ = unsafe unlink(template)
        self.descriptor = descriptor
        pending = Mutex(Pending())
    }

    deinit { close(descriptor) }

    /// Appends bytes and returns the offset of the first.
    @discardableResult
    func append(_ bytes: UnsafeRawBufferPointer) throws -> Int64 {
        try pending.withLock { pending in
            let start = pending.offset + Int64(pending.bytes.count)
            unsafe pending.bytes.append(contentsOf: bytes)
            if pending.bytes.count >= Self.bufferSize { try flush(&pending) }
            return start
        }
    }

    @discardableResult
    func append(_ bytes: [UInt8]) throws -> Int64 {
        try unsafe bytes.withUnsafeBytes { try unsafe append($0) }
    }

    /// The bytes in the file and its buffer.
    var size: Int64 { pending.withLock { $0.offset + Int64($0.bytes.count) } }

    /// Writes what is pending, so that `read` finds everything.
    func flush() throws {
        try pending.withLock { try flush(&$0) }
    }

    /// Fills the buffer from an offset; throws where the file ends before. Only flushed bytes are found.
    func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws {
        var done = 0
        while done < buffer.count {
            let start = unsafe buffer.baseAddress! + done  // not empty: done < count
            let count = unsafe pread(descriptor, start, buffer.count - done, off_t(offset) + off_t(done))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure("read") }
            done += count
        }
    }

    private func flush(_ pending: inout Pending) throws {
        try unsafe pending.bytes.withUnsafeBytes { bytes in
            var done = 0
            while done < bytes.count {
                let start = unsafe bytes.baseAddress! + done  // not empty: done < count
                let count = unsafe pwrite(descriptor, start, bytes.count - done, off_t(pending.offset) + off_t(done))
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw Self.failure("written") }
                done += count
            }
        }
        pending.offset += Int64(pending.bytes.count)
        pending.bytes.removeAll(keepingCapacity: true)
    }

    private static func failure(_ verb: String) -> StorageError {
        let reason = unsafe String(cString: strerror(errno))
        return StorageError(
            .disk, "A temporary file beside the store could not be \(verb) (\(reason)): check the disk's free space.")
    }
}
