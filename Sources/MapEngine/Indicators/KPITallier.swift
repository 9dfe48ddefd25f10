import GeoCore
import GeoStorage
import LiveMap

/// Counts the features of a layer by period, unit and category: one reading of the layer gives all periods.
struct KPITallier {
    let store: SpatiaLiteStore
    let units: UnitService
    let layer: LayerDefinition
    let definition: KPIDefinition
    let tally: KPITally

    /// What was counted.
    struct Result: Sendable {
        /// By period, then by unit and category; a place that is not there was counted 0.
        var sums: [Period: [KPIKey: Double]] = [:]
        /// The day of the oldest feature; `nil` where there is none.
        var firstDay: CivilDay?
    }

    func run() async throws -> Result {
        let register = try await units.register()
        guard tally.unit == nil, tally.unitCode == nil else {
            var result = Result()
            try await eachPage(FeatureQuery(layer: layer.id, limit: 5_000)) { features in
                for feature in features { add(feature, nil, register, to: &result) }
            }
            return result
        }
        return try await byPlace(register)
    }

    /// A feature counts to the unit that holds its place and was in force on its day.
    private func byPlace(_ register: UnitRegister) async throws -> Result {
        var result = Result()
        for unit in register.units where unit.level == definition.level {
            var query = FeatureQuery(layer: layer.id, limit: 5_000)
            query.unit = try await units.membership(of: layer, in: unit)
            try await eachPage(query) { features in
                for feature in features { add(feature, unit, register, to: &result) }
            }
        }
        return result
    }

    private func eachPage(_ base: FeatureQuery, _ body: ([Feature]) -> Void) async throws {
        var query = base
        query.fields = Set(tally.fields)
        query.content = .withoutGeometry
        repeat {
            let page = try await units.page(query)
            body(page.features)
            query.after = page.next
        } while query.after != nil
    }

    private func add(
        _ feature: Feature, _ place: AdministrativeUnit?, _ register: UnitRegister, to result: inout Result
    ) {
        guard meetsConditions(feature), let day = day(of: feature), let amount = amount(of: feature) else { return }
        guard let unit = unit(of: feature, place, on: day, register) else { return }
        result.firstDay = min(result.firstDay ?? day, day)
        let period = Period(definition.period, containing: day)
        for category in categories(of: feature) {
            result.sums[period, default: [:]][KPIKey(KPIUnit(unit), category), default: 0] += amount
        }
    }

    private func value(_ field: String, of feature: Feature) -> FieldValue {
        layer.index(of: field).map { feature.values[$0] } ?? .null
    }

    private func meetsConditions(_ feature: Feature) -> Bool {
        tally.notAfter.allSatisfy { isNotAfter($0.key, $0.value, in: feature) }
            && tally.conditions.allSatisfy { condition in
                let found = value(condition.field, of: feature)
                return condition.values.contains { wanted in
                    wanted == found || (wanted.number != nil && wanted.number == found.number)
                }
            }
    }

    private func isNotAfter(_ first: String, _ second: String, in feature: Feature) -> Bool {
        guard let earlier = moment(first, of: feature), let later = moment(second, of: feature) else { return false }
        return earlier <= later
    }

    /// A day counts by its beginning, +07:00.
    private func moment(_ field: String, of feature: Feature) -> Instant? {
        let text = value(field, of: feature).text
        return Instant(rfc3339: text) ?? CivilDay(text)?.start()
    }

    /// The day in Việt Nam.
    private func day(of feature: Feature) -> CivilDay? {
        let text = value(tally.time, of: feature).text
        return CivilDay(text) ?? Instant(rfc3339: text)?.day()
    }

    private func amount(of feature: Feature) -> Double? {
        guard let sum = tally.sum else { return 1 }
        return value(sum, of: feature).number
    }

    private func unit(
        of feature: Feature, _ place: AdministrativeUnit?, on day: CivilDay, _ register: UnitRegister
    ) -> AdministrativeUnit? {
        guard let moment = ValidMoment(day.description) else { return nil }
        if let place { return place.isValid(on: moment) ? place : nil }
        guard let code = tally.unitCode ?? tally.unit.map({ value($0, of: feature).text }) else { return nil }
        return register.resolve(code, at: moment, today: moment).map(\.unit).flatMap { unit in
            unit.level == definition.level ? unit : nil
        }
    }

    /// The whole, and one category of each breakdown.
    private func categories(of feature: Feature) -> [KPICategory?] {
        [nil]
            + definition.breakdowns.compactMap { breakdown in
                guard let field = tally.breakdowns[breakdown.name] else { return nil }
                let code = value(field, of: feature).text
                guard breakdown.codes.contains(where: { $0.value == code }) else { return nil }
                return KPICategory(breakdown: breakdown.name, code: code)
            }
    }
}

extension KPIUnit {
    init(_ unit: AdministrativeUnit) {
        self.init(level: unit.level, code: unit.code, era: unit.validFrom.flatMap { CivilDay($0.prefix(10)) })
    }
}

extension KPITallier.Result {
    /// The values of a period: 0 for every unit that nothing was counted in, none at all before the first feature and
    /// after today.
    func values(
        _ definition: KPIDefinition, _ period: Period, units: [KPIUnitNode], today: CivilDay, at moment: Instant
    ) -> [KPIValue] {
        guard let firstDay, period.end > firstDay, period.firstDay <= today else { return [] }
        let covered = definition.isCumulative ? period.sinceStartOfYear : [period]
        var sums: [KPIKey: Double] = [:]
        for part in covered { sums.merge(self.sums[part] ?? [:], uniquingKeysWith: +) }
        let state: KPIState = period.end <= today ? .preliminary : .estimate
        let nodes = units.filter { $0.unit.level == definition.level }
        return nodes.flatMap { node in
            definition.countedCategories.map { category in
                KPIValue(
                    unit: node.unit, period: period, category: category,
                    value: sums[KPIKey(node.unit, category)] ?? 0, state: state, updated: moment)
            }
        }
    }
}

extension KPIDefinition {
    /// The whole and every category that features are counted by.
    fileprivate var countedCategories: [KPICategory?] {
        [nil]
            + breakdowns.filter { tally?.breakdowns[$0.name] != nil }.flatMap { breakdown in
                breakdown.codes.map { KPICategory(breakdown: breakdown.name, code: $0.value) }
            }
    }
}
