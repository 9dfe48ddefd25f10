import GeoCore
import LiveMap

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
    private let state: EngineState
    private let indicators: IndicatorService
    private let signals: AsyncStream<Void>
    /// The event that the listener has come to.
    package private(set) var place: Int64
    private var pendingReset: Int64?

    init(
        hub: EventHub, log: EventLog, filter: EventFilter, after place: Int64?,
        state: EngineState, indicators: IndicatorService
    ) async throws {
        self.hub = hub
        self.log = log
        self.filter = filter
        self.state = state
        self.indicators = indicators
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
        guard let (events, last) = try await newerEvents() else { return nil }
        place = last
        let rights = EventRights(catalogue: state.catalogue, indicators: indicators.indicators, caller: filter.caller)
        return events.filter { filter.matches($0) && rights.allow($0) }.map(Message.event)
    }

    private func newerEvents() async throws -> (events: [PublishedEvent], last: Int64)? {
        switch hub.batch(after: place) {
        case .events(let events):
            return events.last.map { (events, $0.id) }
        case .outrun:
            let (events, last) = try await log.events(after: place)
            return last > place ? (events, last) : nil
        }
    }

    /// What the next messages follow from; `nil` where the listener is told of a reset first.
    package var outlook: Outlook? {
        guard pendingReset == nil else { return nil }
        var filter = filter
        // Rights go by role and unit, whoever has them.
        filter.caller.name = ""
        return Outlook(
            filter: filter, place: place, newest: hub.newestID, catalogue: state.catalogueGeneration)
    }

    /// Two subscriptions with the same one may be told the same.
    package struct Outlook: Hashable, Sendable {
        fileprivate let filter: EventFilter
        fileprivate let place: Int64
        /// A newer event may take the place of others, or take back what they told.
        fileprivate let newest: Int64
        fileprivate let catalogue: Int
    }

    /// Goes on from a place that another subscription with the same outlook has come to.
    package mutating func skip(to place: Int64) { self.place = place }

    /// Waits for something new, or for a sign that the connection should be looked at; `false` when the service ends.
    package func wait() async -> Bool {
        for await _ in signals { return true }
        return false
    }
}

/// What a caller may be told by the definitions as they are now, whenever the event was.
private struct EventRights {
    let catalogue: Catalogue
    let indicators: KPICatalogue
    let caller: Caller

    func allow(_ event: PublishedEvent) -> Bool {
        guard catalogue[event.audience.layer]?.access.allows(event, for: caller) ?? false else { return false }
        guard event.topic == .kpi else { return true }
        return event.indicator.flatMap { indicators[$0] }?.access.allowsReading(by: caller) ?? false
    }
}
