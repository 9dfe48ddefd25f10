package import GeoCore

/// Whether a geometry is valid as OGC Simple Features has it.
package enum GeometryValidity: Hashable, Sendable {
    case valid
    case invalid(GeometryDefect)
}

/// What is wrong with a geometry, and where.
package struct GeometryDefect: Hashable, Sendable {
    /// GEOS's words: `Self-intersection`, `Ring Self-intersection`, `Hole lies outside shell`; ours: `Too few points`.
    package var reason: String
    /// `nil` where the defect has no place.
    package var location: Coordinate?

    package init(reason: String, location: Coordinate?) {
        self.reason = reason
        self.location = location
    }
}

/// What became of a geometry that was to be made valid.
package enum GeometryRepair: Hashable, Sendable {
    /// Nothing had to be done.
    case unchanged
    case repaired(RepairedGeometry)
    /// Nothing of its own kind is left: a polygon without area, a line of one point.
    case collapsed(GeometryDefect)
}

/// A geometry that was made valid.
package struct RepairedGeometry: Hashable, Sendable {
    package var geometry: Geometry
    package var defect: GeometryDefect
    /// Square units of the original by its rings as drawn, where parts that overlap count twice or cancel out.
    package var areaBefore: Double
    package var areaAfter: Double

    package init(geometry: Geometry, defect: GeometryDefect, areaBefore: Double, areaAfter: Double) {
        self.geometry = geometry
        self.defect = defect
        self.areaBefore = areaBefore
        self.areaAfter = areaAfter
    }
}
