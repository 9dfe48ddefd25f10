import GeoCore

/// The way of a vessel from one fix to the next.
struct Leg {
    let first: Fix
    let last: Fix
    let seconds: Double
    let meters: Double
    let knots: Double

    init(from first: Fix, to last: Fix) {
        self.first = first
        self.last = last
        seconds = last.time.seconds(since: first.time)
        meters = GeodesicOrigin(first.coordinate).distance(to: last.coordinate)
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
        let said = [first.speedKnots, last.speedKnots].compactMap { $0 }
        guard let fastest = said.max(), let slowest = said.min() else { return true }
        return knots >= share * fastest && slowest >= share * share * fastest
    }

    /// Whether the vessel could have been at a fix of another, within some metres.
    func couldPass(_ fix: Fix, slack: Double, knots: Double) -> Bool {
        let origin = GeodesicOrigin(fix.coordinate)
        let speed = Knots.metersPerSecond(knots)
        return origin.distance(to: first.coordinate) <= speed * fix.time.seconds(since: first.time) + slack
            && origin.distance(to: last.coordinate) <= speed * last.time.seconds(since: fix.time) + slack
    }
}

extension VesselTrack {
    /// The way around a moment; `nil` outside the fixes and where it took longer.
    func leg(at time: Instant, longestSeconds: Double) -> Leg? {
        guard let index = lastIndex(atOrBefore: time), index + 1 < fixes.count else { return nil }
        let leg = Leg(from: fixes[index], to: fixes[index + 1])
        return leg.seconds <= longestSeconds ? leg : nil
    }
}
