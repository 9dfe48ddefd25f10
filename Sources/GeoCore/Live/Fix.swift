/// Where a live object was at a moment, as its sender says.
///
/// Two fixes are the same message where object, time and device are the same. Order is by `time`, then by device.
package struct Fix: Hashable, Sendable {
    package var object: ObjectID
    /// When the object was there: event time.
    package var time: Instant
    /// CRS84: degrees, longitude first.
    package var coordinate: Coordinate
    /// Knots over ground; `nil` where the sender does not say.
    package var speedKnots: Double?
    /// Degrees clockwise from true north, 0 ≤ course < 360; `nil` where the sender does not say.
    package var courseDegrees: Double?
    /// The tracking device's own identifier; empty where the sender does not say.
    package var device: String
    package var source: FixSource

    package init(
        object: ObjectID, time: Instant, coordinate: Coordinate, speedKnots: Double? = nil,
        courseDegrees: Double? = nil, device: String = "", source: FixSource
    ) {
        self.object = object
        self.time = time
        self.coordinate = coordinate
        self.speedKnots = speedKnots
        self.courseDegrees = courseDegrees
        self.device = device
        self.source = source
    }

    /// Whether a fix comes before another in event time; devices settle a tie, so that order never depends on arrival.
    package func precedes(_ other: Fix) -> Bool { (time, device) < (other.time, other.device) }
}

/// How a fix came: by the monitoring device, by AIS, or told by a person.
package enum FixSource: String, Hashable, Sendable, CaseIterable {
    case vms
    case ais
    case manual
}

/// A fix with what was made of it on arrival.
package struct ReceivedFix: Hashable, Sendable {
    package var fix: Fix
    /// When the service had it: arrival time, which no rule looks at.
    package var received: Instant
    package var quality: FixQuality

    package init(fix: Fix, received: Instant, quality: FixQuality) {
        self.fix = fix
        self.received = received
        self.quality = quality
    }
}

/// Whether a fix is judged, and why not.
package enum FixQuality: String, Hashable, Sendable, CaseIterable {
    /// Newer than all before it, and possible.
    case good
    /// Possible, but older than the newest: its stretch is judged again.
    case late
    /// Impossible (0,0, on land far inside, a jump that no boat makes) or of a device that does not count: kept, not judged.
    case suspect
}
