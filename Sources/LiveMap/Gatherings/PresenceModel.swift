import GeoCore

/// Where a vessel is thought to lie at a moment, and how surely.
struct Presence {
    var vessel: ObjectID
    var place: Coordinate
    /// The standard deviation of the place, each way.
    var deviationMeters: Double
    /// The probability that the vessel was slow there at all, and not already gone or still coming.
    var lingering: Double
    /// The fixes around the moment.
    var evidence: [Fix]
}

/// Reasons about the time between two fixes.
///
/// What is certain is the ellipse: the vessel is nowhere that its greatest speed could not take it from one fix and on to the
/// next. Within it:
/// - slow at both ends and on the whole, the vessel drifted, and its place is that of a Brownian bridge: straight between
///   the fixes, with a variance of v² · memory · a·b / (a + b), where a and b are the times to the fixes and v its speed;
/// - slow at one end only, it left (or came) at some moment, none likelier than another, between the latest that its greatest
///   speed allows and the earliest that half its speed at the moving end does;
/// - with no fix at the other end, it may have left at any moment of two windows.
struct PresenceModel {
    let rule: GatheringRule

    /// `nil` where the vessel was moving, or nothing is known.
    func presence(of track: VesselTrack, at time: Instant) -> Presence? {
        guard let index = track.lastIndex(atOrBefore: time) else { return nil }
        let before = track.fixes[index]
        let after = index + 1 < track.fixes.count ? track.fixes[index + 1] : nil
        guard let after, after.time.seconds(since: before.time) <= rule.longestGapSeconds else {
            return alone(before, at: time) ?? after.flatMap { alone($0, at: time) }
        }
        return between(Stretch(from: before, to: after), at: time)
    }

    private func between(_ stretch: Stretch, at time: Instant) -> Presence? {
        let (slowFirst, slowLast) = (isSlow(stretch.firstKnots), isSlow(stretch.lastKnots))
        if slowFirst, slowLast, isSlow(stretch.meanKnots) { return drifting(stretch, at: time) }
        let stayed = slowFirst ? parted(from: stretch.first, other: stretch.last, stretch, at: time) : nil
        let came = slowLast ? parted(from: stretch.last, other: stretch.first, stretch, at: time) : nil
        guard let stayed, let came else { return stayed ?? came }
        return stayed.lingering >= came.lingering ? stayed : came
    }

    private func isSlow(_ knots: Double) -> Bool { knots < rule.slowKnots }

    private func drifting(_ stretch: Stretch, at time: Instant) -> Presence {
        let share = time.seconds(since: stretch.first.time) / stretch.seconds
        let place = Geodesic.between(stretch.first.coordinate, stretch.last.coordinate, share: share)
        let knots = max(stretch.meanKnots, (stretch.firstKnots + stretch.lastKnots) / 2)
        let deviation = drift(knots: knots, seconds: stretch.seconds * share * (1 - share))
        return Presence(
            vessel: stretch.first.object, place: place, deviationMeters: deviation, lingering: 1,
            evidence: [stretch.first, stretch.last])
    }

    /// Still (or already) at the slow end of a stretch whose other end lies elsewhere.
    private func parted(from end: Fix, other: Fix, _ stretch: Stretch, at time: Instant) -> Presence? {
        let otherKnots = max(other.speedKnots ?? stretch.meanKnots, stretch.meanKnots, rule.slowKnots)
        let quickest = stretch.meters / Knots.metersPerSecond(rule.fastestKnots)
        let slowest = stretch.meters / Knots.metersPerSecond(otherKnots / 2)
        let longest = stretch.seconds - quickest
        let shortest = min(max(0, stretch.seconds - slowest), longest)
        let elapsed = abs(time.seconds(since: end.time))
        guard elapsed < longest else { return nil }
        let lingering = elapsed <= shortest ? 1 : (longest - elapsed) / (longest - shortest)
        return Presence(
            vessel: end.object, place: end.coordinate,
            deviationMeters: drift(knots: end.speedKnots ?? 0, seconds: elapsed), lingering: lingering,
            evidence: [stretch.first, stretch.last])
    }

    private func alone(_ fix: Fix, at time: Instant) -> Presence? {
        let elapsed = abs(time.seconds(since: fix.time))
        guard let knots = fix.speedKnots, isSlow(knots), elapsed <= rule.windowSeconds else { return nil }
        return Presence(
            vessel: fix.object, place: fix.coordinate, deviationMeters: drift(knots: knots, seconds: elapsed),
            lingering: 1 - elapsed / (2 * rule.windowSeconds), evidence: [fix])
    }

    /// Receivers err by some metres, and an anchored vessel swings: never less than 30 m.
    private func drift(knots: Double, seconds: Double) -> Double {
        let speed = Knots.metersPerSecond(knots)
        return max(30, speed * (rule.driftMemorySeconds * seconds).squareRoot())
    }
}

/// From one fix of a vessel to the next.
private struct Stretch {
    let first: Fix
    let last: Fix
    let seconds: Double
    let meters: Double
    let meanKnots: Double

    init(from first: Fix, to last: Fix) {
        self.first = first
        self.last = last
        seconds = last.time.seconds(since: first.time)
        meters = GeodesicOrigin(first.coordinate).distance(to: last.coordinate)
        meanKnots = Knots.knots(meters: meters, seconds: seconds)
    }

    var firstKnots: Double { first.speedKnots ?? meanKnots }
    var lastKnots: Double { last.speedKnots ?? meanKnots }
}
