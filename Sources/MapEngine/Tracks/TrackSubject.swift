import GeoCore
import GeoStorage
import LiveMap

/// An object of a layer, as its tracks name it.
struct TrackSubject: Hashable, Sendable {
    /// Of its feature.
    var fid: Int64
    /// The value of the layer's key.
    var name: String
}

extension LiveService {
    /// Whether the objects of a layer move: vessels, and devices by their definition.
    func tells(tracksOf layer: LayerID) -> Bool {
        layer.name == "vessels" || state.catalogue.deviceKinds[layer] != nil
    }

    /// The objects of a layer that somebody sees.
    ///
    /// - Parameter rows: Those that are seen; `nil` for all.
    func subjects(of definition: LayerDefinition, rows: RowScope?) async throws -> [ObjectID: TrackSubject] {
        guard let key = definition.key.first.flatMap({ definition.index(of: $0) }) else { return [:] }
        var subjects: [ObjectID: TrackSubject] = [:]
        for (object, feature) in try await features(of: definition)
        where rows?.admits(feature.values, of: definition) ?? true {
            subjects[object] = TrackSubject(fid: feature.id, name: feature.values[key].text)
        }
        return subjects
    }

    /// The rows of a layer with the objects that they stand for, as the store or, for devices, the live service has them.
    private func features(of definition: LayerDefinition) async throws -> [(ObjectID, Feature)] {
        if definition.id.name == "vessels" {
            let register = try await VesselRegister.read(definition.id, catalogue: state.catalogue, store: store)
            return register.features.compactMap { feature in register.object(of: feature).map { ($0, feature) } }
        }
        return try await works().devices.features(of: definition.id)
    }
}
