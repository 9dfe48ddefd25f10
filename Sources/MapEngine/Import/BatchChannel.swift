import Dispatch
import GeoStorage
import Synchronization

/// Records converted together, with what was found in them.
struct ConvertedBatch: Sendable {
    var features: [StagedFeature]
    var read: Int
    var refused: Int
    var repaired: Int
    var issues: [ImportIssue]
}

/// Hands batches from a worker's queue, which may block, to a task, which may not.
///
/// At most `capacity` batches wait; a sender then blocks its own queue until one is taken.
final class BatchChannel: Sendable {
    private let stream: AsyncStream<ConvertedBatch>
    private let continuation: AsyncStream<ConvertedBatch>.Continuation
    private let places: DispatchSemaphore
    private let closed = Mutex(false)

    init(capacity: Int) {
        (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .unbounded)
        places = DispatchSemaphore(value: capacity)
    }

    /// Whether anybody still takes batches.
    var isOpen: Bool { closed.withLock { !$0 } }

    /// Sends a batch, waiting for a place.
    func send(_ batch: ConvertedBatch) {
        places.wait()
        continuation.yield(batch)
    }

    /// Says that no batch follows.
    func finish() { continuation.finish() }

    /// Takes nothing more, and lets a waiting sender go on to see so.
    func cancel() {
        closed.withLock { $0 = true }
        places.signal()
    }

    /// The next batch, or `nil` at the end; for one task only.
    func next() async -> ConvertedBatch? {
        for await batch in stream {
            places.signal()
            return batch
        }
        return nil
    }
}
