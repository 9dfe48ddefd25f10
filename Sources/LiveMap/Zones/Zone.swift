package import GeoCore

/// An area at sea that a rule speaks of, in one revision of its layer and for the days it is in force.
package struct Zone: Hashable, Sendable {
    /// The code in kebab-case, and the revision that it came from. One code is in force at most once on any day.
    package var reference: ZoneReference
    package var kind: ZoneKind
    /// As people call it.
    package var name: String
    /// For the belt of one province: its code, in the words of `VesselFacts.homeProvince`.
    package var province: String?
    package var validity: DayRange
    /// CRS84; edges are straight in degrees, as geodesics are after being densified at import. Points on the boundary
    /// are inside. Must not cross the antimeridian.
    package var polygons: [Polygon]

    package init(
        reference: ZoneReference, kind: ZoneKind, name: String, province: String? = nil,
        validity: DayRange = DayRange(), polygons: [Polygon]
    ) {
        self.reference = reference
        self.kind = kind
        self.name = name
        self.province = province
        self.validity = validity
        self.polygons = polygons
    }
}

/// The days on which something is in force: `from` ≤ day < `to`, open where there is none.
package struct DayRange: Hashable, Sendable {
    package var from: CivilDay?
    package var to: CivilDay?

    package init(from: CivilDay? = nil, to: CivilDay? = nil) {
        self.from = from
        self.to = to
    }

    package func contains(_ day: CivilDay) -> Bool {
        if let from, day < from { return false }
        if let to, day >= to { return false }
        return true
    }
}
