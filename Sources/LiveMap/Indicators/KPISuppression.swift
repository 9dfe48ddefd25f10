import GeoCore

/// Builds the table of counts of a sheet and says which of its cells stay hidden.
struct KPISuppression {
    private let sheet: KPISheet
    private let mustHide: Set<KPIKey>

    init(_ sheet: KPISheet, mustHide: Set<KPIKey>) {
        self.sheet = sheet
        self.mustHide = mustHide
    }

    func hiddenKeys() -> Set<KPIKey> {
        guard let threshold = sheet.definition.suppressBelow else { return [] }
        var table = SuppressionTable(threshold: threshold)
        var numbers: [KPIKey: Int] = [:]
        var keys: [KPIKey] = []
        for key in sheet.cells.keys.sorted(by: Self.precedes) {
            // A value without a count behind it cannot be judged, and is hidden.
            guard let cell = sheet.cells[key], cell.value != nil else { continue }
            numbers[key] = table.addCell(cell.size ?? threshold, mustHide: cell.size == nil || mustHide.contains(key))
            keys.append(key)
        }
        addUnitSums(to: &table, numbers)
        addCategorySums(to: &table, numbers)
        return Set(table.hidden().map { keys[$0] })
    }

    private func addUnitSums(to table: inout SuppressionTable, _ numbers: [KPIKey: Int]) {
        guard sheet.definition.aggregation != .none else { return }
        for parent in sheet.parents {
            let children = sheet.children(of: parent)
            for category in sheet.wholeAndCategories {
                guard let total = numbers[KPIKey(parent, category)] else { continue }
                let keys = children.map { KPIKey($0, category) }.filter { !sheet.uncounted.contains($0) }
                table.addSum(total, of: keys.compactMap { numbers[$0] })
            }
        }
    }

    private func addCategorySums(to table: inout SuppressionTable, _ numbers: [KPIKey: Int]) {
        for unit in Set(sheet.cells.keys.map(\.unit)).sorted() {
            guard let total = numbers[KPIKey(unit, nil)] else { continue }
            for breakdown in sheet.definition.breakdowns {
                let codes = breakdown.codes.map { KPIKey(unit, KPICategory(breakdown: breakdown.name, code: $0.value)) }
                table.addSum(total, of: codes.compactMap { numbers[$0] })
            }
        }
    }

    private static func precedes(_ left: KPIKey, _ right: KPIKey) -> Bool {
        if left.unit != right.unit { return left.unit < right.unit }
        switch (left.category, right.category) {
        case (let first?, let second?): return first < second
        case (nil, .some): return true
        default: return false
        }
    }
}

/// Which figures of a cumulative count may be shown, so that the growth between two of them is not a small count.
package enum CumulativeRelease {
    /// For each period of a year, in order, whether its figure must be hidden: it is shown when it has not grown since
    /// the last shown one, or has grown by at least the threshold.
    package static func mustHide(_ series: [Int?], threshold: Int) -> [Bool] {
        var shown = 0
        return series.map { figure in
            guard let figure else { return false }
            let growth = figure - shown
            guard growth == 0 || growth >= threshold else { return true }
            shown = figure
            return false
        }
    }
}
