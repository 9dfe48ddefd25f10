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
    private let store: SpatiaLiteStore
    private let log: EventLog
    private let logger: Logger
    private let now: @Sendable () -> Date
    var layers: [LayerID: DeviceLayer] = [:]
    /// The layer of each device that is known; a code is one device's in all of them.
    private var owners: [ObjectID: LayerID] = [:]
    /// The layers' revisions that the registers were read from.
    private var revisions: [LayerID: Int64] = [:]
    /// What has come of devices whose past is being judged again.
    var waiting: [ObjectID: [(fix: Fix, values: [String: FieldValue])]] = [:]
    /// Those among them whose past has more in it than when it was read.
    var stale: Set<ObjectID> = []
    /// What judging changed and the book does not know yet.
    private var unsettled: [ViolationChange] = []
    private var isSettling = false
    private var turns: [CheckedContinuation<Void, Never>] = []
    private var eventTime = Instant(milliseconds: .min)
    /// Rows that one transaction writes at most, so that edits beside it do not wait.
    private static let rowsAtOnce = 500
    /// The state by which the history knows the layer of a device that no register has.
    private static let layerMark = "-layer"

    /// - Throws: `invalidConfiguration` for a layer of devices without points.
    init(
        history: LiveArchive, store: SpatiaLiteStore, log: EventLog, catalogue: Catalogue, logger: Logger,
        now: @escaping @Sendable () -> Date
    ) async throws {
        self.history = history
        self.store = store
        self.log = log
        self.logger = logger
        self.now = now
        var layers: [LayerID: DeviceLayer] = [:]
        for (id, kind) in catalogue.deviceKinds {
            guard let definition = catalogue[id] else { continue }
            guard let layer = DeviceLayer(definition, kind) else {
                throw EngineError(.invalidConfiguration, "The layer “\(id.name)” has ‘live’, which needs points.")
            }
            _ = try await store.prepareLayer(definition, author: "definition", time: now())
            layers[id] = layer
        }
        self.layers = layers
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

    // MARK: Messages

    /// Makes messages durable, judges them, shows them; answers for each.
    func receive(
        _ batch: DeviceBatch, of id: LayerID, clock: EventClock, book: ViolationBook
    ) async throws -> PositionAnswer {
        var answer = PositionAnswer(refusals: batch.refusals)
        let admitted = admit(batch.messages, to: id, &answer)
        guard !admitted.isEmpty else { return answer }
        let receipt = try await history.append(
            LiveBatch(fixes: admitted.map(\.fix), readings: admitted.flatMap(\.readings)))
        let amended = take(admitted, receipt, of: id, clock: clock, &answer)
        try await judgeAgain(amended, of: id, until: moment(clock), book: book)
        try await settle(book)
        return answer
    }

    private struct Admitted {
        var message: DeviceMessage
        var fix: ReceivedFix
        var values: [String: FieldValue]
        var readings: [Reading]
    }

    /// The messages of devices that may be of the layer and whose place is known; the others are refused.
    private func admit(
        _ messages: [DeviceMessage], to id: LayerID, _ answer: inout PositionAnswer
    ) -> [Admitted] {
        let received = Instant(now())
        return messages.compactMap { message in
            guard let place = message.place ?? layers[id]?.place(of: message.object) else {
                answer.refuse(
                    message, "No place is known of “\(message.spelling)”: register it, or send “lon” and “lat”.")
                return nil
            }
            if let owner = owners[message.object], owner != id {
                answer.refuse(
                    message, "“\(message.spelling)” is a device of the layer “\(owner.name)”; codes must differ.")
                return nil
            }
            return admit(message, at: place, to: id, received: received)
        }
    }

    private func admit(
        _ message: DeviceMessage, at place: Coordinate, to id: LayerID, received: Instant
    ) -> Admitted? {
        let fix = message.fix(at: place)
        guard let classified = layers[id]?.classify(fix, received: received) else { return nil }
        let values = layers[id]?.values(of: fix, message.values) ?? [:]
        var readings = values.sorted { $0.key < $1.key }.map { name, value in
            Reading(object: fix.object, name: name, time: fix.time, value: value.reading)
        }
        if layers[id]?.table.rows[fix.object]?.fid == nil {
            readings.append(
                Reading(object: fix.object, name: Self.layerMark, time: fix.time, value: .state(id.name)))
        }
        owners[fix.object] = id
        return Admitted(message: message, fix: classified, values: values, readings: readings)
    }

    /// Judges and shows what was stored; answers the devices of which more was said of a moment that was judged already.
    private func take(
        _ admitted: [Admitted], _ receipt: LiveReceipt, of id: LayerID, clock: EventClock,
        _ answer: inout PositionAnswer
    ) -> Set<ObjectID> {
        var amended: Set<ObjectID> = []
        var spellings: [ObjectID: String] = [:]
        var place = 0
        for (index, one) in admitted.enumerated() {
            let outcomes = receipt.readings[place..<(place + one.readings.count)]
            place += one.readings.count
            let fix = one.fix.fix
            let isNew = receipt.fixes[index] == .stored
            guard isNew || outcomes.contains(.stored) else {
                answer.duplicate += 1
                continue
            }
            eventTime = max(eventTime, fix.time)
            spellings[fix.object] = one.message.spelling
            var hasFault = false
            if !isNew {
                amended.insert(fix.object)
            } else if one.fix.quality != .suspect {
                hasFault = judge(fix, one.values, of: id)
            }
            answer.accept(one.fix.quality, hasFault: hasFault)
        }
        show(spellings, of: id, at: moment(clock))
        return amended
    }

    /// Judges a message, or lets it wait; answers whether a number was a fault of its sensor.
    private func judge(_ fix: Fix, _ values: [String: FieldValue], of id: LayerID) -> Bool {
        guard waiting[fix.object] == nil else {
            waiting[fix.object]?.append((fix, values))
            return false
        }
        guard let (findings, hasFault) = layers[id]?.take(fix, values) else { return false }
        note(findings)
        return hasFault
    }

    private func show(_ spellings: [ObjectID: String], of id: LayerID, at moment: Instant) {
        for (object, spelling) in spellings { layers[id]?.show(object, name: spelling) }
        note(layers[id]?.advance(spellings.keys.sorted(), to: moment) ?? [])
    }

    func moment(_ clock: EventClock) -> Instant { clock == .arrival ? Instant(now()) : eventTime }

    // MARK: Violations

    private func note(_ findings: [Finding]) {
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

    // MARK: In step

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

    private func owner(of object: ObjectID) async throws -> LayerID? {
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
        let revision = try await store.layer(id)?.revision ?? 0
        var features: [Feature] = []
        var query = FeatureQuery(layer: id, limit: 10_000)
        repeat {
            let page = try await store.features(query)
            features += page.features
            query.after = page.next
        } while query.after != nil
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

extension PositionAnswer {
    /// Says of a message that it was not taken.
    mutating func refuse(_ message: DeviceMessage, _ reason: String) {
        refusals.append(RefusedRecord(index: message.index, reason: reason))
    }

    /// Counts a message that was taken.
    mutating func accept(_ quality: FixQuality, hasFault: Bool) {
        accepted += 1
        if quality == .late { late += 1 }
        if quality == .suspect || hasFault { suspect += 1 }
    }
}
