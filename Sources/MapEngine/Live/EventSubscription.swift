import GeoCore

/// One listener's way through the events: from its place to the newest, then as they come.
///
/// A value with a place in it: copy it and both go on from there.
package struct EventSubscription: Sendable {
    package enum Message: Sendable {
        case event(PublishedEvent)
        /// The place asked for is not known any more: what the listener holds may be stale. Events go on after this identifier.
        case reset(Int64)
    }

    private let hub: EventHub
    private let log: EventLog
    private let filter: EventFilter
    private let mayRead: @Sendable (PublishedEvent) -> Bool
    private let signals: AsyncStream<Void>
    /// The event that the listener has come to.
    package private(set) var place: Int64
    private var pendingReset: Int64?

    init(
        hub: EventHub, log: EventLog, filter: EventFilter, after place: Int64?,
        mayRead: @escaping @Sendable (PublishedEvent) -> Bool
    ) async throws {
        self.hub = hub
        self.log = log
        self.filter = filter
        self.mayRead = mayRead
        signals = try hub.signals()
        let newest = hub.newestID
        self.place = place ?? newest
        guard let place else { return }
        let isKnown = try await log.reaches(back: place)
        if place > newest || !isKnown {
            pendingReset = newest
            self.place = newest
        }
    }

    /// The next events that the listener asked for and may see; empty where the events looked at held none of them, `nil`
    /// where there are no more now.
    package mutating func next() async throws -> [Message]? {
        if let reset = pendingReset {
            pendingReset = nil
            return [.reset(reset)]
        }
        let events = try await newerEvents()
        guard let last = events.last else { return nil }
        place = last.id
        return events.filter { filter.matches($0) && mayRead($0) }.map(Message.event)
    }

    private func newerEvents() async throws -> [PublishedEvent] {
        switch hub.batch(after: place) {
        case .events(let events): events
        case .outrun: try await log.events(after: place)
        }
    }

    /// Waits for something new, or for a sign that the connection should be looked at; `false` when the service ends.
    package func wait() async -> Bool {
        for await _ in signals { return true }
        return false
    }
}
