package import GeoCore
import GeoStorage
import LiveMap

/// `at=` of the layer of vessels: the register as it is now, with each vessel where it was at a moment.
package final class PastPositions: Sendable {
    private let store: SpatiaLiteStore
    private let state: EngineState
    private let units: UnitService
    private let live: LiveService
    private let minutes = BriefMemory<Key, PastMinute>(limit: 4, seconds: 30, line: .beforeHistory())
    private static let layer = "vessels"
    /// The most positions of one minute.
    private static let fixLimit = 400_000

    /// What was read for one moment serves all of the same minute.
    private struct Key: Hashable {
        /// The values of features are in the order of its fields.
        var definition: LayerDefinition
        var minute: Range<Instant>
    }

    init(store: SpatiaLiteStore, state: EngineState, units: UnitService, live: LiveService) {
        self.store = store
        self.state = state
        self.units = units
        self.live = live
    }

    /// Whether the past of a layer is that of its objects' positions, and no revision of its rows.
    package func isKept(of layer: LayerID) -> Bool { layer.name == Self.layer }

    /// A page of vessels as a request asks for, each with its newest fix that is not after a moment.
    ///
    /// A vessel of the register that had not been heard by then has no place; one that no register knows is left out. The answer is
    /// that of the moment to the millisecond, as it was known at most 30 seconds ago.
    ///
    /// - Throws: `notFound` for an unknown unit, `invalidParameter` for a value that no field of its type can have, `busy` where too
    ///   much of the past is being read, and what reading the layer throws.
    package func features(_ request: FeatureRequest, at instant: Instant) async throws -> FeatureResult {
        let definition = try state.layer(request.layer.name, for: request.caller)
        let (unit, others) = try await unit(of: request)
        let selection = try FeatureSelection(request, definition, unit: unit.map { try home($0, of: definition) })
        var result = selection.page(of: try await vessels(definition, at: instant, in: request.box))
        result.alternateUnits = others
        return result
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

    private func unit(
        of request: FeatureRequest
    ) async throws -> (unit: AdministrativeUnit?, others: [AdministrativeUnit]) {
        guard let code = request.unit else { return (nil, []) }
        return try await units.resolve(code, at: request.moment)
    }

    private func home(
        _ unit: AdministrativeUnit, of definition: LayerDefinition
    ) throws -> (field: String, code: String) {
        guard let homes = state.catalogue.homeUnits[definition.id] else {
            throw EngineError(
                .invalidParameter, "“unit” and “at” go together only where the layer has ‘homeUnits’; leave one out.",
                parameter: "unit")
        }
        return (try homes.field(unit.level, of: definition.id), unit.code)
    }

    private func vessels(
        _ definition: LayerDefinition, at instant: Instant, in box: BoundingBox? = nil
    ) async throws -> [Feature] {
        let now = live.currentInstant
        let span = PastMinute.span(around: instant)
        let minute = try await minutes.value(for: Key(definition: definition, minute: span), at: now) {
            try await EngineError.translating { try await self.read(definition, span) }
        }
        return minute.features(at: instant, now: now, in: box)
    }

    /// Only the objects of the register are looked for, and judged by the rules and zones that the live service has.
    private func read(_ definition: LayerDefinition, _ minute: Range<Instant>) async throws -> PastMinute {
        let works = try live.works()
        let register = try await VesselRegister.read(definition.id, catalogue: state.catalogue, store: store)
        let objects = register.facts.keys
        let start = Instant(milliseconds: minute.lowerBound.milliseconds - 1)
        let before = try await works.history.latest(of: objects, notAfter: start)
        guard let within = try await works.history.fixes(of: objects, during: minute, limit: Self.fixLimit) else {
            throw EngineError(.tooLarge, "That minute has more than \(Self.fixLimit) positions.", parameter: "at")
        }
        let signals = PastSignals(await works.judge.context, at: min(minute.lowerBound, live.currentInstant))
        return PastMinute(
            definition, register: register, fixes: before.map(\.fix) + within.believable, signals: signals)
    }
}
