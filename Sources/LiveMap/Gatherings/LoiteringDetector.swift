package import GeoCore

/// Finds vessels that hang about far from the shore, after Global Fishing Watch: slow on the mean, for hours.
///
/// A stay is a run of fixes with no gap too long, reached from one to the next more slowly than the rule's speed, and none of
/// them near the shore. What is faster for less than two of the ten-minute steps in which tracks are looked at there is part of
/// it, as long as the mean stays below. The answer is a function of the fixes alone.
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
    ///   - tracks: Of the fixes to be judged.
    ///   - carried: Suspicions of `CarriedDeviceDetector` in the same time: their vessels count as one boat, named by the first.
    package func findings(
        horizon: Instant, tracks: [VesselTrack], carried: [Violation] = []
    ) -> [Violation] {
        tracks.flatMap { track in
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
    let first: Int
    /// The last one reached slowly.
    private(set) var last: Int
    /// The last one looked at: what came after `last` was faster.
    private(set) var seen: Int
    /// To `last`, and from there to `seen`.
    private(set) var meters: Double
    private var awayMeters = 0.0
    private(set) var awaySeconds = 0.0

    init(_ step: Leg, to index: Int) {
        first = index - 1
        last = index
        seen = index
        meters = step.meters
    }

    func reaching(_ index: Int, slowlyBy step: Leg) -> Stay {
        var stay = self
        (stay.last, stay.seen) = (index, index)
        stay.meters += awayMeters + step.meters
        (stay.awayMeters, stay.awaySeconds) = (0, 0)
        return stay
    }

    func leaving(to index: Int, by step: Leg) -> Stay {
        var stay = self
        stay.seen = index
        stay.awayMeters += step.meters
        stay.awaySeconds += step.seconds
        return stay
    }
}

extension LoiteringDetector {
    /// Two steps of ten minutes.
    private static let longestAwaySeconds = 1_200.0

    private func stays(of track: VesselTrack) -> [Stay] {
        var stays: [Stay] = []
        var current: Stay?
        for index in track.fixes.indices.dropFirst() {
            let step = Leg(from: track.fixes.waypoint(at: index - 1), to: track.fixes.waypoint(at: index))
            let next = current.flatMap { longer($0, by: step, to: index, track) }
            if let current, next == nil { stays.append(current) }
            current = next ?? (isSlow(step) && isFollowed(step) ? Stay(step, to: index) : nil)
        }
        return current.map { stays + [$0] } ?? stays
    }

    /// `nil` where the step ends the stay.
    private func longer(_ stay: Stay, by step: Leg, to index: Int, _ track: VesselTrack) -> Stay? {
        guard isFollowed(step) else { return nil }
        guard isSlow(step) else {
            let longer = stay.leaving(to: index, by: step)
            return longer.awaySeconds <= Self.longestAwaySeconds ? longer : nil
        }
        let longer = stay.reaching(index, slowlyBy: step)
        return meanKnots(of: longer, track) < rule.slowKnots ? longer : nil
    }

    private func isSlow(_ step: Leg) -> Bool { step.knots < rule.slowKnots }

    /// Whether the vessel can be followed along a step, and it leads nowhere near the shore.
    private func isFollowed(_ step: Leg) -> Bool {
        step.seconds <= rule.longestGapSeconds && !shore.isNear(step.last.coordinate)
            && !shore.isNear(step.first.coordinate)
    }

    private func meanKnots(of stay: Stay, _ track: VesselTrack) -> Double {
        let seconds = track.fixes[stay.last].time.seconds(since: track.fixes[stay.first].time)
        return Knots.knots(meters: stay.meters, seconds: seconds)
    }

    private func violation(of stay: Stay, _ track: VesselTrack, horizon: Instant) -> Violation? {
        let (first, last) = (track.fixes[stay.first], track.fixes[stay.last])
        let seconds = last.time.seconds(since: first.time)
        guard seconds >= rule.durationSeconds else { return nil }
        let isLatest = stay.seen == track.fixes.count - 1
        let isOpen = isLatest && horizon.seconds(since: track.fixes[stay.seen].time) <= rule.longestGapSeconds
        return Violation(
            rule: reference, kind: .loitering, objects: [track.vessel], opened: first.time,
            closed: isOpen ? nil : last.time, place: first.coordinate,
            measures: [
                Measure("hours", seconds / 3_600),
                Measure("meanKnots", meanKnots(of: stay, track)),
            ],
            evidence: track.evidence(from: first.time, to: last.time))
    }
}
