package import GeoCore

/// The outages of the network as they are known while fixes come: those that `OutageDetector` finds in its memory, and those that
/// began before that and are settled.
package struct OutageWatch: Sendable {
    private var detector: OutageDetector
    /// All that judging has to know, in order of their beginning.
    package private(set) var outages: [Outage] = []
    private var lastLook: Instant?

    /// The end of an outage that lasts longer is not looked for: it ends then.
    private static let longestHours = 30.0 * 24

    package init(_ detector: OutageDetector) {
        self.detector = detector
    }

    /// The windows of which the newest fix of a vessel is all that counts.
    package var timeWindows: TimeWindows { detector.timeWindows }

    /// Since when fixes count where the newest of all is of this moment.
    package func horizon(asOf newest: Instant) -> Instant {
        detector.horizon(asOf: newest, sparing: lasting(at: newest))
    }

    /// Takes note of a fix of a device that was judged: see `OutageDetector.note`.
    package mutating func note(_ fix: Fix, isInHarbour: Bool) { detector.note(fix, isInHarbour: isInHarbour) }

    /// Takes up what was told before.
    package mutating func restore(_ told: [Outage]) {
        outages = told.map { outage in
            var outage = outage
            let window = Double(timeWindows.milliseconds) / 1_000
            let first = outage.lastFixes.values.map(\.time).min() ?? outage.start
            outage.lastHeard = outage.lastHeard ?? min(first, outage.start)..<outage.start.adding(seconds: window)
            return outage
        }.sorted { $0.start < $1.start }
    }

    /// Forgets what a detector that had heard all along would have forgotten, where the newest of all fixes is of this moment.
    package mutating func forget(asOf newest: Instant) {
        detector.forget(asOf: newest, sparing: lasting(at: newest))
    }

    /// Looks at what is known at a moment; one before that of the last look is taken for that.
    ///
    /// - Returns: The outages as they were before, and as they are.
    package mutating func look(at now: Instant) -> (before: [Outage], found: [Outage]) {
        let (now, last, before) = (max(now, lastLook ?? now), lastLook, outages)
        lastLook = now
        // Where nobody was heard for longer than the memory, what began then must be seen before it is forgotten.
        if let quiet = detector.quiet, quiet < now, last.map({ quiet > $0 }) ?? true { take(asOf: quiet) }
        take(asOf: now)
        return (before, outages)
    }

    private mutating func take(asOf now: Instant) {
        detector.forget(asOf: now, sparing: lasting(at: now))
        let settled = outages.filter(detector.hasForgotten).map { Self.settled($0, at: now) }
        // The end of a settled one is no outage of its own.
        outages =
            settled
            + detector.outages(at: now).filter { outage in
                !settled.contains { $0.end.map { outage.start < $0 } ?? false }
            }
    }

    /// An outage that is not looked after any more excuses no silence that begins later.
    private static func settled(_ outage: Outage, at now: Instant) -> Outage {
        var outage = outage
        let latest = outage.start.adding(hours: longestHours)
        if latest <= now { outage.end = outage.end ?? latest }
        return outage
    }

    /// Whether a look may find something else than the last: for a clock that runs through years, an hour at a time.
    package func isWorthLooking(at now: Instant) -> Bool {
        guard let lastLook else { return true }
        guard timeWindows.number(of: now) > timeWindows.number(of: lastLook) else { return false }
        return lasting(at: now) != nil || now.seconds(since: lastLook) >= 86_400
            || detector.mayBeSilent(at: now, since: lastLook)
    }

    private func lasting(at now: Instant) -> Outage? {
        outages.first { $0.end == nil && $0.start >= now.adding(hours: -Self.longestHours) }
    }
}
