import GeoCore
import LiveMap

/// What silence meant at a moment, as far as each vessel's newest fix tells it.
struct PastSignals: Sendable {
    private let rule: SignalRule?
    private let zones: ZoneIndex
    private let moment: Instant

    /// - Parameter context: The rules and zones that are known now.
    init(_ context: JudgingContext, at moment: Instant) {
        rule = context.rules.signal.version(at: moment)?.parameters
        zones = context.zones
        self.moment = moment
    }

    /// The signal of a vessel whose newest fix this was; `nil` where no rule held, and where a person told the position, which
    /// does not say how long the device had been silent.
    func signal(of fix: Fix) -> SignalState? {
        guard let rule else { return nil }
        let kinds = zones.zones(containing: fix.coordinate, on: fix.time.day()).map(\.kind)
        if kinds.contains(where: rule.harbourKinds.contains) { return .inPort }
        guard rule.sources.contains(fix.source) else { return nil }
        let hours = moment.seconds(since: fix.time) / 3_600
        return hours >= rule.lostHours ? .lost : hours > rule.lateHours ? .late : .ok
    }
}
