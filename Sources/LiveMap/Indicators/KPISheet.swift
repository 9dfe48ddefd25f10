package import GeoCore

/// One indicator in one period: the values of all its units and categories, of the units above them, and what is hidden.
///
/// What a unit above shows is exactly what its units show together: sums are of the rounded values. A unit without a
/// value is left out of them and counted as missing; whether it has a place on the map does not matter.
package struct KPISheet: Sendable {
    package let definition: KPIDefinition
    package let period: Period
    /// Every unit of the definition's level and those above, whether it has a value or not.
    package let units: [KPIUnitNode]
    package private(set) var cells: [KPIKey: KPICell]
    /// The cells whose small counts, or those of others, would show.
    package private(set) var hidden: Set<KPIKey>
    /// Cells with a value that no unit above counts in, for want of a weight.
    private(set) var uncounted: Set<KPIKey> = []

    /// A sheet of values that were sent in or counted.
    ///
    /// - Parameters:
    ///   - values: Of this indicator and period, one for each unit and category; others than `units` are left out.
    ///   - weights: The sheet of the weighing indicator, for a weighted mean.
    ///   - mustHide: Cells that are hidden whatever their size, such as those of `CumulativeRelease`.
    package init(
        _ definition: KPIDefinition, _ period: Period, units: [KPIUnitNode], values: [KPIValue],
        weights: KPISheet? = nil, mustHide: Set<KPIKey> = []
    ) {
        self.definition = definition
        self.period = period
        self.units = units
        cells = [:]
        hidden = []
        let known = Set(units.map(\.unit))
        for value in values where known.contains(value.unit) {
            cells[KPIKey(value.unit, value.category)] = KPICell(value, definition)
        }
        aggregate(weights)
        hidden = KPISuppression(self, mustHide: mustHide).hiddenKeys()
        if let weights { hidden.formUnion(keys { weights.hidden.contains(KPIKey($0.unit, nil)) }) }
    }

    /// The sheet of a ratio, computed at every level from the same level of its parts.
    ///
    /// Hidden is what is hidden in either part, so that a ratio tells nothing that its parts do not.
    package init(
        _ definition: KPIDefinition, _ period: Period, units: [KPIUnitNode], of numerator: KPISheet,
        to denominator: KPISheet, factor: Double
    ) {
        self.definition = definition
        self.period = period
        self.units = units
        cells = [:]
        hidden = numerator.hidden.union(denominator.hidden)
        let parents = Set(units.compactMap(\.parent))
        for (key, above) in numerator.cells where !parents.contains(key.unit) {
            guard let below = denominator.cells[key] ?? denominator.cells[KPIKey(key.unit, nil)] else { continue }
            cells[key] = KPICell(ratioOf: above, to: below, factor: factor, definition)
        }
        aggregateRatio(numerator, denominator, factor)
        hidden = hidden.union(keys { denominator.hidden.contains(KPIKey($0.unit, nil)) })
    }

    /// What a caller sees of a level, ordered by unit: one entry for each unit, also those without data.
    ///
    /// - Parameter category: `nil` for the whole.
    package func entries(level: UnitLevel, category: KPICategory? = nil, exact: Bool) -> [KPIEntry] {
        units.filter { $0.unit.level == level }.map { entry(KPIKey($0.unit, category), exact: exact) }
            .sorted { $0.unit < $1.unit }
    }

    /// What a caller sees of one unit and category.
    package func entry(_ key: KPIKey, exact: Bool) -> KPIEntry {
        let cell = cells[key]
        if !exact, hidden.contains(key), cell?.value != nil {
            return KPIEntry(unit: key.unit, period: period, category: key.category, figure: .suppressed, cell: nil)
        }
        let figure = cell?.value.map(KPIFigure.value) ?? .noData
        var entry = KPIEntry(unit: key.unit, period: period, category: key.category, figure: figure, cell: cell)
        if let value = cell?.value { entry.status = definition.status(of: value, target: cell?.target) }
        return entry
    }

    /// Every category that has a value.
    package var categories: Set<KPICategory> { Set(cells.keys.compactMap(\.category)) }

    /// The units directly below another.
    func children(of unit: KPIUnit) -> [KPIUnit] { units.filter { $0.parent == unit }.map(\.unit) }

    var parents: [KPIUnit] {
        Set(units.compactMap(\.parent)).sorted { $0.level.depth > $1.level.depth || ($0.level == $1.level && $0 < $1) }
    }

    private func keys(_ isChosen: (KPIKey) -> Bool) -> [KPIKey] { cells.keys.filter(isChosen) }
}

extension KPISheet {
    private mutating func aggregate(_ weights: KPISheet?) {
        guard definition.aggregation != .none else { return }
        for parent in parents {
            let children = children(of: parent)
            let shares = weights.map { sheet in children.map { sheet.cells[KPIKey($0, nil)]?.value } }
            for category in wholeAndCategories {
                let keys = children.map { KPIKey($0, category) }
                guard keys.contains(where: { cells[$0] != nil }) else { continue }
                if let shares {
                    for (key, share) in zip(keys, shares) where (share ?? 0) <= 0 { uncounted.insert(key) }
                }
                cells[KPIKey(parent, category)] = KPICell(totalOf: keys.map { cells[$0] }, weights: shares, definition)
            }
        }
    }

    private mutating func aggregateRatio(_ numerator: KPISheet, _ denominator: KPISheet, _ factor: Double) {
        for parent in parents {
            let children = children(of: parent)
            for category in wholeAndCategories {
                let parts = children.map { child in
                    RatioPart(KPIKey(child, category), of: numerator, to: denominator)
                }
                guard parts.contains(where: { $0.above != nil }) else { continue }
                cells[KPIKey(parent, category)] = KPICell(
                    totalOf: parts.map { ($0.above, $0.below) }, factor: factor, definition)
                // The quotient of those that have both parts, beside totals of those that have one, would tell the rest.
                if parts.contains(where: \.isHalfAndHidden) { hidden.insert(KPIKey(parent, category)) }
            }
        }
    }

    var wholeAndCategories: [KPICategory?] { [nil] + categories.sorted().map(Optional.some) }
}

/// The two parts of a ratio of one unit.
private struct RatioPart {
    let above: KPICell?
    let below: KPICell?
    /// Whether one part is missing while the other is hidden.
    let isHalfAndHidden: Bool

    init(_ key: KPIKey, of numerator: KPISheet, to denominator: KPISheet) {
        let lower = denominator.cells[key] == nil ? KPIKey(key.unit, nil) : key
        above = numerator.cells[key]
        below = denominator.cells[lower]
        let isHalf = (above?.value == nil) != (below?.value == nil)
        isHalfAndHidden = isHalf && (numerator.hidden.contains(key) || denominator.hidden.contains(lower))
    }
}

/// A unit with the unit above it, where that is known.
package struct KPIUnitNode: Hashable, Sendable {
    package var unit: KPIUnit
    package var parent: KPIUnit?

    package init(_ unit: KPIUnit, parent: KPIUnit?) {
        self.unit = unit
        self.parent = parent
    }
}

/// A place in a sheet.
package struct KPIKey: Hashable, Sendable {
    package var unit: KPIUnit
    package var category: KPICategory?

    package init(_ unit: KPIUnit, _ category: KPICategory?) {
        self.unit = unit
        self.category = category
    }
}

extension UnitLevel {
    /// 0 for the highest.
    var depth: Int {
        switch self {
        case .province: 0
        case .district: 1
        case .commune: 2
        }
    }
}

/// A number that is shown, or why there is none.
package enum KPIFigure: Hashable, Sendable {
    case value(Double)
    /// Nobody has said: its own class on the map, never 0.
    case noData
    /// Known, but too small a count to show to this caller.
    case suppressed

    package var number: Double? {
        if case .value(let number) = self { number } else { nil }
    }
}

/// One line of an answer.
package struct KPIEntry: Hashable, Sendable {
    package var unit: KPIUnit
    package var period: Period
    package var category: KPICategory?
    package var figure: KPIFigure
    package var target: Double?
    package var state: KPIState?
    package var status: KPIStatus?
    package var updated: Instant?
    /// For a unit above: how many of its units have a value, and how many there are.
    package var reported: Int?
    package var expected: Int?

    init(unit: KPIUnit, period: Period, category: KPICategory?, figure: KPIFigure, cell: KPICell?) {
        self.unit = unit
        self.period = period
        self.category = category
        self.figure = figure
        target = cell?.target
        state = cell?.state
        updated = cell?.updated
        reported = cell?.reported
        expected = cell?.expected
    }
}
