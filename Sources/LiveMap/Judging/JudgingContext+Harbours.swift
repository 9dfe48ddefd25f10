import GeoCore

extension JudgingContext {
    /// Whether a fix heads for a harbour that the vessel reaches at its speed within the minutes of the rule: after as much way
    /// as it has to go, straight on, it would be nearer by a quarter at least.
    func isHeadingIn(_ step: Step, rule: SignalRule) -> Bool {
        guard rule.harbourMinutes > 0, let knots = step.speedKnots, knots > 0, let course = step.courseDegrees else {
            return false
        }
        return isHeadingIn(step.fix, knots: knots, course: course, minutes: rule.harbourMinutes, rule)
    }

    /// Whether a boat that was last heard on its way may have come into a harbour by some moment, by the speed and course it told.
    func mayHaveComeIn(_ last: Fix, by moment: Instant, rule: SignalRule) -> Bool {
        guard rule.harbourMinutes > 0, let knots = last.speedKnots, let course = last.courseDegrees, knots > 0,
            let fastest = rules.track.version(at: last.time)?.parameters.maxKnots, knots <= fastest
        else { return false }
        return isHeadingIn(last, knots: knots, course: course, minutes: moment.seconds(since: last.time) / 60, rule)
    }

    private func isHeadingIn(
        _ fix: Fix, knots: Double, course: Double, minutes: Double, _ rule: SignalRule
    ) -> Bool {
        let day = fix.time.day()
        let reach = knots * Step.metersPerMile * minutes / 60
        return zones.numbers(near: .enclosing(fix.coordinate, radiusMeters: reach), on: day).contains { number in
            let zone = zones.zones[number]
            guard rule.harbourKinds.contains(zone.kind),
                let depth = zones.depth(of: fix.coordinate, in: zone.reference.id, on: day, within: reach)
            else { return false }
            let ahead = Geodesic.direct(from: fix.coordinate, azimuth: course, meters: abs(depth)).coordinate
            let next = zones.depth(of: ahead, in: zone.reference.id, on: day, within: abs(depth))
            return next.map { $0 > Self.leastApproach * -abs(depth) } ?? false
        }
    }

    private static let leastApproach = 0.75
}

extension Step {
    /// Degrees as sent, else of the way from the fix before where there is a segment.
    var courseDegrees: Double? {
        if let sent = fix.courseDegrees { return sent }
        guard isSegment, let previous, meters > 0 else { return nil }
        return Geodesic.inverse(from: previous.coordinate, to: fix.coordinate).azimuth
    }
}
