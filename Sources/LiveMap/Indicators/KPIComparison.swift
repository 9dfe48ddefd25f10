import GeoCore

/// An entry beside that of the same unit in another period.
package struct KPIComparison: Hashable, Sendable {
    package var unit: KPIUnit
    package var current: KPIFigure
    package var reference: KPIFigure
    /// Current less reference; `nil` unless both are shown.
    package var difference: Double?
    /// The difference in percent of the reference; `nil` also where that is 0.
    package var percent: Double?
    /// Whether the change is for the better; `nil` without a change, or where neither way is better.
    package var isBetter: Bool?

    /// Pairs entries by unit version: a code that meant another territory then has no reference.
    package static func pairs(
        _ current: [KPIEntry], with reference: [KPIEntry], _ definition: KPIDefinition
    ) -> [KPIComparison] {
        let before = Dictionary(reference.map { ($0.unit, $0.figure) }, uniquingKeysWith: { first, _ in first })
        return current.map { entry in
            KPIComparison(entry.unit, entry.figure, before[entry.unit] ?? .noData, definition)
        }
    }

    private init(_ unit: KPIUnit, _ current: KPIFigure, _ reference: KPIFigure, _ definition: KPIDefinition) {
        self.unit = unit
        self.current = current
        self.reference = reference
        guard let now = current.number, let then = reference.number else { return }
        let change = definition.rounded(now - then)
        difference = change
        if then != 0 { percent = change / abs(then) * 100 }
        guard change != 0, definition.direction != .neutral else { return }
        isBetter = (change > 0) == (definition.direction == .up)
    }
}

extension KPIDefinition {
    /// The entries that do worst, the worst first; those without a shown value are left out, ties go by unit.
    ///
    /// Empty for an indicator that is better neither way.
    package func worst(_ count: Int, of entries: [KPIEntry]) -> [KPIEntry] {
        guard direction != .neutral else { return [] }
        let sorted = entries.filter { $0.figure.number != nil }.sorted { left, right in
            guard let first = left.figure.number, let second = right.figure.number, first != second else {
                return left.unit < right.unit
            }
            return direction == .up ? first < second : first > second
        }
        return Array(sorted.prefix(max(0, count)))
    }

    /// The alerts of the entries whose shown value misses its target, ordered by unit.
    package func alerts(_ entries: [KPIEntry]) -> [KPIAlert] {
        guard direction != .neutral else { return [] }
        return entries.compactMap { entry in
            guard let value = entry.figure.number, let target = entry.target, !reaches(value, target) else {
                return nil
            }
            return KPIAlert(
                kpi: id, entry: entry, value: value, target: target, shortfall: rounded(abs(target - value)))
        }.sorted { $0.entry.unit < $1.entry.unit }
    }
}

/// That a unit misses a target.
package struct KPIAlert: Hashable, Sendable {
    package var kpi: KPIID
    package var entry: KPIEntry
    package var value: Double
    package var target: Double
    /// By how much, in the indicator's measure; positive.
    package var shortfall: Double

    /// The same for the same miss, so that it is raised once: `reports-on-time.21583.2026-10`.
    package var id: String {
        [kpi.name, entry.unit.code, entry.period.description, entry.category?.description]
            .compactMap { $0 }.joined(separator: ".")
    }
}
