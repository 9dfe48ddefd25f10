package import GeoCore

/// That an object went into a zone, out of it, or through it between two fixes.
package struct ZoneTransition: Hashable, Sendable {
    package var object: ObjectID
    package var zone: ZoneReference
    package var zoneKind: ZoneKind
    package var event: ZoneEvent
    /// The fix that showed it; for a crossing the estimated moment of going in.
    package var time: Instant
    package var place: Coordinate
}

/// What happened between an object and a zone.
package enum ZoneEvent: String, Hashable, Sendable, CaseIterable {
    case enter
    case exit
    /// In and out between two fixes, by the straight way.
    case cross
}
