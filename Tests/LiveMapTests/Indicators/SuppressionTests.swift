import GeoCore
import Testing

@testable import LiveMap

@Suite("Small counts stay hidden")
struct SuppressionTests {
    private func shown(_ values: [String: Double?]) -> [String: KPIFigure] {
        let sheet = KPIFixtures.sheet(KPIFixtures.definition(suppressBelow: 5), values)
        let entries =
            sheet.entries(level: .commune, exact: false) + sheet.entries(level: .province, exact: false)
        return Dictionary(uniqueKeysWithValues: entries.map { ($0.unit.code, $0.figure) })
    }

    @Test("a small count is not shown, and neither is another one that would give it by subtraction")
    func complementary() {
        let shown = shown(["00001": 3, "00002": 40, "00003": 12, "00004": 100])
        #expect(shown["00001"] == .suppressed && shown["00003"] == .suppressed)
        #expect(shown["00002"] == .value(40) && shown["00004"] == .value(100) && shown["52"] == .value(155))
    }

    @Test("two small counts whose sum gives both away need a third")
    func twoOnes() {
        let shown = shown(["00001": 1, "00002": 1, "00003": 50, "00004": 9])
        #expect(shown["00004"] == .suppressed && shown["00003"] == .value(50))
    }

    @Test("where nothing else can cover a small count its total is hidden too")
    func totalHidden() {
        #expect(shown(["00001": 4, "00002": 0])["52"] == .suppressed)
        #expect(shown(["00001": 4])["52"] == .suppressed)
    }

    @Test("zero and the threshold itself are shown")
    func bounds() {
        let shown = shown(["00001": 0, "00002": 5, "00003": 6])
        #expect(shown["00001"] == .value(0) && shown["00002"] == .value(5) && shown["52"] == .value(11))
    }

    @Test("those who may see small counts see all of them")
    func exact() {
        let sheet = KPIFixtures.sheet(KPIFixtures.definition(suppressBelow: 5), ["00001": 3, "00002": 40])
        #expect(sheet.entries(level: .commune, exact: true).map(\.figure) == [.value(3), .value(40)])
    }

    @Test("a suppressed entry tells neither target nor state nor colour")
    func nothingElse() {
        let definition = KPIFixtures.definition(suppressBelow: 5, target: 2)
        let entry = KPIFixtures.sheet(definition, ["00001": 3]).entries(level: .commune, exact: false)[0]
        #expect(entry.figure == .suppressed && entry.target == nil && entry.status == nil && entry.state == nil)
        #expect(definition.alerts([entry]).isEmpty && definition.worst(1, of: [entry]).isEmpty)
    }

    @Test("a value without the count behind it is hidden where counts matter")
    func unknownCount() {
        let mean = KPIFixtures.definition("score", aggregation: .none, decimals: 1, suppressBelow: 5)
        let sheet = KPISheet(
            mean, KPIFixtures.october, units: KPIFixtures.units(["00001", "00002"]),
            values: [KPIFixtures.value("00001", 7.5), KPIFixtures.value("00002", 7.5, count: 12)])
        #expect(sheet.entries(level: .commune, exact: false).map(\.figure) == [.suppressed, .value(7.5)])
    }

    @Test("a ratio is hidden where either part is, and where totals of unequal units would tell a part")
    func ratios() {
        let small = KPIFixtures.definition("done", suppressBelow: 5)
        let above = KPIFixtures.sheet(small, ["00001": 2, "00002": 7, "00003": 60])
        let below = KPIFixtures.sheet(KPIFixtures.definition("all"), ["00001": nil, "00002": 10, "00003": 100])
        let rate = KPIFixtures.definition(
            "rate", aggregation: .ratio(of: KPIID("done")!, to: KPIID("all")!, factor: 100))
        let sheet = KPISheet(rate, KPIFixtures.october, units: above.units, of: above, to: below, factor: 100)
        let communes = sheet.entries(level: .commune, exact: false).map(\.figure)
        #expect(communes == [.noData, .suppressed, .value(60)])
        #expect(sheet.entries(level: .province, exact: false).map(\.figure) == [.suppressed])
    }

    @Test("no category tells a small count through another way of adding up")
    func categories() {
        let values = [("00001", 3.0, 20.0), ("00002", 30, 40), ("00003", 50, 60)].flatMap { code, women, men in
            [
                KPIFixtures.value(code, women, category: KPICategory(breakdown: "sex", code: "f")),
                KPIFixtures.value(code, men, category: KPICategory(breakdown: "sex", code: "m")),
                KPIFixtures.value(code, women + men),
            ]
        }
        let definition = KPIFixtures.definition(suppressBelow: 5, breakdowns: [KPIFixtures.sexes])
        let sheet = KPISheet(
            definition, KPIFixtures.october, units: KPIFixtures.units(["00001", "00002", "00003"]), values: values)
        let hidden = sheet.hidden.filter { $0.category != nil }
        let inFirst = hidden.filter { $0.unit.code == "00001" }
        let women = hidden.filter { $0.category?.code == "f" }
        #expect(inFirst.count == 2 && women.count >= 2 && hidden.count >= 4)
    }

    @Test("a cumulative count is shown again when it has grown by a count that is not small")
    func cumulative() {
        let hidden = CumulativeRelease.mustHide([7, 9, 9, 11, 12, 12, nil, 20], threshold: 5)
        #expect(hidden == [false, true, true, true, false, false, false, false])
    }

    /// Tries every table against a reader who solves all sums at once, by brute force over whole counts.
    @Test("in random tables every small count could as well be a large one", arguments: 0..<60)
    func attack(seed: UInt64) {
        var random = SeededNumbers(seed: seed)
        var table = SuppressionTable(threshold: 3)
        let (rows, columns) = (2 + random.next(2), 2 + random.next(2))
        let counts = (0..<rows).map { _ in (0..<columns).map { _ in random.next(7) } }
        let audit = TableAudit(counts, into: &table)
        let hidden = table.hidden()
        for cell in hidden where (1..<3).contains(audit.sizes[cell]) {
            #expect(audit.values(of: cell, hidden: hidden).count > 1, "\(counts) \(cell)")
        }
        #expect(audit.sizes.indices.allSatisfy { !(1..<3).contains(audit.sizes[$0]) || hidden.contains($0) })
    }
}

/// A table of rows and columns with all of its totals, and what a reader can conclude about it.
private struct TableAudit {
    private(set) var sizes: [Int] = []
    private var sums: [(total: Int, parts: [Int])] = []

    init(_ counts: [[Int]], into table: inout SuppressionTable) {
        let cells = counts.map { row in row.map { add($0, to: &table) } }
        let rowTotals = counts.map { add($0.reduce(0, +), to: &table) }
        let columnTotals = counts[0].indices.map { column in add(counts.reduce(0) { $0 + $1[column] }, to: &table) }
        let grand = add(counts.joined().reduce(0, +), to: &table)
        for (row, total) in zip(cells, rowTotals) { addSum(total, row, to: &table) }
        for (column, total) in columnTotals.enumerated() { addSum(total, cells.map { $0[column] }, to: &table) }
        addSum(grand, rowTotals, to: &table)
        addSum(grand, columnTotals, to: &table)
    }

    private mutating func add(_ size: Int, to table: inout SuppressionTable) -> Int {
        sizes.append(size)
        return table.addCell(size)
    }

    private mutating func addSum(_ total: Int, _ parts: [Int], to table: inout SuppressionTable) {
        sums.append((total, parts))
        table.addSum(total, of: parts)
    }

    /// The values that a hidden cell can have, found by moving counts around cycles of hidden cells.
    func values(of cell: Int, hidden: Set<Int>) -> Set<Int> {
        var found: Set<Int> = []
        var states: Set<[Int]> = [sizes]
        var queue = [sizes]
        while let state = queue.popLast(), states.count < 4_000, found.count < 2 {
            found.insert(state[cell])
            for next in neighbours(of: state, hidden) where states.insert(next).inserted { queue.append(next) }
        }
        return found
    }

    /// Every table one step away: the inner cells change by one, the totals follow, what is shown stays.
    private func neighbours(of state: [Int], _ hidden: Set<Int>) -> [[Int]] {
        let totals = Set(sums.map(\.total))
        let inner = state.indices.filter { !totals.contains($0) && hidden.contains($0) }
        return Self.moves(inner).compactMap { move in
            var next = state
            for (cell, change) in move { next[cell] += change }
            for (total, parts) in sums { next[total] = parts.reduce(0) { $0 + next[$1] } }
            let isFair = next.indices.allSatisfy { hidden.contains($0) ? next[$0] >= 1 : next[$0] == state[$0] }
            return isFair ? next : nil
        }
    }

    /// Changes of one in up to six cells that may leave their sums as they are.
    private static func moves(_ cells: [Int]) -> [[(Int, Int)]] {
        var moves: [[(Int, Int)]] = [[]]
        for cell in cells {
            moves += moves.filter { $0.count < 6 }.flatMap { move in [move + [(cell, 1)], move + [(cell, -1)]] }
            guard moves.count < 20_000 else { break }
        }
        return moves.filter { !$0.isEmpty }
    }
}

/// The same numbers for the same seed.
private struct SeededNumbers {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed &* 0x9e37_79b9_7f4a_7c15 &+ 1
    }

    /// At least 0, below the bound.
    mutating func next(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(bound))
    }
}
