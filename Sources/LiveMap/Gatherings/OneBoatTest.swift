import GeoCore

/// Whether the devices of two vessels may be on board of one boat, as far as their fixes tell them apart.
///
/// Each fix of one is held against the way of the other between its own fixes. On a straight way under way the other's place is
/// known as well as `CarriedDeviceRule` says; on a bent or slow one it is that of a Brownian bridge, as in `PresenceModel`. Two
/// receivers on one deck lie within the median of that deviation as often as beyond it; boats that work or drift on their own,
/// even side by side, lie beyond it, and far beyond it sooner or later.
///
/// It is no suspicion: what nothing tells apart may as well be two boats that keep each other company closely.
struct OneBoatTest {
    let rule: CarriedDeviceRule
    /// How long a working or drifting boat keeps its direction.
    let memorySeconds: Double

    /// - Parameter interval: The time of the fixes that are compared.
    func mayBeOne(_ first: VesselTrack, _ second: VesselTrack, in interval: Range<Instant>) -> Bool {
        let ratios = ratios(of: first, to: second, interval) + ratios(of: second, to: first, interval)
        let isFarTwice = ratios.count { $0 > Self.farRatio } >= 2
        return !isFarTwice && (ratios.isEmpty || Middle.median(ratios) <= 1)
    }

    /// So many times the median deviation are beyond chance: Rayleigh's distribution has one in 65,000 there.
    private static let farRatio = 4.0

    /// How far each fix lies from the way of the other, in medians of what one boat would deviate.
    private func ratios(of track: VesselTrack, to other: VesselTrack, _ interval: Range<Instant>) -> [Double] {
        track.fixes.compactMap { fix in
            guard interval.contains(fix.time),
                let leg = other.leg(at: fix.time, longestSeconds: rule.longestGapSeconds)
            else { return nil }
            let meters = Geodesic.shortDistance(from: leg.place(at: fix.time), to: fix.coordinate)
            return meters / medianMeters(of: leg, at: fix.time)
        }
    }

    private func medianMeters(of leg: Leg, at time: Instant) -> Double {
        guard !rule.isTelling(leg) else { return rule.allowedMeters(legSeconds: leg.seconds) }
        let elapsed = time.seconds(since: leg.first.time)
        let bridge = memorySeconds * elapsed * (leg.seconds - elapsed) / leg.seconds
        let speed = Knots.metersPerSecond(max(leg.knots, leg.saidKnots ?? 0))
        return max(rule.nearMeters, Self.medianDeviations * speed * bridge.squareRoot())
    }

    /// The median of Rayleigh's distribution in standard deviations each way: the root of 2 ln 2.
    private static let medianDeviations = 1.177_41
}
