import GeoCore
import Testing

@testable import LiveMap

@Suite("Indicators of units and of the units above them")
struct KPISheetTests {
    private func province(_ sheet: KPISheet) -> KPIEntry {
        sheet.entry(KPIKey(KPIFixtures.province, nil), exact: true)
    }

    @Test("a total is the sum of the communes shown, whether or not they have a boundary")
    func sums() {
        let sheet = KPIFixtures.sheet(KPIFixtures.definition(), ["00001": 3, "00002": 4, "00003": 0])
        let shown = sheet.entries(level: .commune, exact: true).compactMap(\.figure.number).reduce(0, +)
        #expect(province(sheet).figure == .value(7))
        #expect(shown == 7)
    }

    @Test("a total adds the values as they are shown, rounded to the indicator's decimals")
    func rounding() {
        let definition = KPIFixtures.definition(decimals: 1)
        let sheet = KPIFixtures.sheet(definition, ["00001": 0.14, "00002": 0.14, "00003": 0.14])
        #expect(province(sheet).figure == .value(0.3))
    }

    @Test("a commune without a value is no data, never 0, and is counted as missing")
    func missing() {
        let sheet = KPIFixtures.sheet(KPIFixtures.definition(), ["00001": 3, "00002": nil])
        let entries = sheet.entries(level: .commune, exact: true)
        #expect(entries.map(\.figure) == [.value(3), .noData])
        #expect(province(sheet).reported == 1 && province(sheet).expected == 2)
    }

    @Test("a unit above has no data where none of its units has")
    func allMissing() {
        let sheet = KPIFixtures.sheet(KPIFixtures.definition(), ["00001": nil, "00002": nil])
        #expect(province(sheet).figure == .noData)
    }

    @Test("a ratio is computed anew from its parts, not as a mean of ratios")
    func ratio() throws {
        let above = KPIFixtures.sheet(KPIFixtures.definition("done"), ["00001": 1, "00002": 90])
        let below = KPIFixtures.sheet(KPIFixtures.definition("all"), ["00001": 2, "00002": 100])
        let sheet = try ratio(above, below)
        #expect(sheet.entries(level: .commune, exact: true).map(\.figure) == [.value(50), .value(90)])
        #expect(province(sheet).figure == .value(89.2))
    }

    @Test("a ratio to nothing is no data, and counts in its parent with both of its parts")
    func ratioToZero() throws {
        let above = KPIFixtures.sheet(KPIFixtures.definition("done"), ["00001": 0, "00002": 9, "00003": 5])
        let below = KPIFixtures.sheet(KPIFixtures.definition("all"), ["00001": 0, "00002": 10, "00003": nil])
        let sheet = try ratio(above, below)
        #expect(sheet.entries(level: .commune, exact: true).map(\.figure) == [.noData, .value(90), .noData])
        #expect(province(sheet).figure == .value(90))
    }

    @Test("a weighted mean leaves out units without a weight")
    func weightedMean() throws {
        let weights = KPIFixtures.sheet(KPIFixtures.definition("people"), ["00001": 1, "00002": 3, "00003": nil])
        let mean = KPIFixtures.definition("score", aggregation: .weightedMean(by: KPIID("people")!), decimals: 1)
        let sheet = KPISheet(
            mean, KPIFixtures.october, units: weights.units,
            values: [("00001", 10.0), ("00002", 20), ("00003", 99)].map { KPIFixtures.value($0.0, $0.1) },
            weights: weights)
        #expect(province(sheet).figure == .value(17.5))
    }

    @Test("a total is no more settled than its least settled part")
    func states() {
        let definition = KPIFixtures.definition()
        let sheet = KPISheet(
            definition, KPIFixtures.october, units: KPIFixtures.units(["00001", "00002"]),
            values: [
                KPIFixtures.value("00001", 1, state: .official), KPIFixtures.value("00002", 1, state: .estimate),
            ])
        #expect(province(sheet).state == .estimate)
    }

    @Test(
        "a value has the colour of the threshold that it reaches, in the good direction",
        arguments: [
            (KPIDirection.up, 95.0, KPIStatus.green), (.up, 85, .yellow), (.up, 79.9, .red), (.down, 80, .green),
            (.down, 90, .green), (.down, 96, .red),
        ])
    func colours(direction: KPIDirection, value: Double, status: KPIStatus) {
        var definition = KPIFixtures.definition(direction: direction)
        definition.thresholds =
            direction == .up ? KPIThresholds(green: 90, yellow: 80) : KPIThresholds(green: 90, yellow: 95)
        #expect(definition.status(of: value, target: nil) == status)
    }

    @Test("a threshold in percent of the target says nothing without a target")
    func percentOfTarget() {
        var definition = KPIFixtures.definition(direction: .up)
        definition.thresholds = KPIThresholds(green: 100, yellow: 90, basis: .percentOfTarget)
        #expect(definition.status(of: 45, target: 50) == .yellow)
        #expect(definition.status(of: 45, target: nil) == nil)
    }

    @Test("a missed target raises one alert, a reached one and a missing value none")
    func alerts() {
        let definition = KPIFixtures.definition(direction: .up, target: 5)
        let sheet = KPIFixtures.sheet(definition, ["00001": 3, "00002": 5, "00003": nil])
        let alerts = definition.alerts(sheet.entries(level: .commune, exact: true))
        #expect(alerts.map(\.id) == ["cases.00001.2026-10"])
        #expect(alerts.first?.shortfall == 2)
    }

    @Test("the worst are the lowest where more is better, the highest where less is")
    func worst() {
        let values: [String: Double?] = ["00001": 3, "00002": 9, "00003": nil, "00004": 1]
        for (direction, codes) in [(KPIDirection.up, ["00004", "00001"]), (.down, ["00002", "00001"])] {
            let definition = KPIFixtures.definition(direction: direction)
            let entries = KPIFixtures.sheet(definition, values).entries(level: .commune, exact: true)
            #expect(definition.worst(2, of: entries).map(\.unit.code) == codes)
        }
    }

    @Test("a comparison needs both figures and the same version of the unit")
    func comparison() {
        let definition = KPIFixtures.definition(direction: .down)
        let now = KPIFixtures.sheet(definition, ["00001": 6, "00002": 4]).entries(level: .commune, exact: true)
        var before = KPIFixtures.sheet(definition, ["00001": 8, "00002": 4]).entries(level: .commune, exact: true)
        before[1].unit.era = CivilDay("2025-07-01")
        let pairs = KPIComparison.pairs(now, with: before, definition)
        #expect(pairs[0].difference == -2 && pairs[0].percent == -25 && pairs[0].isBetter == true)
        #expect(pairs[1].difference == nil && pairs[1].reference == .noData)
    }

    private func ratio(_ above: KPISheet, _ below: KPISheet) throws -> KPISheet {
        let parts = KPIAggregation.ratio(of: above.definition.id, to: below.definition.id, factor: 100)
        let definition = KPIFixtures.definition("rate", aggregation: parts, decimals: 1)
        return KPISheet(definition, KPIFixtures.october, units: above.units, of: above, to: below, factor: 100)
    }
}
