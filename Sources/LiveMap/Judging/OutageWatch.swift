package import GeoCore

/// The outages of the network as they are known while fixes come: those that `OutageDetector` finds in its memory, and those that
/// began before that and are settled.
package struct OutageWatch: Sendable {
    private var detector: OutageDetector
    /// All that judging has to know, in order of their beginning.
    package private(set) var outages: [Outage] = []
    private var lastLook: Instant?

    /// So long after its beginning no silence is explained by an outage any more; nor is one that lasts longer looked after.
    private static let longestHours = 30.0 * 24

    package init(_ detector: OutageDetector) {
        self.detector = detector
    }

    /// The windows of which the newest fix of a vessel is all that counts.
    package var timeWindows: TimeWindows { detector.timeWindows }

    /// Since when the fixes before a moment count.
    package func horizon(asOf now: Instant) -> Instant { detector.horizon(asOf: now, sparing: lasting(at: now)) }

    /// Takes note of a fix of a device that was judged: see `OutageDetector.note`.
    package mutating func note(_ fix: Fix, isInHarbour: Bool) { detector.note(fix, isInHarbour: isInHarbour) }

    /// Takes up what was told before.
    package mutating func restore(_ told: [Outage], at now: Instant) {
        outages = told.filter { Self.matters($0, at: now) }.sorted { $0.start < $1.start }
    }

    /// Looks at what is known now.
    ///
    /// - Returns: The outages in the memory as they were before, and as they are; settled ones are in neither.
    package mutating func look(at now: Instant) -> (before: [Outage], found: [Outage]) {
        lastLook = now
        detector.forget(asOf: now, sparing: lasting(at: now))
        let settled = outages.filter { detector.hasForgotten($0) && $0.end != nil && Self.matters($0, at: now) }
        let before = outages.filter { !detector.hasForgotten($0) }
        // The end of a settled one is no outage of its own.
        let found = detector.outages(at: now).filter { outage in
            !settled.contains { $0.end.map { outage.start < $0 } ?? false }
        }
        outages = settled + found
        return (before, found)
    }

    /// Whether a look may find something else than the last: for a clock that runs through years, an hour at a time.
    package func isWorthLooking(at now: Instant) -> Bool {
        guard let lastLook else { return true }
        let isNewWindow = timeWindows.number(of: now) != timeWindows.number(of: lastLook)
        guard isNewWindow else { return false }
        return lasting(at: now) != nil || now.seconds(since: lastLook) >= 86_400
            || detector.mayBeSilent(at: now, since: lastLook)
    }

    private func lasting(at now: Instant) -> Outage? {
        outages.first { $0.end == nil && Self.matters($0, at: now) }
    }

    private static func matters(_ outage: Outage, at now: Instant) -> Bool {
        outage.start >= now.adding(hours: -longestHours)
    }
}
