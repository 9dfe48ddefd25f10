import GeoCore
import GeoStorage
import LiveMap

/// The devices of one layer: their rows as they are to be, and what each is judged by.
///
/// A value: whoever owns it says what has come, and asks what to write and to tell.
struct DeviceLayer: Sendable {
    let definition: LayerDefinition
    let kind: DeviceKind
    let fields: DeviceFields
    private let sanity: FixSanity
    private let key: Int
    private(set) var table: LiveTable
    private(set) var devices: [ObjectID: WatchedDevice] = [:]

    /// `nil` where the layer has no points or no field of the kind's key.
    init?(_ definition: LayerDefinition, _ kind: DeviceKind) {
        guard let table = LiveTable(definition, fields: LiveFields(definition, kind)),
            let key = definition.index(of: kind.idField)
        else { return nil }
        self.definition = definition
        self.kind = kind
        self.table = table
        self.key = key
        fields = DeviceFields(definition, kind)
        sanity = kind.sanity
    }

    // MARK: The register

    /// The object that a row stands for; `nil` for a row without a code, or with one that messages cannot carry.
    func object(of feature: Feature) -> ObjectID? {
        guard case .text(let code) = feature.values[key] else { return nil }
        do throws(PositionFault) { return try ObjectID(code: code, kind: fields.code) } catch { return nil }
    }

    /// Takes the rows as the store has them now, and shows the newest messages again; answers the devices whose own limits have
    /// changed.
    mutating func adopt(_ rows: [(object: ObjectID, feature: Feature)]) -> [ObjectID] {
        let names = devices.keys.map { ($0, table.name(of: $0) ?? $0.text) }
        table.clear()
        for row in rows { table.adopt(row.feature, as: row.object) }
        for (object, name) in names { show(object, name: name) }
        return devices.filter { limits(of: $0.key) != $0.value.limits }.keys.sorted()
    }

    /// A device's own limits, by field.
    func limits(of object: ObjectID) -> [String: Double] {
        guard let row = table.rows[object] else { return [:] }
        var limits: [String: Double] = [:]
        for name in fields.bounds {
            if let index = definition.index(of: name) { limits[name] = row.values[index].number }
        }
        return limits
    }

    /// Where a device is: its newest fix, else its row's place.
    func place(of object: ObjectID) -> Coordinate? { devices[object]?.newest?.coordinate ?? table.rows[object]?.place }

    // MARK: Messages

    /// What is to be said of a fix on arrival; it counts as known from then on.
    mutating func classify(_ fix: Fix, received: Instant) -> ReceivedFix {
        var device = devices[fix.object] ?? WatchedDevice(kind, limits: limits(of: fix.object))
        let verdict = sanity.verdict(on: fix, known: device.recent)
        let result = ReceivedFix(fix: fix, received: received, quality: verdict.quality)
        if !verdict.isDuplicate { device.remember(result) }
        devices[fix.object] = device
        return result
    }

    /// What a message measures, the speed of its fix among it.
    func values(of fix: Fix, _ values: [String: FieldValue]) -> [String: FieldValue] {
        values.merging(kind.values(of: fix).mapValues { .real(Self.tidy($0)) }) { sent, _ in sent }
    }

    /// To a thousandth: knots in kilometres an hour have no more.
    private static func tidy(_ number: Double) -> Double { (number * 1_000).rounded() / 1_000 }

    /// Judges a message that is durable and shows it; answers what was found and whether a number was a fault of its sensor.
    mutating func take(_ fix: Fix, _ values: [String: FieldValue]) -> (findings: [Finding], hasFault: Bool) {
        var device = devices[fix.object] ?? WatchedDevice(kind, limits: limits(of: fix.object))
        let outcome = device.judge.apply(DeviceReading(fix: fix, values: values.compactMapValues(\.number)))
        device.show(fix, values, implausible: outcome.implausible)
        devices[fix.object] = device
        return (outcome.findings, !outcome.implausible.isEmpty)
    }

    /// Takes a device as judging its past again has it.
    mutating func replace(_ object: ObjectID, with device: WatchedDevice) { devices[object] = device }

    /// Says that a moment has come for some devices, and shows their state; answers what was found.
    mutating func advance(_ objects: some Sequence<ObjectID>, to moment: Instant) -> [Finding] {
        var findings: [Finding] = []
        for object in objects {
            guard var device = devices[object] else { continue }
            findings += device.judge.advance(to: moment)
            devices[object] = device
            table.show(signal: status(device, at: moment), of: object)
        }
        return findings
    }

    private func status(_ device: WatchedDevice, at moment: Instant) -> String {
        device.judge.status(at: max(moment, device.newest?.time ?? moment)).name
    }

    /// Shows a device's newest place and values; one that has said nothing believable yet is not shown.
    ///
    /// - Parameter name: How it is called where it has no row yet.
    mutating func show(_ object: ObjectID, name: String) {
        guard let device = devices[object], let fix = device.newest else { return }
        table.show(fix, name: name, more: device.shown.map { ($0.key, $0.value.value) })
    }

    // MARK: Writing

    mutating func takeChanges() -> [ArraySlice<ObjectID>] { table.takeChanges() }

    func edits(of objects: some Sequence<ObjectID>) -> [(object: ObjectID, edit: FeatureEdit)] {
        table.edits(of: objects)
    }

    mutating func returnChanges(_ objects: some Sequence<ObjectID>) { table.returnChanges(objects) }

    mutating func assign(_ fids: [Int64], to written: [(object: ObjectID, edit: FeatureEdit)]) {
        table.assign(fids, to: written)
    }

    /// What is told of a device that was written.
    func event(of object: ObjectID) -> LiveEvent? {
        guard let feature = table.feature(object), let fix = devices[object]?.newest else { return nil }
        let place = fix.coordinate
        let rows = definition.access.rows(showing: feature, in: definition)
        return LiveEvent(
            topic: EventTopic.device.rawValue, subject: object.text, time: fix.time,
            box: BoundingBox(west: place.x, south: place.y, east: place.x, north: place.y),
            access: EventAudience(layer: definition.id, rows: rows).text,
            payload: FeaturePayload(definition).bytes(of: feature))
    }
}
