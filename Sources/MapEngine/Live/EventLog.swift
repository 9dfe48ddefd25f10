import GeoCore
import GeoStorage

/// Keeps events and hands them out: durable first, told after, in one sequence.
///
/// Whoever publishes while another batch is on its way to the disk joins the next one.
actor EventLog {
    private let history: LiveArchive
    private let hub: EventHub
    private var isPublishing = false
    private var waiting: [(events: [LiveEvent], whenDone: CheckedContinuation<Void, any Error>)] = []

    init(history: LiveArchive, hub: EventHub) {
        self.history = history
        self.hub = hub
    }

    /// Lets the hub begin after what was told before the service was started.
    func begin() async throws {
        hub.begin(after: try await history.eventSpan().last, newest: try await history.newestEvents())
    }

    /// Keeps events and tells them; returns when they are durable.
    func publish(_ events: [LiveEvent]) async throws {
        guard !events.isEmpty else { return }
        if isPublishing {
            return try await withCheckedThrowingContinuation { waiting.append((events, $0)) }
        }
        isPublishing = true
        let result = await store(events)
        while !waiting.isEmpty {
            let others = waiting
            waiting = []
            let outcome = await store(others.flatMap(\.events))
            for other in others { other.whenDone.resume(with: outcome) }
        }
        isPublishing = false
        try result.get()
    }

    private func store(_ events: [LiveEvent]) async -> Result<Void, any Error> {
        do {
            let receipt = try await history.append(LiveBatch(events: events))
            hub.publish(zip(events, receipt.events).compactMap { PublishedEvent($0, id: $1) })
            return .success(())
        } catch {
            return .failure(error)
        }
    }

    /// The next events after an identifier, from the disk, and up to where they were looked at; those in words that are not known are
    /// passed over, and those that newer ones took the place of.
    ///
    /// Few at a time: it is what each listener that lies behind makes the service hold.
    nonisolated func events(after id: Int64) async throws -> (events: [PublishedEvent], last: Int64) {
        let page = try await history.events(after: id, topics: nil, limit: Self.pageSize)
        let events = page.events.compactMap { PublishedEvent($0.event, id: $0.id) }
        return (hub.current(among: events), page.last)
    }

    private static let pageSize = 500

    /// Whether everything after that event is still known.
    nonisolated func reaches(back id: Int64) async throws -> Bool {
        try await history.eventSpan().purgedThrough <= id
    }
}
