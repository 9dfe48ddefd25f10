/// What a track can be: which fixes are possible, which device counts, and how far one may reason between two fixes.
package struct TrackRule: Hashable, Sendable {
    /// An implied speed above this is no boat's.
    package var maxKnots: Double
    /// An implied speed above this, and above what the fixes themselves say, is doubted until the next fix agrees; `nil` where
    /// only the impossible is.
    package var doubtKnots: Double?
    /// Distances up to this are noise of the position and imply no speed, metres.
    package var jitterMeters: Double
    /// So many impossible fixes in a row that agree with each other are the true track, and the one before them was wrong.
    package var agreeingFixes: Int
    /// A second device is not counted until the first has been silent for so long, hours.
    package var deviceAliveHours: Double
    /// Between fixes farther apart than this nothing is assumed, hours.
    package var segmentHours: Double
    /// A border counts as passed only by so much, metres.
    package var hysteresisMeters: Double

    package init(
        maxKnots: Double, doubtKnots: Double? = nil, jitterMeters: Double, agreeingFixes: Int,
        deviceAliveHours: Double, segmentHours: Double, hysteresisMeters: Double
    ) {
        self.maxKnots = maxKnots
        self.doubtKnots = doubtKnots
        self.jitterMeters = jitterMeters
        self.agreeingFixes = agreeingFixes
        self.deviceAliveHours = deviceAliveHours
        self.segmentHours = segmentHours
        self.hysteresisMeters = hysteresisMeters
    }
}
