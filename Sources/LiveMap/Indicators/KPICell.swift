package import GeoCore

/// What a sheet holds of one unit and category.
package struct KPICell: Hashable, Sendable {
    package var value: Double?
    /// How many people or things are behind the value; for a sum without one, the value itself.
    package var size: Int?
    package var target: Double?
    package var state: KPIState?
    package var updated: Instant?
    /// Units with a value, and all units; `nil` for a unit that has none below it.
    package var reported: Int?
    package var expected: Int?

    init(_ value: KPIValue, _ definition: KPIDefinition) {
        self.value = value.value.map(definition.rounded)
        size = value.value.flatMap { number in
            value.count ?? (definition.aggregation == .sum ? Self.size(of: number) : nil)
        }
        target = value.target ?? definition.target
        state = value.state
        updated = value.updated
    }

    /// The cell of a unit above, by sum or weighted mean; of all cells only those with a value count.
    ///
    /// - Parameter weights: For a mean, in the order of `parts`; a value without a positive weight does not count.
    init(totalOf parts: [KPICell?], weights: [Double?]?, _ definition: KPIDefinition) {
        expected = parts.count
        let told = parts.enumerated().compactMap { index, cell -> (cell: KPICell, weight: Double)? in
            guard let cell, cell.value != nil else { return nil }
            let weight = weights.map { $0[index] ?? 0 } ?? 1
            return weight > 0 ? (cell, weight) : nil
        }
        let cells = told.map(\.cell)
        reported = cells.count
        settle(from: cells)
        size = cells.isEmpty || cells.contains { $0.size == nil } ? nil : cells.reduce(0) { $0 + ($1.size ?? 0) }
        guard !told.isEmpty else { return }
        let sum = told.reduce(0.0) { $0 + ($1.cell.value ?? 0) * $1.weight }
        if weights != nil {
            value = definition.rounded(sum / told.reduce(0.0) { $0 + $1.weight })
            target = Self.common(cells.map(\.target)) ?? definition.target
        } else {
            value = definition.rounded(sum)
            let targets = cells.compactMap(\.target)
            target =
                targets.count == cells.count && definition.target == nil
                ? definition.rounded(targets.reduce(0, +)) : nil
        }
    }

    /// A quotient; without a value where either part has none or the lower one is 0.
    init(ratioOf above: KPICell, to below: KPICell, factor: Double, _ definition: KPIDefinition) {
        settle(from: [above, below])
        target = definition.target
        if let numerator = above.value, let denominator = below.value, denominator != 0 {
            value = definition.rounded(numerator / denominator * factor)
        }
    }

    /// The quotient of a unit above: the sums of the units that have both parts.
    init(totalOf parts: [(above: KPICell?, below: KPICell?)], factor: Double, _ definition: KPIDefinition) {
        expected = parts.count
        let told = parts.compactMap { part -> (above: KPICell, below: KPICell)? in
            guard let above = part.above, let below = part.below, above.value != nil, below.value != nil else {
                return nil
            }
            return (above, below)
        }
        reported = told.count
        settle(from: told.flatMap { [$0.above, $0.below] })
        target = definition.target
        let denominator = told.reduce(0.0) { $0 + ($1.below.value ?? 0) }
        guard denominator != 0 else { return }
        value = definition.rounded(told.reduce(0.0) { $0 + ($1.above.value ?? 0) } / denominator * factor)
    }

    /// No more settled than the least settled part, and as new as the newest.
    private mutating func settle(from cells: [KPICell]) {
        state = cells.compactMap(\.state).min()
        updated = cells.compactMap(\.updated).max()
    }

    private static func common(_ targets: [Double?]) -> Double? {
        guard let first = targets.first, targets.allSatisfy({ $0 == first }) else { return nil }
        return first
    }

    private static func size(of number: Double) -> Int? {
        guard number >= 0, number < 1e15 else { return nil }
        return Int(number.rounded(.up))
    }
}
