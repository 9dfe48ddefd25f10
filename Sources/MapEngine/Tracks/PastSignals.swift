import GeoCore
import LiveMap

/// What silence meant on a day of the past, as far as each vessel's newest fix tells it.
struct PastSignals: Sendable {
    private let rule: SignalRule?
    private let zones: ZoneIndex

    /// - Parameters:
    ///   - context: The rules and zones that are known now.
    ///   - moment: Whose version of the rule holds; it changes with days only.
    init(_ context: JudgingContext, at moment: Instant) {
        rule = context.rules.signal.version(at: moment)?.parameters
        zones = context.zones
    }

    /// A fix with what it takes to say later what silence after it means.
    func sighting(_ fix: Fix) -> Sighting {
        guard let rule else { return Sighting(fix: fix, isInHarbour: false) }
        let kinds = zones.zones(containing: fix.coordinate, on: fix.time.day()).map(\.kind)
        return Sighting(fix: fix, isInHarbour: kinds.contains(where: rule.harbourKinds.contains))
    }

    /// A vessel's fix, and whether that was where vessels lie silent.
    struct Sighting: Sendable {
        var fix: Fix
        var isInHarbour: Bool
    }

    /// The signal of a vessel that was last seen so, at a moment; `nil` where no rule held, and where a person told the position,
    /// which does not say how long the device had been silent.
    func signal(of sighting: Sighting, at moment: Instant) -> SignalState? {
        guard let rule else { return nil }
        if sighting.isInHarbour { return .inPort }
        guard rule.sources.contains(sighting.fix.source) else { return nil }
        let hours = moment.seconds(since: sighting.fix.time) / 3_600
        return hours >= rule.lostHours ? .lost : hours > rule.lateHours ? .late : .ok
    }
}
