import Synchronization

/// Hands events to whoever listens: the newest are kept in memory once for all, and a listener is only a place in them.
///
/// A slow listener costs nothing while it is slow: it goes on from its place, from the log where the memory has moved on,
/// and of each vessel it then gets the latest event alone.
package final class EventHub: Sendable {
    /// What a listener gets next.
    package enum Batch: Sendable {
        case events([PublishedEvent])
        /// Events after the listener's place are no longer in memory: read them from the log.
        case outrun
    }

    private struct State {
        var events: [PublishedEvent] = []
        /// The identifier of each vessel's and each device's newest event.
        var newest: [String: Int64] = [:]
        /// The event before the oldest in memory.
        var floor: Int64 = 0
        var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
        var nextListener = 0
    }

    private let state = Mutex(State())
    private let capacity: Int
    private let listenerLimit: Int

    package init(capacity: Int = 16_384, listenerLimit: Int = 5_000) {
        self.capacity = capacity
        self.listenerLimit = listenerLimit
    }

    /// Says which event was the last before the service began.
    func begin(after id: Int64) {
        state.withLock { state in
            state.floor = id
            state.events = []
        }
    }

    /// The newest event's identifier.
    package var newestID: Int64 { state.withLock { $0.events.last?.id ?? $0.floor } }

    /// The number of those who listen.
    package var listenerCount: Int { state.withLock { $0.listeners.count } }

    /// Tells everybody; the events follow those told before.
    func publish(_ events: [PublishedEvent]) {
        guard !events.isEmpty else { return }
        let listeners = state.withLock { state in
            for event in events where event.topic.isLatestOnly { state.newest[event.subject ?? ""] = event.id }
            state.events.append(contentsOf: events)
            if state.events.count > capacity + capacity / 4 {
                let surplus = state.events.count - capacity
                state.floor = state.events[surplus - 1].id
                state.events.removeFirst(surplus)
            }
            return Array(state.listeners.values)
        }
        for listener in listeners { listener.yield() }
    }

    /// The events after an identifier, without those of vessels and devices that have newer ones.
    package func batch(after id: Int64, limit: Int = 512) -> Batch {
        state.withLock { state in
            guard id >= state.floor else { return .outrun }
            let start = state.events.partitioningIndex { $0.id > id }
            var batch: [PublishedEvent] = []
            for event in state.events[start...] where batch.count < limit {
                let isNewest = !event.topic.isLatestOnly || state.newest[event.subject ?? ""] == event.id
                if isNewest { batch.append(event) }
            }
            return .events(batch)
        }
    }

    /// Signals that there is something new, until the stream is let go; several signals count as one.
    ///
    /// - Throws: `busy` where too many listen.
    package func signals() throws -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let number = state.withLock { state -> Int? in
            guard state.listeners.count < listenerLimit else { return nil }
            state.nextListener += 1
            state.listeners[state.nextListener] = continuation
            return state.nextListener
        }
        guard let number else {
            throw EngineError(.busy, "Too many clients listen to events; try again in a while.")
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { $0.listeners[number] = nil }
        }
        return stream
    }

    /// Lets every listener look at its connection.
    func sign() {
        let listeners = state.withLock { Array($0.listeners.values) }
        for listener in listeners { listener.yield() }
    }

    /// Ends every listener's stream.
    func end() {
        let listeners = state.withLock { Array($0.listeners.values) }
        for listener in listeners { listener.finish() }
    }
}

extension RandomAccessCollection where Index == Int {
    /// The first position whose element satisfies the predicate, in a collection ordered by it.
    func partitioningIndex(where belongsBehind: (Element) -> Bool) -> Int {
        var low = startIndex, high = endIndex
        while low < high {
            let middle = low + (high - low) / 2
            if belongsBehind(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
