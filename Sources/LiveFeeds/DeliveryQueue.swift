import LiveMap
import Synchronization

/// What waits for a sink that senders cannot be made to wait for: bounded, the oldest dropped first.
final class DeliveryQueue: Sendable {
    private let waiting = Mutex(PositionBatch())
    private let capacity: Int
    private let signals: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation

    init(capacity: Int) {
        self.capacity = capacity
        (signals, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Adds a batch; how many older positions had to go for it.
    func add(_ batch: PositionBatch) -> Int {
        guard !batch.isEmpty else { return 0 }
        let dropped = waiting.withLock { waiting in
            waiting.append(batch)
            let surplus = max(0, waiting.reports.count - capacity)
            waiting.reports.removeFirst(surplus)
            waiting.particulars.removeFirst(max(0, waiting.particulars.count - capacity))
            return surplus
        }
        signal.yield()
        return dropped
    }

    /// Ends `deliverAll` when all is delivered.
    func finish() { signal.finish() }

    /// Delivers all that has come meanwhile in one batch, and again.
    func deliverAll(to outlet: FeedOutlet) async throws(SinkFailure) {
        for await _ in signals {
            let batch = waiting.withLock { waiting in
                defer { waiting = PositionBatch() }
                return waiting
            }
            try await outlet.deliver(batch)
        }
    }
}
