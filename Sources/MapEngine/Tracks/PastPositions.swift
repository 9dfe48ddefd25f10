package import GeoCore
import GeoStorage
import LiveMap

/// `at=` of the layer of vessels: the register as it is now, with each vessel where it was at a moment.
package final class PastPositions: Sendable {
    private let workspace: Workspace
    private let store: SpatiaLiteStore
    private let state: EngineState
    private let units: UnitService
    private let live: LiveService
    private let moments = BriefMemory<Key, [Feature]>(limit: 4, seconds: 30, makerLimit: 2)
    private static let layer = "vessels"

    /// The values of features are in the order of the definition's fields.
    private struct Key: Hashable {
        var definition: LayerDefinition
        var instant: Instant
    }

    init(workspace: Workspace, store: SpatiaLiteStore, state: EngineState, units: UnitService, live: LiveService) {
        self.workspace = workspace
        self.store = store
        self.state = state
        self.units = units
        self.live = live
    }

    /// Whether the past of a layer is that of its objects' positions, and no revision of its rows.
    package func isKept(of layer: LayerID) -> Bool { layer.name == Self.layer }

    /// A page of vessels as a request asks for, each with its newest fix that is not after a moment.
    ///
    /// A vessel of the register that had not been heard by then has no place; one that no register knows is left out.
    ///
    /// - Throws: `notFound` for an unknown unit, `invalidParameter` for a value that no field of its type can have, `busy` where too
    ///   much of the past is being read, and what reading the layer throws.
    package func features(_ request: FeatureRequest, at instant: Instant) async throws -> FeatureResult {
        let definition = try state.layer(request.layer.name, for: request.caller)
        let unit = try await home(request, definition)
        let selection = try FeatureSelection(request, definition, unit: unit)
        return selection.page(of: try await vessels(definition, at: instant))
    }

    /// One vessel by its identifier or its number in any spelling.
    ///
    /// - Throws: `notFound`, and as `features`.
    package func feature(
        _ id: String, in definition: LayerDefinition, at instant: Instant, for caller: Caller
    ) async throws -> FeatureResult {
        let request = FeatureRequest(layer: definition.id, caller: caller, limit: 1)
        let key = definition.key.first.flatMap { definition.index(of: $0) }
        let code = VesselRegistration(id)?.display ?? id
        let found = try await vessels(definition, at: instant).filter { feature in
            String(feature.id) == id || key.map { feature.values[$0].text == code } ?? false
        }
        let result = try FeatureSelection(request, definition, unit: nil).page(of: found)
        guard !result.features.isEmpty else {
            throw EngineError(
                .notFound, "The layer “\(definition.id)” had no feature “\(id)” then.", parameter: "id")
        }
        return result
    }

    private func home(
        _ request: FeatureRequest, _ definition: LayerDefinition
    ) async throws -> (field: String, code: String)? {
        guard let code = request.unit else { return nil }
        guard let homes = state.catalogue.homeUnits[definition.id] else {
            throw EngineError(
                .invalidParameter, "“unit” and “at” go together only where the layer has ‘homeUnits’; leave one out.",
                parameter: "unit")
        }
        let unit = try await units.resolve(code, at: request.moment).unit
        return (try homes.field(unit.level, of: definition.id), unit.code)
    }

    private func vessels(_ definition: LayerDefinition, at instant: Instant) async throws -> [Feature] {
        try await moments.value(for: Key(definition: definition, instant: instant), at: live.currentInstant) {
            try await EngineError.translating { try await self.read(definition, at: instant) }
        }
    }

    private func read(_ definition: LayerDefinition, at instant: Instant) async throws -> [Feature] {
        let history = try live.works().history
        let register = try await VesselRegister.read(definition.id, catalogue: state.catalogue, store: store)
        let fixes = Dictionary(
            try await history.latest(notAfter: instant).map { ($0.fix.object, $0.fix) }
        ) { first, _ in first }
        let chart = try await SeaChartReader(catalogue: state.catalogue, store: store).read()
        let signals = PastSignals(
            try workspace.readRules().context(chart), at: min(instant, live.currentInstant))
        let row = PastRow(definition)
        return register.features.compactMap { feature in
            let fix = register.object(of: feature).flatMap { fixes[$0] }
            return row.feature(feature, at: fix, signal: fix.flatMap(signals.signal))
        }
    }
}

/// Puts a fix of the past into a vessel's row.
private struct PastRow {
    private let fields: LiveFields

    init(_ definition: LayerDefinition) {
        fields = LiveFields(vessels: definition)
    }

    /// `nil` for a vessel that nobody knew then.
    func feature(_ feature: Feature, at fix: Fix?, signal: SignalState?) -> Feature? {
        if fix == nil, let index = fields.registered, feature.values[index] == .boolean(false) { return nil }
        var result = feature
        func set(_ index: Int?, _ value: FieldValue?) {
            if let index { result.values[index] = value ?? .null }
        }
        result.geometry = fix.map { .point($0.coordinate) }
        set(fields.time, fix.map { .text($0.time.rfc3339()) })
        set(fields.speed, fix?.speedKnots.map(FieldValue.real))
        set(fields.course, fix?.courseDegrees.map(FieldValue.real))
        set(fields.source, fix.map { .text($0.source.rawValue) })
        set(fields.signal, signal.map { .text($0.rawValue) })
        return result
    }
}
