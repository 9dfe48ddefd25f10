import Foundation
package import GeoCore
import GeoNative
import GeoStorage
import Synchronization

/// Administrative units in time: which there are, which one a code means, which one a place lies in.
package final class UnitService: Sendable {
    private let store: SpatiaLiteStore
    private let state: EngineState
    let workers: GeoWorkerPool
    private let now: @Sendable () -> Date
    private let known = Mutex<(revisions: [Int64], register: UnitRegister)?>(nil)

    init(store: SpatiaLiteStore, state: EngineState, pool: GeoWorkerPool, now: @escaping @Sendable () -> Date) {
        self.store = store
        self.state = state
        workers = pool
        self.now = now
    }

    var today: ValidMoment { ValidMoment(at: now()) }

    /// The units in force on a day (without one, today), or of all times where words are given without a day;
    /// best match first where words are given, else by level and code.
    package func units(level: UnitLevel?, words: String?, at moment: ValidMoment?) async throws -> [AdministrativeUnit]
    {
        let register = try await register()
        let ofLevel = register.units.filter { level == nil || $0.level == level }
        guard let words, !words.trimmingCharacters(in: .whitespaces).isEmpty else {
            return ofLevel.filter { $0.isValid(on: moment ?? today) }
        }
        let dated = ofLevel.filter { unit in moment.map(unit.isValid) ?? true }
        if UnitCode.number(words) != nil { return dated.filter { UnitCode.same($0.code, words) } }
        let query = SearchQuery(UnitName(words).name)
        let ranked = dated.compactMap { unit in query.rank(UnitName(unit.name).name).map { (rank: $0, unit: unit) } }
        return ranked.sorted { left, right in
            if left.rank != right.rank { return right.rank < left.rank }
            let (first, second) = (left.unit.isValid(on: today), right.unit.isValid(on: today))
            if first != second { return first }
            return (left.unit.level.rank, left.unit.code) < (right.unit.level.rank, right.unit.code)
        }.map(\.unit)
    }

    /// The unit that a code means on a day; without a day the one in force today, else the last that had the code.
    ///
    /// - Throws: `notFound` where no version fits.
    package func unit(_ code: String, at moment: ValidMoment?) async throws -> AdministrativeUnit {
        try await resolve(code, at: moment).unit
    }

    func resolve(
        _ code: String, at moment: ValidMoment?
    ) async throws -> (unit: AdministrativeUnit, others: [AdministrativeUnit]) {
        guard let found = try await register().resolve(code, at: moment, today: today) else {
            let when = moment.map { " on \($0.day)" } ?? ""
            throw EngineError(
                .notFound, "There is no administrative unit “\(code)”\(when); /units?q= finds units by name.",
                parameter: "unit")
        }
        return found
    }

    /// The box around a unit's territory.
    package func extent(of unit: AdministrativeUnit) async throws -> BoundingBox? {
        try await boundary(of: unit)?.boundingBox
    }

    /// The unit's territory; `nil` where the layer has no boundary for it.
    func boundary(of unit: AdministrativeUnit) async throws -> Geometry? {
        guard let layer = state.catalogue.units(unit.level) else { return nil }
        return try await store.feature(id: unit.id, in: layer.id)?.geometry
    }

    /// The territories of communes of all eras by the number of their code.
    func communeAreas() async throws -> [Int: [ReferenceArea]] {
        guard let layer = state.catalogue.units(.commune), try await store.layer(layer.id) != nil else { return [:] }
        let reader = UnitReader(layer)
        let features = try await store.features(FeatureQuery(layer: layer.id, limit: 100_000)).features
        var areas: [Int: [ReferenceArea]] = [:]
        for feature in features {
            guard let unit = reader.unit(feature), let number = UnitCode.number(unit.code),
                let area = feature.geometry.flatMap({ ReferenceArea(unit, $0) })
            else { continue }
            areas[number, default: []].append(area)
        }
        return areas
    }

    /// All versions of units, read anew when a unit layer has a new revision.
    func register() async throws -> UnitRegister {
        let layers = UnitLevel.allCases.compactMap { state.catalogue.units($0) }
        let revisions = try await layers.asyncMap { try await self.store.layer($0.id)?.revision ?? 0 }
        if let register = known.withLock({ $0?.revisions == revisions ? $0?.register : nil }) { return register }
        var units: [AdministrativeUnit] = []
        for (layer, revision) in zip(layers, revisions) where revision > 0 {
            units += try await self.units(of: layer)
        }
        let register = UnitRegister(units)
        known.withLock { $0 = (revisions, register) }
        return register
    }

    private func units(of layer: LayerDefinition) async throws -> [AdministrativeUnit] {
        var query = FeatureQuery(layer: layer.id, limit: 100_000)
        query.content = .withoutGeometry
        let reader = UnitReader(layer)
        return try await store.features(query).features.compactMap(reader.unit)
    }
}

// MARK: - The store, for the other files of this service

extension UnitService {
    func catalogueLayer(_ level: UnitLevel) -> LayerDefinition? { state.catalogue.units(level) }

    /// A layer of the catalogue that the caller may read, or `nil`.
    func readable(_ name: String, for caller: Caller) -> LayerDefinition? {
        state.catalogue[name: name].flatMap { $0.access.allowsReading(by: caller) ? $0 : nil }
    }

    /// The revisions from which the memberships of a layer must be computed; `nil` where those kept are current.
    func outdatedRevisions(_ layer: LayerDefinition, _ units: LayerDefinition) async throws -> MembershipRevisions? {
        guard let first = try await store.layer(layer.id)?.revision,
            let second = try await store.layer(units.id)?.revision
        else { return nil }
        let current = MembershipRevisions(layer: first, units: second)
        return try await store.membershipRevisions(of: layer.id, in: units.id) == current ? nil : current
    }

    func keep(
        _ members: [UnitMember], of layer: LayerDefinition, in units: LayerDefinition, _ revisions: MembershipRevisions
    ) async throws {
        try await store.replaceMemberships(of: layer.id, in: units.id, revisions: revisions, with: members)
    }

    func storeLayerExists(_ id: LayerID) async throws -> Bool { try await store.layer(id) != nil }

    func page(_ query: FeatureQuery) async throws -> FeaturePage {
        try await EngineError.translating { try await self.store.features(query) }
    }

    func features(_ query: FeatureQuery) async throws -> [Feature] { try await page(query).features }

    func nearest(_ query: NearbyQuery) async throws -> [NearbyFeature] {
        try await EngineError.translating { try await self.store.features(query).features }
    }
}

/// Reads units out of the features of a unit layer by the names of its fields.
struct UnitReader {
    private let level: UnitLevel
    private let code: Int
    private let name: Int
    private let fullName: Int?
    private let parent: Int?
    private let from: Int?
    private let to: Int?

    init(_ layer: LayerDefinition) {
        level = layer.unitLevel ?? .commune
        code = layer.index(of: "code") ?? 0
        name = layer.index(of: "name") ?? 0
        fullName = layer.index(of: "full_name")
        parent = level == .province ? nil : layer.index(of: "province_code")
        from = layer.validity.flatMap { layer.index(of: $0.from) }
        to = layer.validity.flatMap { layer.index(of: $0.to) }
    }

    func unit(_ feature: Feature) -> AdministrativeUnit? {
        func text(_ index: Int?) -> String? {
            guard let index, !feature.values[index].isNull else { return nil }
            return feature.values[index].text
        }
        guard let code = text(code) else { return nil }
        return AdministrativeUnit(
            id: feature.id, code: code, name: text(fullName) ?? text(name) ?? code, level: level, parent: text(parent),
            validFrom: text(from), validTo: text(to))
    }
}

extension ReferenceArea {
    /// `nil` for a boundary that is no area.
    init?(_ unit: AdministrativeUnit, _ boundary: Geometry) {
        guard let box = boundary.boundingBox else { return nil }
        switch boundary {
        case .polygon(let polygon): self.init(name: unit.name, box: box, polygons: [polygon])
        case .multiPolygon(let polygons): self.init(name: unit.name, box: box, polygons: polygons)
        case .point, .multiPoint, .lineString, .multiLineString: return nil
        }
    }
}

extension Sequence {
    /// `map` for a transform that waits, one element after the other.
    func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
