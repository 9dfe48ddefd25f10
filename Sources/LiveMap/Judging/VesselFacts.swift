package import GeoCore

/// What the register says of a vessel, as far as rules look at it.
package struct VesselFacts: Hashable, Sendable {
    package var id: ObjectID
    /// L max in metres; `nil` where unknown, and then no rule by length applies.
    package var lengthMeters: Double?
    /// `nil` where unknown, and then no rule by role applies.
    package var role: VesselRole?
    /// The province's code, in the words that zones use.
    package var homeProvince: String?
    /// The gear's code, in the words that rules use.
    package var gear: String?
    /// The last day of the licence.
    package var licenceUntil: CivilDay?
    /// The home port, as the register writes it.
    package var port: String?
    /// The code of the home commune, which no rule looks at.
    package var homeCommune: String?

    package init(
        id: ObjectID, lengthMeters: Double? = nil, role: VesselRole? = nil, homeProvince: String? = nil,
        gear: String? = nil, licenceUntil: CivilDay? = nil, port: String? = nil, homeCommune: String? = nil
    ) {
        self.id = id
        self.lengthMeters = lengthMeters
        self.role = role
        self.homeProvince = homeProvince
        self.gear = gear
        self.licenceUntil = licenceUntil
        self.port = port
        self.homeCommune = homeCommune
    }

    /// Whether the vessel is known to be at least so long.
    package func isAtLeast(meters: Double) -> Bool { (lengthMeters ?? -1) >= meters || meters <= 0 }
}

/// What a vessel does at sea.
package enum VesselRole: String, Hashable, Comparable, Sendable, CaseIterable {
    case fishing
    case logistics

    package static func < (left: VesselRole, right: VesselRole) -> Bool { left.rawValue < right.rawValue }
}
