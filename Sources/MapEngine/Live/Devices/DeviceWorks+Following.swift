import GeoCore
import GeoStorage
import LiveMap
import Logging

extension DeviceWorks {
    /// Takes up the registers and what was heard of devices before the start.
    func begin(clock: EventClock, book: ViolationBook) async throws {
        for id in layers.keys.sorted() { try await attempt(.reading, for: id) { _ = try await readRegister(id) } }
        let heard = try await history.latest().map(\.fix).filter { Self.isDevice($0.object) }
        eventTime = heard.map(\.time).max() ?? eventTime
        var objects: [LayerID: Set<ObjectID>] = [:]
        for object in heard.map(\.object) {
            guard let id = try await owner(of: object) else { continue }
            owners[object] = id
            objects[id, default: []].insert(object)
        }
        for (id, objects) in objects.sorted(by: { $0.key < $1.key }) where faults[id] == nil {
            try await attempt(.reading, for: id) {
                try await judgeAgain(objects, of: id, until: moment(clock), book: book)
            }
        }
    }

    /// Takes up the definitions, before anything else.
    func takeUp(_ catalogue: Catalogue) async throws {
        for (id, kind) in catalogue.deviceKinds.sorted(by: { $0.key < $1.key }) {
            guard let definition = catalogue[id] else { continue }
            try await attempt(.following, for: id, by: definition, kind) {
                let layer = try Self.layer(definition, kind)
                _ = try await store.prepareLayer(definition, author: "definition", time: now())
                layers[id] = layer
            }
        }
    }

    func owner(of object: ObjectID) async throws -> LayerID? {
        if let known = owners[object] { return known }
        let span = Instant(milliseconds: .min)..<Instant(milliseconds: .max)
        let marks = try await history.readings(of: object, name: Self.layerMark, during: span, limit: 1)
        guard case .state(let name)? = marks.readings.first?.value, let id = LayerID(name), layers[id] != nil else {
            return nil
        }
        return id
    }

    /// Reads registers again where their layers have moved on.
    func followLayers(_ statuses: [LayerID: LayerStatus], book: ViolationBook) async throws {
        for id in layers.keys.sorted() {
            if faults[id]?[.reading] != nil {
                guard isRetryDue(.reading, of: id) else { continue }
                try await attempt(.reading, for: id) { try await readAll(id, book: book) }
            } else if statuses[id]?.revision?.number ?? 0 != revisions[id] ?? 0 {
                try await attempt(.reading, for: id) {
                    let changed = try await readRegister(id)
                    try await judgeAgain(Set(changed), of: id, until: Instant(now()), book: book)
                }
            }
        }
    }

    /// Reads a register after that has failed: nobody knows how far judging its devices had come.
    private func readAll(_ id: LayerID, book: ViolationBook) async throws {
        _ = try await readRegister(id)
        try await judgeAgain(try await heard(of: id), of: id, until: Instant(now()), book: book)
    }

    private func readRegister(_ id: LayerID) async throws -> [ObjectID] {
        let (features, revision) = try await register(of: id)
        return adopt(features, revision, of: id)
    }

    /// The rows of a layer as the store has them.
    func register(of id: LayerID) async throws -> (features: [Feature], revision: Int64) {
        let revision = try await store.layer(id)?.revision ?? 0
        var features: [Feature] = []
        var query = FeatureQuery(layer: id, limit: 10_000)
        repeat {
            let page = try await store.features(query)
            features += page.features
            query.after = page.next
        } while query.after != nil
        return (features, revision)
    }

    /// Takes the rows of a layer; answers the devices whose own limits have changed.
    func adopt(_ features: [Feature], _ revision: Int64, of id: LayerID) -> [ObjectID] {
        revisions[id] = revision
        var rows: [(object: ObjectID, feature: Feature)] = []
        for feature in features {
            guard let object = layers[id]?.object(of: feature) else { continue }
            guard owners[object] ?? id == id else {
                logger.warning(
                    "a code is taken by another layer", metadata: ["code": "\(object)", "layer": "\(id.name)"])
                continue
            }
            owners[object] = id
            rows.append((object, feature))
        }
        return layers[id]?.adopt(rows) ?? []
    }

    /// Writes what has changed until now and tells it.
    ///
    /// - Parameter expire: Is told of the tiles that are not as they were, piece by piece.
    func flush(_ expire: TileExpiry) async throws {
        for id in layers.keys.sorted() {
            try await attempt(.writing, for: id) {
                try await write(id, expire)
            }
        }
    }

    /// Writes the rows of a layer that have changed until now, and tells of them.
    private func write(_ id: LayerID, _ expire: TileExpiry) async throws {
        var pieces = layers[id]?.takeChanges()[...] ?? []
        while let objects = pieces.first {
            do {
                try await write(objects, of: id, expire)
            } catch {
                layers[id]?.returnChanges(pieces.joined())
                throw error
            }
            pieces.removeFirst()
        }
    }

    private func write(_ objects: ArraySlice<ObjectID>, of id: LayerID, _ expire: TileExpiry) async throws {
        let edits = layers[id]?.edits(of: objects) ?? []
        let outcome = try await store.overwrite(id, edits.map(\.edit))
        layers[id]?.assign(outcome.insertedIDs, to: edits)
        // Who hears of it finds the tiles as they are now.
        expire(id, outcome.outcome.changedTiles)
        try await log.publish(objects.compactMap { layers[id]?.event(of: $0) })
    }
}
