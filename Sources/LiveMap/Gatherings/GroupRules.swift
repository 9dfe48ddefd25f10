/// When several vessels lie together at sea, judged from fixes that are hours apart.
///
/// The parameters of a `RuleSeries`, which holds from when they are in force and what they rest on.
package struct GatheringRule: Hashable, Sendable {
    /// How many vessels make a gathering; at least 2.
    package var vessels: Int
    /// How near to the middle of the group a vessel must lie.
    package var radiusMeters: Double
    /// The length of a window; windows begin at whole multiples of it since 1970 (UTC).
    package var windowSeconds: Double
    /// In how many windows one after another the group must be there.
    package var windows: Int
    /// How many windows without the group do not yet end it.
    package var missedWindows: Int
    /// A vessel is slow below this.
    package var slowKnots: Double
    /// No vessel of the fleet is faster: what bounds where one could have been.
    package var fastestKnots: Double
    /// Between fixes farther apart nothing is said.
    package var longestGapSeconds: Double
    /// How long a drifting vessel keeps its direction: with its speed, what the uncertainty between fixes grows by.
    package var driftMemorySeconds: Double
    /// Findings less sure than this are not raised.
    package var leastConfidence: Double

    package init(
        vessels: Int, radiusMeters: Double, windowSeconds: Double,
        windows: Int, missedWindows: Int, slowKnots: Double, fastestKnots: Double, longestGapSeconds: Double,
        driftMemorySeconds: Double, leastConfidence: Double
    ) {
        self.vessels = vessels
        self.radiusMeters = radiusMeters
        self.windowSeconds = windowSeconds
        self.windows = windows
        self.missedWindows = missedWindows
        self.slowKnots = slowKnots
        self.fastestKnots = fastestKnots
        self.longestGapSeconds = longestGapSeconds
        self.driftMemorySeconds = driftMemorySeconds
        self.leastConfidence = leastConfidence
    }
}

/// When two vessels met at sea, after Global Fishing Watch: for tracks as dense as AIS.
package struct EncounterRule: Hashable, Sendable {
    package var distanceMeters: Double
    /// The least length of one stretch together, before stretches are joined.
    package var shortestSeconds: Double
    /// The least length of an encounter, after joining.
    package var durationSeconds: Double
    /// Stretches of the same two vessels nearer than this in time are one encounter.
    package var joinedWithinSeconds: Double
    /// The median of both vessels' speeds must be below.
    package var slowKnots: Double
    /// Tracks are resampled to whole multiples of this since 1970 (UTC).
    package var stepSeconds: Double
    /// No place is interpolated between fixes farther apart.
    package var longestGapSeconds: Double

    package init(
        distanceMeters: Double, shortestSeconds: Double,
        durationSeconds: Double, joinedWithinSeconds: Double, slowKnots: Double, stepSeconds: Double,
        longestGapSeconds: Double
    ) {
        self.distanceMeters = distanceMeters
        self.shortestSeconds = shortestSeconds
        self.durationSeconds = durationSeconds
        self.joinedWithinSeconds = joinedWithinSeconds
        self.slowKnots = slowKnots
        self.stepSeconds = stepSeconds
        self.longestGapSeconds = longestGapSeconds
    }
}

/// When a vessel hung about far from the shore, after Global Fishing Watch.
package struct LoiteringRule: Hashable, Sendable {
    /// The mean speed must be below.
    package var slowKnots: Double
    package var durationSeconds: Double
    /// Between fixes farther apart the vessel's stay is not followed: an hour for AIS, more for a two-hour cadence.
    package var longestGapSeconds: Double

    package init(
        slowKnots: Double, durationSeconds: Double,
        longestGapSeconds: Double
    ) {
        self.slowKnots = slowKnots
        self.durationSeconds = durationSeconds
        self.longestGapSeconds = longestGapSeconds
    }
}

/// When the devices of several vessels travel as if one boat carried them all.
package struct CarriedDeviceRule: Hashable, Sendable {
    /// How far a fix of one may lie from the way of the other as the median over the time together, where the other's fixes are
    /// `longestGapSeconds` apart; the nearer they are in time the less, in proportion, down to `nearMeters`.
    package var medianMeters: Double
    /// How far apart two receivers on one deck may say they are; as `medianMeters` where nothing is said.
    package var nearMeters: Double
    /// Farther apart than this at any fix means two boats, where the way between the other's fixes was straight.
    package var farthestMeters: Double
    /// A way is straight where its chord is at least this share of what the faster of the speeds at its ends would make of it,
    /// and these differ by no more than twice that.
    package var straightness: Double
    /// No vessel of the fleet is faster: what bounds where one could have been.
    package var fastestKnots: Double
    /// The least number of fixes compared, of both together.
    package var fixes: Int
    /// The least time over which they travel as one.
    package var durationSeconds: Double
    /// Only what happens faster than this is compared: in port all boats lie side by side.
    package var movingKnots: Double
    package var longestGapSeconds: Double

    package init(
        medianMeters: Double, nearMeters: Double? = nil, farthestMeters: Double, straightness: Double,
        fastestKnots: Double, fixes: Int, durationSeconds: Double, movingKnots: Double, longestGapSeconds: Double
    ) {
        self.medianMeters = medianMeters
        self.nearMeters = min(nearMeters ?? medianMeters, medianMeters)
        self.farthestMeters = farthestMeters
        self.straightness = straightness
        self.fastestKnots = fastestKnots
        self.fixes = fixes
        self.durationSeconds = durationSeconds
        self.movingKnots = movingKnots
        self.longestGapSeconds = longestGapSeconds
    }
}
