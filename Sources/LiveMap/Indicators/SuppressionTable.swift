/// Decides which cells of a table of counts stay hidden, so that no small count can be read or reckoned.
///
/// A small count is hidden (primary suppression); then other cells are, until subtracting what is shown from shown totals,
/// over any number of them, neither gives a small count exactly nor bounds it below the threshold (complementary
/// suppression). Zeros are shown. Smaller cells are taken before larger ones, parts before totals, so that the same
/// table always gives the same answer. Not guarded against: a reader who knows one of the hidden counts already.
package struct SuppressionTable {
    private struct Sum {
        var total: Int
        var parts: [Int]
        var members: [Int] { parts + [total] }
    }

    private let threshold: Int
    private var sizes: [Int] = []
    private var primary: Set<Int> = []
    private var sums: [Sum] = []

    /// - Parameter threshold: Counts from 1 to below it are small.
    package init(threshold: Int) {
        self.threshold = threshold
    }

    /// Adds a count, at least 0, and gives its number; `mustHide` hides it whatever its size.
    package mutating func addCell(_ size: Int, mustHide: Bool = false) -> Int {
        sizes.append(max(0, size))
        let number = sizes.count - 1
        if mustHide || (size > 0 && size < threshold) { primary.insert(number) }
        return number
    }

    /// Says that a cell is the sum of others, which a reader knows.
    package mutating func addSum(_ total: Int, of parts: [Int]) {
        guard !parts.isEmpty else { return }
        sums.append(Sum(total: total, parts: parts))
    }

    /// The cells to hide.
    package func hidden() -> Set<Int> {
        var hidden = primary
        while true {
            var added: Set<Int> = []
            // A cell that shares a sum with what this round hides already is looked at again in the next.
            for cell in exposed(by: hidden) where !touches(added, cell) {
                if let other = cover(for: cell, hidden.union(added)) { added.insert(other) }
            }
            guard !added.isEmpty else { return hidden }
            hidden.formUnion(added)
        }
    }

    /// The small counts that a reader could reckon, in order.
    private func exposed(by hidden: Set<Int>) -> [Int] {
        let known = determined(hidden)
        let bounds = CountBounds(sizes: sizes, hidden: hidden, sums: sums.map { ($0.total, $0.parts) })
        return primary.sorted().filter { known.contains($0) || bounds.highest($0) < threshold }
    }

    private func touches(_ cells: Set<Int>, _ cell: Int) -> Bool {
        !cells.isEmpty && sums.contains { $0.members.contains(cell) && !cells.isDisjoint(with: $0.members) }
    }

    /// The shown cell to hide next: of the sums that a cell is in, else of those that its hidden neighbours are in.
    private func cover(for cell: Int, _ hidden: Set<Int>) -> Int? {
        var reached: Set<Int> = [cell]
        while true {
            let near = sums.filter { !reached.isDisjoint(with: $0.members) }
            let shownParts = near.flatMap(\.parts).filter { isCandidate($0, hidden) }
            if let part = shownParts.min(by: isSmaller) { return part }
            if let total = near.map(\.total).filter({ isCandidate($0, hidden) }).min(by: isSmaller) { return total }
            let next = reached.union(near.flatMap(\.members).filter(hidden.contains))
            guard next.count > reached.count else { return nil }
            reached = next
        }
    }

    private func isCandidate(_ cell: Int, _ hidden: Set<Int>) -> Bool { sizes[cell] > 0 && !hidden.contains(cell) }

    private func isSmaller(_ left: Int, _ right: Int) -> Bool { (sizes[left], left) < (sizes[right], right) }

    /// The hidden cells whose count follows from the shown ones: those that stand alone in a row of the reduced system.
    private func determined(_ hidden: Set<Int>) -> Set<Int> {
        let unknowns = hidden.sorted()
        let columns = Dictionary(uniqueKeysWithValues: unknowns.enumerated().map { ($0.element, $0.offset) })
        var system = LinearSystem(unknowns: unknowns.count)
        for sum in sums {
            var row: [Int: Double] = [:]
            for part in sum.parts { if let column = columns[part] { row[column, default: 0] += 1 } }
            if let column = columns[sum.total] { row[column, default: 0] -= 1 }
            system.add(row)
        }
        return Set(system.solved().map { unknowns[$0] })
    }
}

/// Which unknowns of a system of linear equations have one value only, by Gauss and Jordan's elimination.
struct LinearSystem {
    private let unknowns: Int
    /// The coefficients that are not 0, by column.
    private var rows: [[Int: Double]] = []

    init(unknowns: Int) {
        self.unknowns = unknowns
    }

    /// Adds the left side of an equation by its columns; one without unknowns says nothing.
    mutating func add(_ coefficients: [Int: Double]) {
        let row = coefficients.filter { $0.value != 0 }
        if !row.isEmpty { rows.append(row) }
    }

    /// The columns that stand alone in a row of the reduced form.
    func solved() -> [Int] {
        var rows = rows
        var rank = 0
        for column in 0..<unknowns {
            guard let pivot = rows.indices.dropFirst(rank).first(where: { rows[$0][column] != nil }) else { continue }
            rows.swapAt(rank, pivot)
            Self.eliminate(column, by: rank, in: &rows)
            rank += 1
        }
        return rows.prefix(rank).compactMap { $0.count == 1 ? $0.first?.key : nil }
    }

    private static func eliminate(_ column: Int, by pivot: Int, in rows: inout [[Int: Double]]) {
        guard let lead = rows[pivot][column] else { return }
        let pivotRow = rows[pivot].mapValues { $0 / lead }
        rows[pivot] = pivotRow
        for index in rows.indices where index != pivot {
            guard let factor = rows[index][column] else { continue }
            for (position, value) in pivotRow {
                let rest = (rows[index][position] ?? 0) - factor * value
                // The systems have coefficients of −1, 0 and 1; whatever remains below this is rounding.
                rows[index][position] = abs(rest) > 1e-9 ? rest : nil
            }
        }
    }
}

/// What a reader can say about hidden counts at least and at most, from sums and from knowing that none is 0.
struct CountBounds {
    private var low: [Int]
    private var high: [Int]
    /// More than any count.
    private static let unbounded = Int.max / 1_024

    init(sizes: [Int], hidden: Set<Int>, sums: [(total: Int, parts: [Int])]) {
        low = sizes.indices.map { hidden.contains($0) ? 1 : sizes[$0] }
        high = sizes.indices.map { hidden.contains($0) ? Self.unbounded : sizes[$0] }
        let open = sums.filter { sum in (sum.parts + [sum.total]).contains(where: hidden.contains) }
        for _ in 0..<64 where tighten(open, hidden) == .unchanged { return }
    }

    func highest(_ cell: Int) -> Int { high[cell] }

    private enum Change {
        case changed
        case unchanged
    }

    private mutating func tighten(_ sums: [(total: Int, parts: [Int])], _ hidden: Set<Int>) -> Change {
        var change = Change.unchanged
        for sum in sums {
            let least = sum.parts.reduce(0) { $0 + low[$1] }
            let most = min(Self.unbounded, sum.parts.reduce(0) { min(Self.unbounded, $0 + high[$1]) })
            if hidden.contains(sum.total), narrow(sum.total, least, most) { change = .changed }
            for part in sum.parts where hidden.contains(part) {
                let above = high[sum.total] - (least - low[part])
                let below = most >= Self.unbounded ? 1 : low[sum.total] - (most - high[part])
                if narrow(part, below, above) { change = .changed }
            }
        }
        return change
    }

    /// Whether the bounds of a cell came closer.
    private mutating func narrow(_ cell: Int, _ least: Int, _ most: Int) -> Bool {
        let (oldLow, oldHigh) = (low[cell], high[cell])
        low[cell] = max(oldLow, least)
        high[cell] = min(oldHigh, most)
        return low[cell] != oldLow || high[cell] != oldHigh
    }
}
