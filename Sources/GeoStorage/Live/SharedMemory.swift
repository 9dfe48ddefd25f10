import Synchronization

/// The memory that the writer changes and readers look at.
///
/// A snapshot makes the writer's next change copy what it changes, so it must not be kept while a file is read.
final class SharedMemory: Sendable {
    private let memory: Mutex<LiveMemory>

    init(_ memory: LiveMemory) {
        self.memory = Mutex(memory)
    }

    var snapshot: LiveMemory { memory.withLock { $0 } }

    func read<Value>(_ body: (borrowing LiveMemory) throws -> sending Value) rethrows -> sending Value {
        try memory.withLock { try body($0) }
    }

    func change(_ body: (inout LiveMemory) throws -> Void) rethrows {
        try memory.withLock { try body(&$0) }
    }
}
