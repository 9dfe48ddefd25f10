import GeoCore
import GeoStorage
import LiveMap

extension DeviceWorks {
    /// Goes on by the definitions as they are now: those that have changed, that are new, and that are gone.
    ///
    /// The devices of a layer whose definition has changed are judged again as after a start: what they are remembered to have
    /// said, by the limits and silences that the definition has now. A layer that cannot follow goes on as it was.
    func followDefinitions(_ catalogue: Catalogue, book: ViolationBook) async throws {
        for id in Set(layers.keys).union(faults.keys) where catalogue.deviceKinds[id] == nil { forget(id) }
        for (id, kind) in catalogue.deviceKinds.sorted(by: { $0.key < $1.key }) {
            guard let definition = catalogue[id], !isFollowed(definition, kind), !isWaiting(with: definition, kind)
            else { continue }
            try await attempt(.following, for: id, by: definition, kind) {
                try await take(definition, kind, book: book)
            }
        }
    }

    private func isFollowed(_ definition: LayerDefinition, _ kind: DeviceKind) -> Bool {
        guard let layer = layers[definition.id], faults[definition.id]?[.following] == nil else { return false }
        return layer.definition == definition && layer.kind == kind
    }

    /// The rows stay as they are; messages for the layer are refused from now on.
    private func forget(_ id: LayerID) {
        layers[id] = nil
        revisions[id] = nil
        faults[id] = nil
        owners = owners.filter { $0.value != id }
    }

    /// Reads the rows first, so that the layer as it was goes on until it is replaced in one step.
    private func take(_ definition: LayerDefinition, _ kind: DeviceKind, book: ViolationBook) async throws {
        let layer = try Self.layer(definition, kind)
        _ = try await store.prepareLayer(definition, author: "definition", time: now())
        let (features, revision) = try await register(of: definition.id)
        layers[definition.id] = layer
        _ = adopt(features, revision, of: definition.id)
        let devices = try await heard(of: definition.id)
        try await judgeAgain(devices, of: definition.id, until: moment(.arrival), book: book)
    }

    /// The devices of a layer of which the history has a position.
    func heard(of id: LayerID) async throws -> Set<ObjectID> {
        var devices: Set<ObjectID> = []
        for object in try await history.latest().map(\.fix.object) where Self.isDevice(object) {
            guard try await owner(of: object) == id else { continue }
            owners[object] = id
            devices.insert(object)
        }
        return devices
    }
}
