import GeoCore

@testable import LiveMap

/// Small provinces and indicators for tests.
enum KPIFixtures {
    static let province = KPIUnit(level: .province, code: "52")
    static let october = Period("2026-10")!
    static let moment = Instant(seconds: 1_793_500_000)

    static func commune(_ code: String) -> KPIUnit { KPIUnit(level: .commune, code: code) }

    static func units(_ codes: [String]) -> [KPIUnitNode] {
        codes.map { KPIUnitNode(commune($0), parent: province) } + [KPIUnitNode(province, parent: nil)]
    }

    static func definition(
        _ id: String = "cases", aggregation: KPIAggregation = .sum, direction: KPIDirection = .down,
        decimals: Int = 0, suppressBelow: Int? = nil, breakdowns: [KPIBreakdown] = [], target: Double? = nil
    ) -> KPIDefinition {
        KPIDefinition(
            id: KPIID(id)!, title: LocalizedText(vi: "Số ca", en: "Cases"), measure: "ca", decimals: decimals,
            period: .month, breakdowns: breakdowns, direction: direction, target: target, source: "thử", owner: "thử",
            aggregation: aggregation, suppressBelow: suppressBelow)
    }

    static let sexes = KPIBreakdown(
        name: "sex", title: LocalizedText(vi: "Giới tính", en: "Sex"),
        codes: ["f", "m"].map { Code(value: $0, title: LocalizedText(vi: $0, en: $0)) })

    static func value(
        _ code: String, _ value: Double?, category: KPICategory? = nil, count: Int? = nil, target: Double? = nil,
        state: KPIState = .official
    ) -> KPIValue {
        KPIValue(
            unit: commune(code), period: october, category: category, value: value, count: count, target: target,
            state: state, updated: moment)
    }

    static func sheet(_ definition: KPIDefinition, _ values: [String: Double?]) -> KPISheet {
        KPISheet(
            definition, october, units: units(values.keys.sorted()),
            values: values.compactMap { code, number in number.map { value(code, $0) } })
    }
}
