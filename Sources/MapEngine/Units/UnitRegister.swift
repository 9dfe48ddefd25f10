import GeoCore

/// Every version of every administrative unit at one moment, without its boundary.
struct UnitRegister: Sendable {
    /// Ordered by level, code, then the beginning of validity.
    let units: [AdministrativeUnit]
    private let byNumber: [Int: [Int]]

    init(_ units: [AdministrativeUnit]) {
        self.units = units.sorted { left, right in
            (left.level.rank, left.code, left.validFrom ?? "", left.id)
                < (right.level.rank, right.code, right.validFrom ?? "", right.id)
        }
        byNumber = Dictionary(grouping: self.units.indices) { [units = self.units] index in
            UnitCode.number(units[index].code) ?? -1
        }
    }

    /// Every version that has the code: written the same way first, else with lost or added leading zeros.
    func versions(of code: String) -> [AdministrativeUnit] {
        guard let number = UnitCode.number(code) else { return units.filter { $0.code == code } }
        let candidates = (byNumber[number] ?? []).map { units[$0] }
        let exact = candidates.filter { $0.code == code }
        return exact.isEmpty ? candidates : exact
    }

    /// The version that a code means: the one in force on the day, else the last that had it before, and the others.
    ///
    /// With `moment` the version of that day only; without, the one in force on `today`, else the last that had the code.
    func resolve(
        _ code: String, at moment: ValidMoment?, today: ValidMoment
    ) -> (unit: AdministrativeUnit, others: [AdministrativeUnit])? {
        let versions = versions(of: code)
        let inForce = versions.first { $0.isValid(on: moment ?? today) }
        let chosen = inForce ?? (moment == nil ? versions.max { ($0.validTo ?? "~") < ($1.validTo ?? "~") } : nil)
        return chosen.map { unit in (unit, versions.filter { $0.id != unit.id || $0.level != unit.level }) }
    }
}

extension UnitLevel {
    /// 0 for the highest.
    var rank: Int {
        switch self {
        case .province: 0
        case .district: 1
        case .commune: 2
        }
    }
}
