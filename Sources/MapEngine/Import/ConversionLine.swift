import Dispatch
import GeoNative
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

/// Records that wait to be converted, with their place in the file's order.
struct RawBatch: Sendable {
    var number: Int
    var records: [SourceRecord]
}

/// Hands batches from the worker that reads them to those that convert, and on to a task in the file's order.
///
/// Workers' queues may block, the task may not. At most `capacity` batches are on the line; where nobody helps, the
/// reader converts them itself.
final class ConversionLine: Sendable {
    private struct State {
        var waiting: [RawBatch] = []
        var converted: [Int: ConvertedBatch] = [:]
        var read = 0
        var sent = 0
        var isReadToEnd = false
        var isCancelled = false
    }

    private let state = Mutex(State())
    private let stream: AsyncStream<ConvertedBatch>
    private let continuation: AsyncStream<ConvertedBatch>.Continuation
    private let places: DispatchSemaphore
    private let work = DispatchSemaphore(value: 0)

    init(capacity: Int) {
        (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .unbounded)
        // A semaphore must not end below the value it began with, and a reader keeps its last place.
        places = DispatchSemaphore(value: 0)
        for _ in 0..<capacity { places.signal() }
    }

    /// Whether anybody still takes batches.
    var isOpen: Bool { state.withLock { !$0.isCancelled } }

    /// How many batches nobody has begun to convert.
    var waitingCount: Int { state.withLock { $0.waiting.count } }

    /// Takes a place for one more batch if there is one at once.
    func hasPlace() -> Bool { places.wait(timeout: .now()) == .success }

    /// Waits for a place for one more batch.
    func awaitPlace() { places.wait() }

    /// Puts records on the line, in a place taken before.
    func put(_ records: [SourceRecord]) {
        state.withLock { state in
            state.waiting.append(RawBatch(number: state.read, records: records))
            state.read += 1
        }
        work.signal()
    }

    /// Says that no records follow.
    func endReading() {
        state.withLock { state in
            state.isReadToEnd = true
            send(&state)
        }
        work.signal()
    }

    /// The oldest batch that nobody converts yet, or `nil` where there is none now.
    func takeIfWaiting() -> RawBatch? {
        state.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
    }

    /// The oldest batch that nobody converts yet, waited for; `nil` when none will come.
    func take() -> RawBatch? {
        while true {
            if let batch = takeIfWaiting() { return batch }
            if state.withLock({ $0.isReadToEnd || $0.isCancelled }) {
                work.signal()
                return nil
            }
            work.wait()
        }
    }

    /// Hands over a converted batch; the task gets it when those before it are there.
    func deliver(_ batch: ConvertedBatch, number: Int) {
        state.withLock { state in
            state.converted[number] = batch
            send(&state)
        }
    }

    /// Takes nothing more, and lets those who wait go on to see so.
    func cancel() {
        state.withLock { state in
            state.isCancelled = true
            state.waiting.removeAll()
        }
        continuation.finish()
        places.signal()
        work.signal()
    }

    /// The next batch, or `nil` at the end; for one task only.
    func next() async -> ConvertedBatch? {
        for await batch in stream {
            places.signal()
            return batch
        }
        return nil
    }

    private func send(_ state: inout State) {
        while let batch = state.converted.removeValue(forKey: state.sent) {
            continuation.yield(batch)
            state.sent += 1
        }
        if state.isReadToEnd, state.sent == state.read { continuation.finish() }
    }
}
