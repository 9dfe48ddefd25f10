import GeoCore

/// Where a vessel was and how fast it said it went.
struct Waypoint {
    let time: Instant
    let coordinate: Coordinate
    /// Over ground; `nil` where the sender did not say.
    let speedKnots: Double?
}

/// The way of a vessel from one fix to the next.
struct Leg {
    let first: Waypoint
    let last: Waypoint
    let seconds: Double
    let meters: Double
    let knots: Double

    init(from first: Waypoint, to last: Waypoint) {
        self.first = first
        self.last = last
        seconds = last.time.seconds(since: first.time)
        meters = Geodesic.shortDistance(from: first.coordinate, to: last.coordinate)
        knots = Knots.knots(meters: meters, seconds: seconds)
    }

    func place(at time: Instant) -> Coordinate {
        Geodesic.between(first.coordinate, last.coordinate, share: time.seconds(since: first.time) / seconds)
    }

    /// The mean of the speeds told at its ends; `nil` where none is.
    var saidKnots: Double? {
        let said = [first.speedKnots, last.speedKnots].compactMap { $0 }
        return said.isEmpty ? nil : said.reduce(0, +) / Double(said.count)
    }

    /// Whether the vessel kept its speed and the chord is about as long as that speed makes it; taken as so where it tells no
    /// speed. One that slowed down or turned is somewhere else than halfway in half of the time.
    func isStraight(share: Double) -> Bool {
        guard let one = first.speedKnots ?? last.speedKnots else { return true }
        let other = last.speedKnots ?? one
        let (slowest, fastest) = (min(one, other), max(one, other))
        return knots >= share * fastest && slowest >= share * share * fastest
    }

    /// Whether the vessel could have been at a fix of another, within some metres.
    func couldPass(_ fix: Fix, slack: Double, knots: Double) -> Bool {
        let speed = Knots.metersPerSecond(knots)
        func isReached(_ end: Waypoint) -> Bool {
            Geodesic.shortDistance(from: fix.coordinate, to: end.coordinate)
                <= speed * abs(end.time.seconds(since: fix.time)) + slack
        }
        return isReached(first) && isReached(last)
    }
}

extension VesselTrack {
    /// The way around a moment; `nil` outside the fixes and where it took longer.
    func leg(at time: Instant, longestSeconds: Double) -> Leg? {
        guard let index = lastIndex(atOrBefore: time), index + 1 < fixes.count else { return nil }
        let (first, last) = (fixes.waypoint(at: index), fixes.waypoint(at: index + 1))
        return last.time.seconds(since: first.time) <= longestSeconds ? Leg(from: first, to: last) : nil
    }
}
