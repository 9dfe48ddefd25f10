import GeoCore
import GeoStorage
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

    /// An event in memory, and whether a later one has taken its place.
    fileprivate struct Kept {
        var event: PublishedEvent
        var isStale = false
    }

    fileprivate struct State {
        var events: [Kept] = []
        /// The identifier of each subject's newest event, also of before the service began.
        var newest: [EventSubject: Int64] = [:]
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

    /// Says which event was the last before the service began, and which was the newest of each subject.
    func begin(after id: Int64, newest: [EventSubject: Int64]) {
        state.withLock { state in
            // What is told while the service begins stays.
            state.floor = id
            state.events.removeAll { $0.event.id <= id }
            state.newest.merge(newest) { max($0, $1) }
        }
    }

    /// Those of some events in order, as the log has them, that no newer one took the place of.
    func current(among events: [PublishedEvent]) -> [PublishedEvent] {
        var newest: [EventSubject: Int64] = [:]
        for event in events { event.keptSubject.map { newest[$0] = event.id } }
        return state.withLock { state in
            events.filter { event in
                guard let subject = event.keptSubject else { return true }
                return event.id >= max(newest[subject] ?? 0, state.newest[subject] ?? 0)
            }
        }
    }

    /// The newest event's identifier.
    package var newestID: Int64 { state.withLock { $0.events.last?.event.id ?? $0.floor } }

    /// Tells everybody; the events follow those told before.
    func publish(_ events: [PublishedEvent]) {
        guard !events.isEmpty else { return }
        let listeners = state.withLock { state in
            for event in events { state.keep(event) }
            if state.events.count > capacity + capacity / 4 { state.forget(state.events.count - capacity) }
            return Array(state.listeners.values)
        }
        for listener in listeners { listener.yield() }
    }

    /// The events after an identifier, without those that newer ones took the place of.
    ///
    /// Few at a time (some 30 kB of vessels): it is what each listener that falls behind makes the service hold.
    package func batch(after id: Int64, limit: Int = 64) -> Batch {
        state.withLock { state in
            guard id >= state.floor else { return .outrun }
            let start = state.events.partitioningIndex { $0.event.id > id }
            return .events(Array(state.events[start...].lazy.filter { !$0.isStale }.map(\.event).prefix(limit)))
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

    /// Forgets subjects of which nothing is kept any more.
    func forget(through id: Int64) {
        state.withLock { state in state.newest = state.newest.filter { $0.value > id } }
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

extension EventHub.State {
    /// Adds an event; the one before it of the same subject will not be asked for again.
    fileprivate mutating func keep(_ event: PublishedEvent) {
        if let subject = event.keptSubject, let older = newest.updateValue(event.id, forKey: subject) {
            let index = events.partitioningIndex { $0.event.id >= older }
            if index < events.count, events[index].event.id == older {
                events[index].isStale = true
                events[index].event.payload = []
            }
        }
        events.append(EventHub.Kept(event: event))
    }

    /// Lets go of the oldest events.
    fileprivate mutating func forget(_ count: Int) {
        floor = events[count - 1].event.id
        events.removeFirst(count)
    }
}

extension PublishedEvent {
    /// What the newest event alone counts of; `nil` where every one does.
    fileprivate var keptSubject: EventSubject? {
        guard topic.isLatestOnly, let subject else { return nil }
        return EventSubject(topic: topic.rawValue, subject: subject)
    }
}
