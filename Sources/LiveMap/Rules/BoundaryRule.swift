/// Nearing a boundary line, warned of in steps.
package struct BoundaryApproachRule: Hashable, Sendable {
    /// Nautical miles from the line, the widest first; never empty.
    package var warningMiles: [Double]
    /// Lines of these standings.
    package var statuses: Set<BoundaryStatus>
    package var minimumLength: Double

    package init(warningMiles: [Double], statuses: Set<BoundaryStatus>, minimumLength: Double = 0) {
        self.warningMiles = warningMiles.sorted(by: >)
        self.statuses = statuses
        self.minimumLength = minimumLength
    }
}

/// Being on the far side of a boundary line.
package struct BoundaryCrossingRule: Hashable, Sendable {
    /// Metres beyond the line from which it counts.
    package var toleranceMeters: Double
    package var statuses: Set<BoundaryStatus>
    package var minimumLength: Double
    /// Nautical miles from the line within which its sides mean anything.
    package var reachMiles: Double
    /// A crossing between two fixes on the home side less sure than this is not told.
    package var leastConfidence: Double

    package init(
        toleranceMeters: Double, statuses: Set<BoundaryStatus>, minimumLength: Double = 0, reachMiles: Double,
        leastConfidence: Double
    ) {
        self.toleranceMeters = toleranceMeters
        self.reachMiles = reachMiles
        self.statuses = statuses
        self.minimumLength = minimumLength
        self.leastConfidence = leastConfidence
    }
}

/// What a line at sea rests on.
package enum BoundaryStatus: String, Hashable, Sendable, CaseIterable {
    case treaty
    case declared
    case operationalWarning = "operational-warning"
}
