import GeoCore
import GeoStorage
import LiveMap
import Logging

extension DeviceWorks {
    /// Rows that one transaction writes at most, so that edits beside it do not wait.
    private static let rowsAtOnce = 500

    /// Takes up the registers and what was heard of devices before the start.
    func begin(clock: EventClock, book: ViolationBook) async throws {
        for id in layers.keys.sorted() { _ = try await readRegister(id) }
        let heard = try await history.latest().map(\.fix).filter { Self.isDevice($0.object) }
        eventTime = heard.map(\.time).max() ?? eventTime
        var objects: [LayerID: Set<ObjectID>] = [:]
        for object in heard.map(\.object) {
            guard let id = try await owner(of: object) else { continue }
            owners[object] = id
            objects[id, default: []].insert(object)
        }
        for (id, objects) in objects.sorted(by: { $0.key < $1.key }) {
            try await judgeAgain(objects, of: id, until: moment(clock), book: book)
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
        for id in layers.keys.sorted() where statuses[id]?.revision?.number ?? 0 != revisions[id] ?? 0 {
            let changed = try await readRegister(id)
            try await judgeAgain(Set(changed), of: id, until: Instant(now()), book: book)
        }
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

    /// Writes what has changed and tells it; answers the tiles that are not as they were.
    func flush() async throws -> [(layer: LayerID, tiles: ChangedTiles)] {
        var tiles: [(layer: LayerID, tiles: ChangedTiles)] = []
        for id in layers.keys.sorted() {
            while let changes = layers[id]?.takeChanges(limit: Self.rowsAtOnce), !changes.isEmpty {
                let objects = changes.map(\.object)
                do {
                    let outcome = try await store.overwrite(id, changes.map(\.edit))
                    layers[id]?.assign(
                        outcome.insertedIDs, to: changes.filter { $0.edit.isInsertion }.map(\.object))
                    tiles.append((id, outcome.outcome.changedTiles))
                    try await log.publish(objects.compactMap { layers[id]?.event(of: $0) })
                } catch {
                    layers[id]?.returnChanges(objects)
                    throw error
                }
            }
        }
        return tiles
    }
}
