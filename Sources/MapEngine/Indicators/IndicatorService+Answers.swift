package import GeoCore
package import LiveMap

extension IndicatorService {
    /// The most periods that a series has.
    package static let seriesLimit = 120

    /// The values of an indicator for a caller.
    ///
    /// - Throws: `notFound`, `unauthenticated` or `forbidden` for the indicator, `invalidParameter` for a period of
    ///   another length, a level that does not follow from the indicator's, or an unknown category or unit.
    package func answer(_ query: KPIQuery, for caller: Caller) async throws -> KPIAnswer {
        try await answer(query, definition(query.indicator, for: caller), exactFor: caller)
    }

    /// The values of an indicator, with the small counts that a caller sees, who may read it or not.
    func answer(_ query: KPIQuery, _ definition: KPIDefinition, exactFor caller: Caller) async throws -> KPIAnswer {
        let level = try level(query, definition)
        try check(query.category, of: definition)
        let period = try await period(query.period, of: definition)
        let day = query.moment.flatMap { CivilDay($0.day) } ?? unitDay(of: period)
        let sheet = try await sheet(definition, period, on: day)
        let isExact = indicators.allowsSmallCounts(of: definition, for: caller)
        let all = sheet.entries(level: level, category: query.category, exact: isExact)
        let entries = try await entries(all, within: query.unit, sheet, on: day)
        var answer = KPIAnswer(
            definition: definition, period: period, level: level, day: day, category: query.category, lines: [],
            totals: [], classes: classes(query, definition, all), worst: definition.worst(5, of: entries),
            alerts: definition.alerts(entries))
        let comparisons = try await comparisons(query, &answer, all, isExact)
        answer.lines = try await lines(entries, answer.classes, comparisons, on: day)
        if level != .province {
            let above = sheet.entries(level: .province, category: query.category, exact: isExact)
            answer.totals = try await lines(above.filter { $0.expected != nil }, nil, [:], on: day)
        }
        return answer
    }

    /// The values of one unit, by the code that it has in each period, through time.
    ///
    /// - Throws: As `answer`; `tooLarge` for more than `seriesLimit` periods.
    package func series(
        _ id: String, unit: String, category: KPICategory?, in periods: ClosedRange<Period>?, for caller: Caller
    ) async throws -> KPISeries {
        let definition = try definition(id, for: caller)
        try check(category, of: definition)
        let isExact = indicators.allowsSmallCounts(of: definition, for: caller)
        var entries: [KPIEntry] = []
        for period in try await range(periods, definition) {
            let sheet = try await sheet(definition, period, on: unitDay(of: period))
            guard
                let node = sheet.units.first(where: {
                    UnitCode.same($0.unit.code, unit) && $0.unit.code.utf8.count == unit.utf8.count
                })
            else { continue }
            entries.append(sheet.entry(KPIKey(node.unit, category), exact: isExact))
        }
        guard !entries.isEmpty else {
            throw EngineError(.notFound, "No unit had the code “\(unit)” in these periods.", parameter: "unit")
        }
        return KPISeries(definition: definition, unit: unit, category: category, entries: entries)
    }

    /// Everything that misses its target in the latest period, of all indicators that a caller may see.
    package func alerts(for caller: Caller) async throws -> [KPIAlert] {
        var alerts: [KPIAlert] = []
        for definition in definitions(for: caller) where definition.direction != .neutral {
            guard try await !periods(of: definition).isEmpty else { continue }
            alerts += try await answer(KPIQuery(indicator: definition.id.name), for: caller).alerts
        }
        return alerts
    }
}

// MARK: - Checks

extension IndicatorService {
    private func level(_ query: KPIQuery, _ definition: KPIDefinition) throws -> UnitLevel {
        let level = query.level ?? definition.level
        guard level == definition.level || (level == .province && definition.aggregation != .none) else {
            throw EngineError(
                .invalidParameter,
                "The indicator “\(definition.id)” is told by \(definition.level.rawValue)"
                    + (definition.aggregation == .none ? "." : " and province."), parameter: "level")
        }
        return level
    }

    func check(_ category: KPICategory?, of definition: KPIDefinition) throws {
        guard let category else { return }
        let breakdown = definition.breakdowns.first { $0.name == category.breakdown }
        guard breakdown?.codes.contains(where: { $0.value == category.code }) == true else {
            throw EngineError(
                .invalidParameter, "The indicator “\(definition.id)” has no category “\(category)”.",
                parameter: "breakdown")
        }
    }

    func period(_ period: Period?, of definition: KPIDefinition) async throws -> Period {
        guard let period else {
            return try await periods(of: definition).first ?? Period(definition.period, containing: today)
        }
        guard period.kind == definition.period else {
            let example = Period(definition.period, containing: period.firstDay)
            throw EngineError(
                .invalidParameter,
                "The indicator “\(definition.id)” is told by \(definition.period.rawValue): \(example).",
                parameter: "period")
        }
        return period
    }

    private func range(_ periods: ClosedRange<Period>?, _ definition: KPIDefinition) async throws -> [Period] {
        guard let periods else {
            return Array(try await self.periods(of: definition).prefix(12).reversed())
        }
        for bound in [periods.lowerBound, periods.upperBound] { _ = try await period(bound, of: definition) }
        var list = [periods.lowerBound]
        while let last = list.last, last < periods.upperBound, list.count <= Self.seriesLimit { list.append(last.next) }
        guard list.count <= Self.seriesLimit else {
            throw EngineError(.tooLarge, "A series has at most \(Self.seriesLimit) periods; ask for fewer.")
        }
        return list
    }

    /// The entries of a unit and of those in it.
    private func entries(
        _ entries: [KPIEntry], within code: String?, _ sheet: KPISheet, on day: CivilDay
    ) async throws -> [KPIEntry] {
        guard let code else { return entries }
        let unit = try await units.unit(code, at: ValidMoment(day.description))
        let own = KPIUnit(unit)
        let inside = Set(sheet.units.filter { $0.unit == own || $0.parent == own }.map(\.unit))
        return entries.filter { inside.contains($0.unit) }
    }
}

// MARK: - Lines

extension IndicatorService {
    /// Classes over all units of the level, so that the legend stays when one looks at some of them.
    private func classes(
        _ query: KPIQuery, _ definition: KPIDefinition, _ entries: [KPIEntry]
    ) -> ChoroplethClasses {
        let shown = entries.compactMap(\.figure.number)
        let hasThresholds = definition.thresholds?.basis == .value
        let method = query.method ?? (hasThresholds ? .thresholds : .quantile)
        let thresholds = definition.thresholds.map { [$0.green, $0.yellow] } ?? []
        return ChoroplethClasses(
            method == .thresholds && !hasThresholds ? .quantile : method, values: shown, count: query.classCount,
            thresholds: thresholds)
    }

    private func comparisons(
        _ query: KPIQuery, _ answer: inout KPIAnswer, _ entries: [KPIEntry], _ isExact: Bool
    ) async throws -> [KPIUnit: KPIComparison] {
        guard let reference = query.reference else { return [:] }
        guard let wanted = reference.period(for: answer.period) else { return [:] }
        let period = try await period(wanted, of: answer.definition)
        answer.referencePeriod = period
        let sheet = try await sheet(answer.definition, period, on: unitDay(of: period))
        let before = sheet.entries(level: answer.level, category: query.category, exact: isExact)
        let pairs = KPIComparison.pairs(entries, with: before, answer.definition)
        return Dictionary(pairs.map { ($0.unit, $0) }, uniquingKeysWith: { first, _ in first })
    }

    private func lines(
        _ entries: [KPIEntry], _ classes: ChoroplethClasses?, _ comparisons: [KPIUnit: KPIComparison],
        on day: CivilDay
    ) async throws -> [KPIAnswer.Line] {
        let register = try await units.register()
        let versions = Dictionary(
            register.units.map { (KPIUnit($0), $0) }, uniquingKeysWith: { first, _ in first })
        return entries.compactMap { entry in
            guard let unit = versions[entry.unit] else { return nil }
            return KPIAnswer.Line(
                entry: entry, name: unit.name, feature: unit.id,
                classIndex: entry.figure.number.flatMap { classes?.index(of: $0) },
                comparison: comparisons[entry.unit])
        }
    }
}
