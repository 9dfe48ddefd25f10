import CMalloc
import Foundation

/// How many heaps the C library keeps side by side.
enum MemoryArenas {
    /// Keeps them at two for each core instead of glibc's eight: what one thread frees another can use again, so that a
    /// thousand listeners of `/events` do not leave a hole of their own in each heap.
    ///
    /// - Returns: Whether the C library took it (mallopt(3)); where it did not, the service only holds more memory.
    @discardableResult
    static func limit() -> Bool {
        mallopt(M_ARENA_MAX, Int32(2 * ProcessInfo.processInfo.activeProcessorCount)) == 1
    }
}
