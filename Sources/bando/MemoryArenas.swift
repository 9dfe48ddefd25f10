import CMalloc
import Foundation

/// How many heaps the C library keeps side by side.
enum MemoryArenas {
    /// Keeps one for each core instead of glibc's eight: what one thread frees another can use again. Where a thousand listeners
    /// of `/events` are told of all that moves, two thirds of the memory had been holes in such heaps.
    ///
    /// - Returns: Whether the C library took it (mallopt(3)); where it did not, the service only holds more memory.
    @discardableResult
    static func limit() -> Bool {
        mallopt(M_ARENA_MAX, Int32(ProcessInfo.processInfo.activeProcessorCount)) == 1
    }
}
