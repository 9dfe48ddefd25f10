package import GeoCore
import GeoNative
import GeoStorage

extension UnitService {
    /// The versions of a code, and the units before and after that share its territory.
    ///
    /// - Throws: `notFound` for a code that no unit ever had.
    package func history(of code: String) async throws -> UnitHistory {
        let register = try await register()
        let versions = register.versions(of: code).sorted { ($0.validFrom ?? "") < ($1.validFrom ?? "") }
        guard !versions.isEmpty else {
            throw EngineError(.notFound, "There is no administrative unit “\(code)”; /units?q= finds units by name.")
        }
        var history = UnitHistory(versions: versions, predecessors: [], successors: [])
        for version in versions {
            let related = try await overlapping(version, among: register)
            history.predecessors += related.filter { $0.validTo != nil && $0.validTo == version.validFrom }
            history.successors += related.filter { $0.validFrom != nil && $0.validFrom == version.validTo }
        }
        return history
    }

    /// Units of the same level whose territory shares an area, not only a border, with a unit's.
    private func overlapping(
        _ unit: AdministrativeUnit, among register: UnitRegister
    ) async throws -> [AdministrativeUnit] {
        guard let layer = catalogueLayer(unit.level), let boundary = try await boundary(of: unit),
            let box = boundary.boundingBox
        else { return [] }
        var query = FeatureQuery(layer: layer.id, box: box, limit: 10_000)
        query.fields = []
        let features = try await features(query).filter { $0.id != unit.id }
        let ids = try await EngineError.translating {
            try await self.workers.run { context in
                let topology = context.topology
                let total = try topology.area(of: boundary)
                return try features.filter { feature in
                    guard let other = feature.geometry else { return false }
                    let least = try min(total, topology.area(of: other))
                    return try topology.intersectionArea(boundary, other) > 0.001 * least
                }.map(\.id)
            }
        }
        let found = Set(ids)
        return register.units.filter { $0.level == unit.level && found.contains($0.id) }
    }

    /// What is at a place: its units, the nearest address, the parcel.
    package func locate(
        _ place: Coordinate, at moment: ValidMoment?, for caller: Caller
    ) async throws -> LocatedPlace {
        let chain = try await units(at: place, on: moment ?? today)
        var located = LocatedPlace(units: chain, address: nil, parcel: nil)
        located.address = try await nearestAddress(place, for: caller)
        located.parcel = try await parcel(at: place, for: caller)
        return located
    }

    private func nearestAddress(_ place: Coordinate, for caller: Caller) async throws -> FeatureResult? {
        guard let layer = readable("addresses", for: caller), try await storeLayerExists(layer.id) else { return nil }
        let near = NearbyQuery(
            filter: FeatureQuery(layer: layer.id), center: place, radiusMeters: Self.addressRadiusMeters, limit: 1)
        guard let found = try await nearest(near).first else { return nil }
        return FeatureResult.single(
            FoundFeature(feature: found.feature, distanceMeters: found.distanceMeters), layer, for: caller)
    }

    private func parcel(at place: Coordinate, for caller: Caller) async throws -> FeatureResult? {
        guard let layer = readable("parcels", for: caller), try await storeLayerExists(layer.id) else { return nil }
        let ids = try await featuresHolding(place, in: layer.id)
        guard let id = ids.min() else { return nil }
        return try await features(FeatureQuery(layer: layer.id, ids: [id])).first.map {
            FeatureResult.single(FoundFeature(feature: $0), layer, for: caller)
        }
    }
}

extension FeatureResult {
    /// A result of one feature with the fields that a caller sees.
    static func single(_ found: FoundFeature, _ layer: LayerDefinition, for caller: Caller) -> FeatureResult {
        let visible = layer.fields.indices.filter { layer.access.allowsField(layer.fields[$0].name, for: caller) }
        return FeatureResult(definition: layer, visibleFields: visible, features: [found], matched: 1, next: nil)
    }
}
