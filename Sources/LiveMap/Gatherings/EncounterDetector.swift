package import GeoCore

/// Finds meetings of two vessels at sea in tracks as dense as AIS, as Global Fishing Watch defines them.
///
/// Each track is resampled to whole steps of event time, with no place in gaps that are too long; two vessels near each
/// other at consecutive steps are together; stretches together that are long enough are joined where little time
/// lies between them; and the meeting counts where it lasted long enough and both were slow on the median. Steps near an
/// anchorage do not count. The answer is a function of the fixes alone.
package struct EncounterDetector: Sendable {
    package let reference: RuleReference
    package let rule: EncounterRule
    private let anchorages: VicinityIndex

    /// - Parameter anchorages: With the reach within which meeting is ordinary: 10 km.
    package init(_ reference: RuleReference, rule: EncounterRule, anchorages: VicinityIndex) {
        precondition(rule.stepSeconds >= 1, "tracks are resampled to steps of at least a second")
        self.reference = reference
        self.rule = rule
        self.anchorages = anchorages
    }

    /// The time of the fixes needed to find all that touches a time: the longest gap and the joining reach around it.
    package func span(of times: Range<Instant>) -> Range<Instant> {
        let reach = rule.longestGapSeconds + rule.joinedWithinSeconds + rule.durationSeconds
        return times.lowerBound.adding(seconds: -reach)..<times.upperBound.adding(seconds: reach)
    }

    /// The encounters in these fixes, in order of opening; one that lasts at `horizon` is open.
    ///
    /// - Parameters:
    ///   - horizon: Up to when fixes are complete.
    ///   - tracks: Of the fixes to be judged.
    ///   - carried: Suspicions of `CarriedDeviceDetector` in the same time: two devices on one boat do not meet.
    package func findings(
        horizon: Instant, tracks: [VesselTrack], carried: [Violation] = []
    ) -> [Violation] {
        // Whose fixes all lie too far apart has a place at single steps only, and meets nobody for long.
        let tracks = tracks.filter {
            rule.shortestSeconds == 0 || $0.hasGap(ofAtMost: rule.longestGapSeconds)
        }
        var pairs: [VesselPair: [Meeting]] = [:]
        for step in steps(of: tracks, horizon: horizon) { meet(tracks, at: step, &pairs) }
        return pairs.flatMap { pair, meetings in
            joined(meetings).compactMap { violation(of: $0, pair, tracks, horizon: horizon) }
        }
        .filter { encounter in
            let doubles = carried.doubles(from: encounter.opened, to: encounter.closed ?? horizon)
            return !encounter.objects.contains(where: doubles.contains)
        }
        .sorted { ($0.opened, $0.objects[0], $0.objects[1]) < ($1.opened, $1.objects[0], $1.objects[1]) }
    }
}

/// Two tracks by their indexes, the lower first.
struct VesselPair: Hashable {
    var first: Int
    var second: Int
}

/// A stretch of two vessels together.
private struct Meeting {
    var start: Int64
    var end: Int64
    /// Of either vessel, in knots, at each step.
    var speeds: [Double]
    var nearestMeters: Double
    var place: Coordinate
}

extension EncounterDetector {
    private var stepMilliseconds: Int64 { Int64((rule.stepSeconds * 1_000).rounded()) }

    private func steps(of tracks: [VesselTrack], horizon: Instant) -> StrideTo<Int64> {
        let first = tracks.map { $0.fixes.firstTime.milliseconds }.min() ?? 0
        let last = min(horizon.milliseconds, tracks.map { $0.fixes.lastTime.milliseconds }.max() ?? 0)
        let start = first - (first % stepMilliseconds + stepMilliseconds) % stepMilliseconds
        return stride(from: start, to: max(start, last + 1), by: Int64.Stride(stepMilliseconds))
    }

    private func meet(_ tracks: [VesselTrack], at step: Int64, _ pairs: inout [VesselPair: [Meeting]]) {
        let time = Instant(milliseconds: step)
        var present: [Int] = []
        var places: [Coordinate] = []
        for (index, track) in tracks.enumerated() {
            guard let place = track.place(at: time, longestGapSeconds: rule.longestGapSeconds),
                !anchorages.isNear(place)
            else { continue }
            present.append(index)
            places.append(place)
        }
        ProximityGrid(places, radiusMeters: rule.distanceMeters).forEachPair { first, second, meters in
            let pair = VesselPair(first: present[first], second: present[second])
            let speeds = [pair.first, pair.second].compactMap { speed(of: tracks[$0], at: time) }
            extend(&pairs[pair, default: []], step: step, meters: meters, speeds: speeds, place: places[first])
        }
    }

    private func extend(
        _ meetings: inout [Meeting], step: Int64, meters: Double, speeds: [Double], place: Coordinate
    ) {
        if let last = meetings.indices.last, meetings[last].end + stepMilliseconds == step {
            meetings[last].end = step
            meetings[last].speeds += speeds
            meetings[last].nearestMeters = min(meetings[last].nearestMeters, meters)
        } else {
            meetings.append(
                Meeting(start: step, end: step, speeds: speeds, nearestMeters: meters, place: place))
        }
    }

    /// Over the ground, from the fixes around a moment.
    private func speed(of track: VesselTrack, at time: Instant) -> Double? {
        guard let index = track.lastIndex(atOrBefore: time) else { return nil }
        let (start, end) = index + 1 < track.fixes.count ? (index, index + 1) : (index - 1, index)
        guard start >= 0 else { return nil }
        let (first, last) = (track.fixes[start], track.fixes[end])
        let meters = GeodesicOrigin(first.coordinate).distance(to: last.coordinate)
        return Knots.knots(meters: meters, seconds: last.time.seconds(since: first.time))
    }

    private func joined(_ meetings: [Meeting]) -> [Meeting] {
        let shortest = Int64(rule.shortestSeconds * 1_000)
        var result: [Meeting] = []
        for meeting in meetings where meeting.end - meeting.start >= shortest {
            if let last = result.last, Double(meeting.start - last.end) < rule.joinedWithinSeconds * 1_000 {
                result[result.count - 1].end = meeting.end
                result[result.count - 1].speeds += meeting.speeds
                result[result.count - 1].nearestMeters = min(last.nearestMeters, meeting.nearestMeters)
            } else {
                result.append(meeting)
            }
        }
        return result
    }

    private func violation(
        of meeting: Meeting, _ pair: VesselPair, _ tracks: [VesselTrack], horizon: Instant
    ) -> Violation? {
        let seconds = Double(meeting.end - meeting.start) / 1_000
        let median = Middle.median(meeting.speeds)
        guard seconds >= rule.durationSeconds, median < rule.slowKnots else { return nil }
        let (opened, end) = (Instant(milliseconds: meeting.start), Instant(milliseconds: meeting.end))
        let isOver = end.adding(seconds: max(rule.joinedWithinSeconds, rule.longestGapSeconds)) < horizon
        let pairTracks = [tracks[pair.first], tracks[pair.second]]
        return Violation(
            rule: reference, kind: .encounter, objects: pairTracks.map(\.vessel), opened: opened,
            closed: isOver ? end : nil, place: meeting.place,
            measures: [
                Measure("hours", seconds / 3_600), Measure("medianKnots", median),
                Measure("nearestMeters", meeting.nearestMeters),
            ],
            evidence: pairTracks.flatMap { $0.evidence(from: opened, to: end) }
                .sorted { ($0.time, $0.object) < ($1.time, $1.object) })
    }
}

/// The middle of numbers.
enum Middle {
    /// The median, the mean of the two middle ones for an even count; infinity for none.
    static func median(_ values: [Double]) -> Double {
        guard !values.isEmpty else { return .infinity }
        let sorted = values.sorted()
        let half = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
    }
}
