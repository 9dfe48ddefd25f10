import Foundation

/// Ends a wait for a socket from another task: a pipe that is waited for beside it.
///
/// Sendable, since its descriptors never change and one-byte writes and reads of a pipe are atomic.
final class WakeSignal: Sendable {
    let readEnd: Int32
    private let writeEnd: Int32

    init() throws(FeedError) {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else {
            throw FeedError("No pipe could be opened: \(unsafe String(cString: strerror(errno))).")
        }
        (readEnd, writeEnd) = (ends[0], ends[1])
    }

    /// Ends the wait that is going on, or the next one.
    func wake() {
        var byte: UInt8 = 1
        _ = unsafe write(writeEnd, &byte, 1)
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }
}
