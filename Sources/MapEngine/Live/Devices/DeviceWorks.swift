import Foundation
import GeoCore
import GeoStorage
import LiveMap
import Logging

/// The devices of all layers that move or measure by their definitions: their messages made durable, judged, shown.
///
/// A message is judged in one synchronous step. One that adds to what was said of the same moment, or a limit that has
/// changed, makes the device's past be judged again from the history; messages that come meanwhile wait for that.
actor DeviceWorks {
    let history: LiveArchive
    let store: SpatiaLiteStore
    let log: EventLog
    let logger: Logger
    let now: @Sendable () -> Date
    var layers: [LayerID: DeviceLayer] = [:]
    /// The layer of each device that is known; a code is one device's in all of them.
    var owners: [ObjectID: LayerID] = [:]
    /// The layers' revisions that the registers were read from.
    var revisions: [LayerID: Int64] = [:]
    /// What has come of devices whose past is being judged again.
    var waiting: [ObjectID: [(fix: Fix, values: [String: FieldValue])]] = [:]
    /// Those among them whose past has more in it than when it was read.
    var stale: Set<ObjectID> = []
    /// What judging changed and the book does not know yet.
    private var unsettled: [ViolationChange] = []
    private var isSettling = false
    private var turns: [CheckedContinuation<Void, Never>] = []
    var eventTime = Instant(milliseconds: .min)
    /// What layers fail at, each by itself.
    var faults: [LayerID: [DeviceFault.Work: DeviceFault]] = [:]
    /// The state by which the history knows the layer of a device that no register has.
    static let layerMark = "-layer"

    init(
        history: LiveArchive, store: SpatiaLiteStore, log: EventLog, logger: Logger,
        now: @escaping @Sendable () -> Date
    ) {
        self.history = history
        self.store = store
        self.log = log
        self.logger = logger
        self.now = now
    }

    /// - Throws: `invalidConfiguration` for a layer of devices without points.
    static func layer(_ definition: LayerDefinition, _ kind: DeviceKind) throws -> DeviceLayer {
        guard let layer = DeviceLayer(definition, kind) else {
            throw EngineError(
                .invalidConfiguration, "The layer “\(definition.id)” has ‘live’, which needs points.")
        }
        return layer
    }

    // MARK: Asking

    /// The layer whose devices are of a kind, such as `buses` for `bus`; `nil` where there is none.
    func layer(ofKind name: String) -> LayerID? {
        layers.first { $0.value.fields.code == name || $0.key.name == name }?.key
    }

    /// The kinds that positions may name, in order.
    var kindNames: [String] { layers.values.map(\.fields.code).sorted() }

    func fields(of layer: LayerID) -> DeviceFields? { layers[layer]?.fields }

    /// Whether an object is a device, and no vessel.
    static func isDevice(_ object: ObjectID) -> Bool { object.text.utf8.contains(UInt8(ascii: "-")) }

    /// The name by which people know a device; `nil` for one that is none.
    func name(of object: ObjectID) -> String? { owners[object].flatMap { layers[$0]?.table.name(of: object) } }

    /// The device of a layer by its code or its feature's identifier; `nil` where there is none.
    func object(named name: String, in id: LayerID) -> ObjectID? {
        guard let layer = layers[id] else { return nil }
        let named: ObjectID?
        do throws(PositionFault) { named = try ObjectID(code: name, kind: layer.fields.code) } catch { named = nil }
        if let named, layer.table.rows[named] != nil { return named }
        return Int64(name).flatMap { fid in layer.table.rows.first { $0.value.fid == fid }?.key }
    }

    /// The row of a device as it is now; `nil` before the store knows it.
    func feature(_ object: ObjectID, in layer: LayerID) -> Feature? { layers[layer]?.table.feature(object) }

    /// The devices of a layer that the store knows, with their rows as they are now.
    func features(of layer: LayerID) -> [(ObjectID, Feature)] {
        guard let table = layers[layer]?.table else { return [] }
        return table.rows.keys.compactMap { object in table.feature(object).map { (object, $0) } }
    }

    // MARK: Violations

    func note(_ findings: [Finding]) {
        unsettled += findings.map { finding in
            if case .withdrawn(let violation) = finding { return .withdrawn(violation) }
            return .recorded(finding.violation)
        }
    }

    func note(_ changes: [ViolationChange]) { unsettled += changes }

    /// Tells the book what judging changed, in its order; returns when it is written.
    func settle(_ book: ViolationBook) async throws {
        while isSettling { await withCheckedContinuation { turns.append($0) } }
        guard !unsettled.isEmpty else { return }
        isSettling = true
        defer {
            isSettling = false
            let others = turns
            turns = []
            for other in others { other.resume() }
        }
        let changes = unsettled
        unsettled = []
        try await book.apply(changes)
    }

    /// Says what silence means at a moment.
    func advance(to moment: Instant, book: ViolationBook) async throws {
        for id in layers.keys.sorted() {
            let objects = layers[id]?.devices.keys.filter { waiting[$0] == nil }.sorted() ?? []
            note(layers[id]?.advance(objects, to: moment) ?? [])
        }
        try await settle(book)
    }

}
