/// Who may fish in which of the three zones, by length, role and home province, and what fishing looks like in a track.
///
/// Presence is no violation, since every boat crosses the near zones between sea and port: what counts is a speed of
/// fishing kept up, or a passage that takes longer than any passage does.
package struct FishingZoneRule: Hashable, Sendable {
    /// The first that fits a vessel holds; a vessel that none fits is not judged.
    package var classes: [FishingClass]
    /// Inside these nothing is judged: ports, lanes, anchorages, storm shelters.
    package var exemptKinds: Set<ZoneKind>
    /// Provinces whose coastal belts boats of another may use, by the home province.
    package var agreements: [String: Set<String>]
    package var pattern: FishingPattern
    /// Hours under way in a zone that is not one's own before it is no longer a passage.
    package var transitHours: Double

    package init(
        classes: [FishingClass], exemptKinds: Set<ZoneKind>, agreements: [String: Set<String>] = [:],
        pattern: FishingPattern, transitHours: Double
    ) {
        self.classes = classes
        self.exemptKinds = exemptKinds
        self.agreements = agreements
        self.pattern = pattern
        self.transitHours = transitHours
    }
}

/// One row of the table of lengths.
package struct FishingClass: Hashable, Sendable {
    /// Metres, `minimum` ≤ length < `maximum`.
    package var minimumLength: Double
    package var maximumLength: Double
    package var role: VesselRole
    package var allowed: Set<ZoneKind>
    /// Whether the coastal belts of other provinces are closed.
    package var boundToHomeProvince: Bool

    package init(
        minimumLength: Double = 0, maximumLength: Double = .infinity, role: VesselRole, allowed: Set<ZoneKind>,
        boundToHomeProvince: Bool = false
    ) {
        self.minimumLength = minimumLength
        self.maximumLength = maximumLength
        self.role = role
        self.allowed = allowed
        self.boundToHomeProvince = boundToHomeProvince
    }
}

/// What fishing looks like in speeds over time.
package struct FishingPattern: Hashable, Sendable {
    /// Knots; below the lower end a boat lies still, above the upper it is under way.
    package var knots: ClosedRange<Double>
    /// The range of gears that work at other speeds.
    package var knotsByGear: [String: ClosedRange<Double>]
    /// So long in the range in all, hours.
    package var dwellHours: Double
    /// A fix in the range beside one that is not stands for so much of the time to that, at most for half of it; hours. Half of
    /// the interval between reports, or 0 where only the time between two fixes in the range is to count.
    package var fixHours: Double
    /// At least so many fixes in the range.
    package var leastFixes: Int
    /// Without a fix in the range for so long the fishing has ended, hours.
    package var pauseHours: Double
    /// A vessel that is back in the zone within so long went on with what it did there, hours; 0 ends it at every exit.
    package var exitHours: Double

    package init(
        knots: ClosedRange<Double>, knotsByGear: [String: ClosedRange<Double>] = [:], dwellHours: Double,
        leastFixes: Int, pauseHours: Double, exitHours: Double = 0, fixHours: Double = 0
    ) {
        self.knots = knots
        self.knotsByGear = knotsByGear
        self.dwellHours = dwellHours
        self.leastFixes = leastFixes
        self.pauseHours = pauseHours
        self.exitHours = exitHours
        self.fixHours = fixHours
    }
}

/// Areas that are not to be entered, or only with care: being inside is enough.
package struct ClosedZoneRule: Hashable, Sendable {
    package var kinds: Set<ZoneKind>
    /// Boats of these roles; all where empty.
    package var roles: Set<VesselRole>
    package var minimumLength: Double
    /// Whether a straight line between two fixes through the area counts, with a confidence.
    package var countsCrossings: Bool
    /// A crossing less sure than this is not told.
    package var leastConfidence: Double

    package init(
        kinds: Set<ZoneKind>, roles: Set<VesselRole> = [], minimumLength: Double = 0, countsCrossings: Bool,
        leastConfidence: Double
    ) {
        self.kinds = kinds
        self.roles = roles
        self.minimumLength = minimumLength
        self.countsCrossings = countsCrossings
        self.leastConfidence = leastConfidence
    }
}
