package import GeoCore

/// What a station of the Automatic Identification System says (ITU-R M.1371-5, annex 8).
package enum AISMessage: Hashable, Sendable {
    /// Types 1, 2, 3, 9, 18, 19 and 27.
    case position(AISPosition)
    /// Types 5, 19 and 24.
    case particulars(VesselParticulars)
    /// Types 4 and 11: a station that knows the time.
    case clock(AISClock)
}

/// Where a station of AIS is.
package struct AISPosition: Hashable, Sendable {
    package var mmsi: MMSI
    /// 1 to 27.
    package var type: Int
    /// The second of the message resolved to the latest such moment that is at most ten seconds after `received`; where
    /// the message has no second, `received` itself.
    package var time: Instant
    /// When the message was received: the time in its tag block, else what the caller passed.
    package var received: Instant
    /// Whether `received` is of the receiving station's own clock, from a tag block.
    package var hasStationTime: Bool
    /// The second of the minute when the position was taken; `nil` where it is not available.
    package var second: Int?
    /// `nil` where the station does not know.
    package var coordinate: Coordinate?
    package var speedKnots: Double?
    package var courseDegrees: Double?
    package var headingDegrees: Double?
    /// 0 under way, 1 at anchor, 5 moored, 7 fishing …; `nil` for stations of class B and where it is not defined.
    package var navigationStatus: Int?
    /// Better than ten metres.
    package var isAccurate: Bool

    /// The position as a fix; `nil` without a place. The device is the station's MMSI.
    package var report: PositionReport? {
        guard let coordinate else { return nil }
        let fix = Fix(
            object: mmsi.objectID, time: time, coordinate: coordinate, speedKnots: speedKnots,
            courseDegrees: courseDegrees, device: mmsi.description, source: .ais)
        return PositionReport(fix: fix, spelling: mmsi.description, headingDegrees: headingDegrees)
    }
}

/// The time and place of a base station.
package struct AISClock: Hashable, Sendable {
    package var mmsi: MMSI
    /// `nil` where the station does not know.
    package var time: Instant?
    package var coordinate: Coordinate?
}

/// Why sentences or messages of AIS are not taken.
package enum AISFault: String, Error, Hashable, Sendable, CaseIterable {
    /// Longer than the limit before a line ended.
    case tooLong = "too-long"
    /// No `*` and two hexadecimal digits.
    case noChecksum = "no-checksum"
    case checksum
    /// Not the seven fields of VDM and VDO, or numbers in them that cannot be.
    case fields
    /// A character that stands for no six bits.
    case armour
    /// A tag block that is not closed or has another checksum; its sentence is read without it.
    case tagBlock = "tag-block"
    /// A later part without the one before it.
    case strayPart = "stray-part"
    /// A message whose other parts did not come.
    case incomplete
    /// Fewer bits than messages of its type have.
    case length
    /// The identity 0.
    case identity
}

/// What has gone through a decoder since it was made.
package struct AISCounts: Hashable, Sendable {
    /// Lines that hold VDM or VDO, good and bad.
    package var sentences = 0
    /// Positions, particulars and clocks handed out.
    package var messages = 0
    /// Messages of types that are not looked at.
    package var otherTypes = 0
    /// Other sentences, comments and noise.
    package var otherLines = 0
    /// Each sentence that was not taken, by its reason.
    package var faults: [AISFault: Int] = [:]

    package init() {}

    /// All that was malformed.
    package var malformed: Int { faults.values.reduce(0, +) }
}
