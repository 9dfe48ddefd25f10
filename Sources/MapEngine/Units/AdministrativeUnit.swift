package import GeoCore

/// One version of an administrative unit: a code alone is ambiguous, since a successor may carry it on.
package struct AdministrativeUnit: Hashable, Sendable {
    /// The feature's id in the layer of its level.
    package var id: Int64
    /// With its leading zeros: two digits a province, three a district, five a commune.
    package var code: String
    package var name: String
    package var level: UnitLevel
    /// The code of the unit above, where the source tells it.
    package var parent: String?
    /// `2025-07-01`, or `nil` where it has always been.
    package var validFrom: String?
    /// Exclusive; `nil` while in force.
    package var validTo: String?

    package init(
        id: Int64, code: String, name: String, level: UnitLevel, parent: String?, validFrom: String?, validTo: String?
    ) {
        self.id = id
        self.code = code
        self.name = name
        self.level = level
        self.parent = parent
        self.validFrom = validFrom
        self.validTo = validTo
    }

    /// Whether the unit is in force on a day: valid-from ≤ day < valid-to.
    package func isValid(on moment: ValidMoment) -> Bool {
        (validFrom ?? "") <= moment.day && moment.day < (validTo ?? "9999-12-31")
    }
}
