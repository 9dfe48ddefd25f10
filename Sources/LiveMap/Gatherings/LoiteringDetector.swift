package import GeoCore

/// Finds vessels that hang about far from the shore, after Global Fishing Watch: slow on the mean, for hours.
///
/// A stay is a run of fixes with no gap too long, each reached from the one before more slowly than the rule's speed, and
/// none of them near the shore. The answer is a function of the fixes alone.
package struct LoiteringDetector: Sendable {
    package let reference: RuleReference
    package let rule: LoiteringRule
    private let shore: VicinityIndex

    /// - Parameter shore: Land with the distance within which hanging about is ordinary: 20 nautical miles.
    package init(_ reference: RuleReference, rule: LoiteringRule, shore: VicinityIndex) {
        self.reference = reference
        self.rule = rule
        self.shore = shore
    }

    /// The stays in these fixes, in order of opening; one whose last fix is the vessel's latest is open until a gap too long
    /// lies between it and `horizon`.
    ///
    /// - Parameters:
    ///   - horizon: Up to when fixes are complete.
    ///   - fixes: Those to be judged, in any order.
    ///   - carried: Suspicions of `CarriedDeviceDetector` in the same time: their vessels count as one boat, named by the first.
    package func findings(
        horizon: Instant, fixes: some Sequence<Fix>, carried: [Violation] = []
    ) -> [Violation] {
        VesselTrack.tracks(fixes).flatMap { track in
            stays(of: track).compactMap { violation(of: $0, track, horizon: horizon) }
        }
        .filter { stay in
            let doubles = carried.doubles(from: stay.opened, to: stay.closed ?? horizon)
            return !stay.objects.contains(where: doubles.contains)
        }
        .sorted { ($0.opened, $0.objects[0]) < ($1.opened, $1.objects[0]) }
    }
}

/// A run of slow fixes.
private struct Stay {
    var first: Int
    var last: Int
    var meters = 0.0
}

extension LoiteringDetector {
    private func stays(of track: VesselTrack) -> [Stay] {
        var stays: [Stay] = []
        var current: Stay?
        for index in track.fixes.indices.dropFirst() {
            let (before, after) = (track.fixes[index - 1], track.fixes[index])
            let seconds = after.time.seconds(since: before.time)
            let meters = GeodesicOrigin(before.coordinate).distance(to: after.coordinate)
            let isSlow =
                seconds <= rule.longestGapSeconds
                && Knots.knots(meters: meters, seconds: seconds) < rule.slowKnots
            guard isSlow, !shore.isNear(after.coordinate), !shore.isNear(before.coordinate) else {
                if let current { stays.append(current) }
                current = nil
                continue
            }
            var stay = current ?? Stay(first: index - 1, last: index)
            stay.last = index
            stay.meters += meters
            current = stay
        }
        return current.map { stays + [$0] } ?? stays
    }

    private func violation(of stay: Stay, _ track: VesselTrack, horizon: Instant) -> Violation? {
        let (first, last) = (track.fixes[stay.first], track.fixes[stay.last])
        let seconds = last.time.seconds(since: first.time)
        guard seconds >= rule.durationSeconds else { return nil }
        let isLatest = stay.last == track.fixes.count - 1
        let isOpen = isLatest && horizon.seconds(since: last.time) <= rule.longestGapSeconds
        return Violation(
            rule: reference, kind: .loitering, objects: [track.vessel], opened: first.time,
            closed: isOpen ? nil : last.time, place: first.coordinate,
            measures: [
                Measure("hours", seconds / 3_600),
                Measure("meanKnots", Knots.knots(meters: stay.meters, seconds: seconds)),
            ],
            evidence: track.evidence(from: first.time, to: last.time))
    }
}
