import GeoCore
import GeoStorage
import Logging

/// Takes note of tiles of a layer that are not as they were.
typealias TileExpiry = @Sendable (LayerID, ChangedTiles) -> Void

/// Keeps the layers of live objects in step with the newest fixes: many fixes, one writing in a while.
///
/// What is shown here is durable in the live history already, so that a failed writing is only repeated.
actor LiveMirror {
    private let store: SpatiaLiteStore
    private let log: EventLog
    private let topic: EventTopic
    private var table: LiveTable
    private var shown: [ObjectID: Fix] = [:]
    private var payload: FeaturePayload
    private var homes: HomeUnits?

    init(_ table: LiveTable, topic: EventTopic, homes: HomeUnits?, store: SpatiaLiteStore, log: EventLog) {
        self.homes = homes
        self.table = table
        self.topic = topic
        self.store = store
        self.log = log
        payload = FeaturePayload(table.definition)
    }

    var layer: LayerID { table.definition.id }

    /// Whether this is the definition that the rows are written by.
    func isFollowing(_ definition: LayerDefinition) -> Bool { table.definition == definition }

    /// Tells of units by other fields from now on.
    func follow(_ homes: HomeUnits?) { self.homes = homes }

    /// Writes rows by another definition from now on; those of the register are to be adopted anew.
    func follow(_ table: LiveTable) {
        self.table = table
        payload = FeaturePayload(table.definition)
    }

    /// Takes the register's rows as the store has them now, and shows the newest fixes again.
    func adopt(_ features: [Feature], objects: (Feature) -> ObjectID?) {
        table.clear()
        for feature in features {
            if let object = objects(feature) { table.adopt(feature, as: object) }
        }
        for fix in shown.values { table.show(fix, name: fix.object.text) }
    }

    /// Shows fixes, each where it is not older than what is shown.
    ///
    /// - Parameter name: What an object without a row is called.
    func show(_ fixes: [Fix], name: @Sendable (ObjectID) -> String = \.text) {
        for fix in fixes {
            if let known = shown[fix.object], fix.precedes(known) { continue }
            guard shown.updateValue(fix, forKey: fix.object) != fix else { continue }
            table.show(fix, name: name(fix.object))
        }
    }

    func show(_ signals: [ObjectID: String]) {
        for (object, signal) in signals { table.show(signal: signal, of: object) }
    }

    /// The name by which people know an object.
    func name(of object: ObjectID) -> String? { table.name(of: object) }

    /// The object of a feature; `nil` where none has it.
    func object(of fid: Int64) -> ObjectID? { table.rows.first { $0.value.fid == fid }?.key }

    /// Writes what has changed until now and tells it.
    ///
    /// - Parameter expire: Is told of the tiles that are not as they were, piece by piece.
    func flush(_ expire: TileExpiry) async throws {
        var pieces = table.takeChanges()[...]
        while let objects = pieces.first {
            do {
                try await write(objects, expire)
            } catch {
                table.returnChanges(pieces.joined())
                throw error
            }
            pieces.removeFirst()
        }
    }

    private func write(_ objects: ArraySlice<ObjectID>, _ expire: TileExpiry) async throws {
        let edits = table.edits(of: objects)
        let outcome = try await store.overwrite(layer, edits.map(\.edit))
        table.assign(outcome.insertedIDs, to: edits)
        // Who hears of it finds the tiles as they are now.
        expire(layer, outcome.outcome.changedTiles)
        try await log.publish(objects.compactMap(event))
    }

    private func event(of object: ObjectID) -> LiveEvent? {
        guard let feature = table.feature(object), let fix = shown[object] else { return nil }
        let place = fix.coordinate
        return LiveEvent(
            topic: topic.rawValue, subject: object.text, time: fix.time,
            units: homes?.codes(in: feature.values, of: table.definition),
            box: BoundingBox(west: place.x, south: place.y, east: place.x, north: place.y),
            access: EventAudience(layer: layer).text, payload: payload.bytes(of: feature))
    }
}
