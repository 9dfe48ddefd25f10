import Foundation
package import GeoCore
import GeoStorage
package import LiveMap
import Synchronization

/// Indicators: which there are, their values by unit and period for those who may see them, and sending values in.
///
/// In brief: `definitions(for:)` is `GET /kpis`; `answer(_:for:)` is `GET /kpis/{id}/values`; `series(_:for:)` one unit's
/// values through time; `put(_:to:by:)` is `PUT /kpis/{id}/values`; `tile(…)` and `tileset(…)` are `/tiles/kpi:{id}`;
/// `changes(…)` is the history. Answers write themselves as JSON by `json`. Small counts leave by none of these.
package final class IndicatorService: Sendable {
    let store: SpatiaLiteStore
    let state: EngineState
    let units: UnitService
    let features: FeatureService
    let tiles = UnitTileCache(limit: 1_024)
    private let now: @Sendable () -> Date
    private let catalogue: Mutex<KPICatalogue>
    private let tallies = Mutex<[KPIID: Counted]>([:])

    /// What was counted, from which state of the layer, and when.
    private struct Counted {
        var revision: Int64
        var unitRevisions: [Int64]
        var moment: Instant
        var result: KPITallier.Result
    }

    /// Live layers change without a new revision; counts older than this are made anew.
    private static let tallySeconds = 5.0

    init(
        catalogue: KPICatalogue, store: SpatiaLiteStore, state: EngineState, units: UnitService,
        features: FeatureService, now: @escaping @Sendable () -> Date
    ) {
        self.catalogue = Mutex(catalogue)
        self.store = store
        self.state = state
        self.units = units
        self.features = features
        self.now = now
    }

    /// Takes new definitions in the place of the old.
    package func replace(_ catalogue: KPICatalogue) {
        self.catalogue.withLock { $0 = catalogue }
        tallies.withLock { $0 = [:] }
    }

    /// The indicators that a caller may see, by id.
    package func definitions(for caller: Caller) -> [KPIDefinition] {
        indicators.definitions.filter { $0.access.allowsReading(by: caller) }
    }

    /// An indicator's definition, whoever asks; `nil` where there is none.
    package func definition(named id: String) -> KPIDefinition? { KPIID(id).flatMap { indicators[$0] } }

    /// - Throws: `notFound`, `unauthenticated` or `forbidden`.
    package func definition(_ id: String, for caller: Caller) throws -> KPIDefinition {
        guard let definition = KPIID(id).flatMap({ indicators[$0] }) else {
            let hint = indicators.definitions.map(\.id.name).nearest(to: id).map { " Did you mean “\($0)”?" } ?? ""
            throw EngineError(.notFound, "There is no indicator “\(id)”.\(hint)", parameter: "id")
        }
        guard definition.access.allowsReading(by: caller) else {
            throw caller.role == nil
                ? EngineError(.unauthenticated, "The indicator “\(id)” needs a token.")
                : EngineError(.forbidden, "Your role may not read the indicator “\(id)”.")
        }
        return definition
    }

    /// The indicators that one is computed with, of which a caller may know.
    package func parts(of definition: KPIDefinition, for caller: Caller) -> [KPIID] {
        definition.aggregation.parts.filter { indicators[$0]?.access.allowsReading(by: caller) ?? false }
    }

    /// The periods that an indicator has values for, the latest first: what a time slider offers.
    package func periods(of definition: KPIDefinition) async throws -> [Period] {
        if let part = definition.aggregation.parts.first, !definition.takesValues {
            guard let part = indicators[part] else { return [] }
            return try await periods(of: part)
        }
        if definition.tally != nil {
            guard let first = try await counted(definition)?.firstDay else { return [] }
            return Self.periods(definition.period, from: first, to: today)
        }
        let texts = try await EngineError.translating {
            try await self.store.indicatorPeriods(of: definition.id.name)
        }
        return texts.compactMap { Period($0) }
    }

    /// The changes of an indicator's values, the newest first; for those who may see small counts only.
    ///
    /// - Throws: `forbidden` for others where the indicator hides small counts, since a change tells them.
    package func changes(
        of definition: KPIDefinition, unit: String?, period: Period?, limit: Int, for caller: Caller
    ) async throws -> [KPIChange] {
        guard indicators.allowsSmallCounts(of: definition, for: caller) else {
            throw EngineError(.forbidden, "Your role may not read the history of “\(definition.id)”.")
        }
        let changes = try await EngineError.translating {
            try await self.store.indicatorChanges(
                of: definition.id.name, unit: unit, period: period?.description, limit: min(max(1, limit), 10_000))
        }
        return changes.map { KPIChange($0) }
    }

    var indicators: KPICatalogue { catalogue.withLock { $0 } }

    var moment: Instant { Instant(milliseconds: Int64((now().timeIntervalSince1970 * 1_000).rounded())) }

    var today: CivilDay { moment.day() }

    private static func periods(_ kind: PeriodKind, from first: CivilDay, to last: CivilDay) -> [Period] {
        var periods = [Period(kind, containing: last)]
        while let period = periods.last, period.firstDay > first, periods.count < 1_000 {
            periods.append(period.previous)
        }
        return periods
    }
}

// MARK: - Sheets

extension IndicatorService {
    /// The day whose units a period's values are of: its last, or today while it runs.
    func unitDay(of period: Period) -> CivilDay { min(period.lastDay, max(today, period.firstDay)) }

    /// The units of an indicator in force on a day, with those above them.
    func nodes(_ definition: KPIDefinition, on day: CivilDay) async throws -> [KPIUnitNode] {
        guard let moment = ValidMoment(day.description) else { return [] }
        let valid = try await units.register().units.filter { $0.isValid(on: moment) }
        let provinces = valid.filter { $0.level == .province }
        let above = Dictionary(provinces.map { ($0.code, KPIUnit($0)) }, uniquingKeysWith: { first, _ in first })
        let own = valid.filter { $0.level == definition.level }.map { unit in
            KPIUnitNode(KPIUnit(unit), parent: unit.parent.flatMap { above[$0] })
        }
        guard definition.level != .province else { return own }
        return own + provinces.map { KPIUnitNode(KPIUnit($0), parent: nil) }
    }

    /// An indicator in a period, with the units of a day.
    func sheet(_ definition: KPIDefinition, _ period: Period, on day: CivilDay) async throws -> KPISheet {
        let nodes = try await nodes(definition, on: day)
        switch definition.aggregation {
        case .none, .sum:
            return try await plainSheet(definition, period, nodes, weights: nil)
        case .weightedMean(let weight):
            let weights = try await part(weight, period, on: day)
            return try await plainSheet(definition, period, nodes, weights: weights)
        case .ratio(let numerator, let denominator, let factor):
            let above = try await part(numerator, period, on: day)
            let below = try await part(denominator, period, on: day)
            return KPISheet(definition, period, units: nodes, of: above, to: below, factor: factor)
        }
    }

    private func part(_ id: KPIID, _ period: Period, on day: CivilDay) async throws -> KPISheet {
        guard let definition = indicators[id] else {
            throw EngineError(.invalidConfiguration, "The indicator “\(id)” is needed, but there is none in kpis/.")
        }
        return try await sheet(definition, period, on: day)
    }

    private func plainSheet(
        _ definition: KPIDefinition, _ period: Period, _ nodes: [KPIUnitNode], weights: KPISheet?
    ) async throws -> KPISheet {
        let values = try await values(definition, period, nodes)
        let hidden = try await cumulativelyHidden(definition, period, nodes)
        return KPISheet(definition, period, units: nodes, values: values, weights: weights, mustHide: hidden)
    }

    private func values(
        _ definition: KPIDefinition, _ period: Period, _ nodes: [KPIUnitNode]
    ) async throws -> [KPIValue] {
        if definition.tally != nil {
            let result = try await counted(definition)
            return result?.values(definition, period, units: nodes, today: today, at: moment) ?? []
        }
        let rows = try await EngineError.translating {
            try await self.store.indicatorValues(of: definition.id.name, period: period.description)
        }
        return rows.compactMap { KPIValue($0, period) }
    }

    /// Of a cumulative count, the cells whose growth since the last shown figure would be a small count.
    private func cumulativelyHidden(
        _ definition: KPIDefinition, _ period: Period, _ nodes: [KPIUnitNode]
    ) async throws -> Set<KPIKey> {
        guard definition.isCumulative, let threshold = definition.suppressBelow else { return [] }
        var open = definition
        open.suppressBelow = nil
        var series: [KPIKey: [Int?]] = [:]
        let periods = period.sinceStartOfYear
        for (index, earlier) in periods.enumerated() {
            let sheet = KPISheet(open, earlier, units: nodes, values: try await values(definition, earlier, nodes))
            for (key, cell) in sheet.cells where cell.value != nil {
                series[key, default: Array(repeating: nil, count: periods.count)][index] = cell.size
            }
        }
        let hidden = series.filter { CumulativeRelease.mustHide($0.value, threshold: threshold).last == true }
        return Set(hidden.keys)
    }

    /// What a tally counts, counted at most every few seconds; `nil` where the layer has never been filled.
    private func counted(_ definition: KPIDefinition) async throws -> KPITallier.Result? {
        guard let tally = definition.tally, let layer = state.catalogue[tally.layer],
            let revision = try await store.layer(layer.id)?.revision
        else { return nil }
        let unitRevisions = try await revisionsOfUnits()
        if let known = tallies.withLock({ $0[definition.id] }), known.revision == revision,
            known.unitRevisions == unitRevisions,
            (0..<Self.tallySeconds).contains(moment.seconds(since: known.moment))
        {
            return known.result
        }
        let begun = moment
        let result = try await KPITallier(
            store: store, units: units, layer: layer, definition: definition, tally: tally
        ).run()
        tallies.withLock {
            $0[definition.id] = Counted(
                revision: revision, unitRevisions: unitRevisions, moment: begun, result: result)
        }
        return result
    }

    private func revisionsOfUnits() async throws -> [Int64] {
        try await UnitLevel.allCases.asyncMap { level in
            guard let layer = self.state.catalogue.units(level) else { return 0 }
            return try await self.store.layer(layer.id)?.revision ?? 0
        }
    }
}

extension KPIValue {
    /// `nil` for a row whose state or category this program does not know.
    init?(_ row: IndicatorRow, _ period: Period) {
        guard let state = KPIState(rawValue: row.figures.state) else { return nil }
        let category = KPICategory(row.key.category)
        guard category != nil || row.key.category.isEmpty else { return nil }
        self.init(
            unit: KPIUnit(level: row.key.level, code: row.key.unit, era: row.key.era), period: period,
            category: category, value: row.figures.value, count: row.figures.count, target: row.figures.target,
            state: state, updated: row.updated)
    }
}
