import GeoCore
import GeoStorage
import LiveMap

/// The rows of one layer of live objects as they are to be: what a register says, with the newest fix of each.
///
/// Kept in memory by the one who writes them; what has changed since the last writing is handed out as edits.
struct LiveTable {
    struct Row: Hashable {
        /// `nil` until the store has given one.
        var fid: Int64?
        var values: [FieldValue]
        var place: Coordinate?
    }

    let definition: LayerDefinition
    private let live: LiveFields
    /// The field by which objects are called.
    private let key: Int
    private(set) var rows: [ObjectID: Row] = [:]
    private var changed: Set<ObjectID> = []

    /// `nil` where the layer's key is not one field.
    init?(_ definition: LayerDefinition, fields: LiveFields) {
        guard definition.geometry == .point, definition.key.count == 1,
            let key = definition.index(of: definition.key[0])
        else { return nil }
        self.definition = definition
        self.key = key
        live = fields
    }

    /// Takes a row from the store in place of what was known; the newest fix is to be applied again.
    mutating func adopt(_ feature: Feature, as object: ObjectID) {
        var row = Row(fid: feature.id, values: feature.values, place: nil)
        if case .point(let place)? = feature.geometry { row.place = place }
        rows[object] = row
    }

    /// Forgets every row; those of the store are adopted next.
    mutating func clear() {
        rows = [:]
        changed = []
    }

    /// Shows a fix as the object's newest; an object that no register knows gets a row of its own.
    ///
    /// - Parameter name: How the object is called where it has no row yet.
    mutating func show(_ fix: Fix, name: @autoclosure () -> String, more: [(field: String, value: FieldValue)] = []) {
        var row = rows[fix.object] ?? unregistered(name())
        set(live.time, .text(fix.time.rfc3339()), in: &row)
        set(live.speed, fix.speedKnots.map(FieldValue.real) ?? .null, in: &row)
        set(live.course, fix.courseDegrees.map(FieldValue.real) ?? .null, in: &row)
        set(live.source, .text(fix.source.rawValue), in: &row)
        for (field, value) in more { set(definition.index(of: field), value, in: &row) }
        row.place = fix.coordinate
        guard rows.updateValue(row, forKey: fix.object) != row else { return }
        changed.insert(fix.object)
    }

    /// Shows the state of an object's signal; nothing where it is unchanged.
    mutating func show(signal: String, of object: ObjectID) {
        guard let index = live.signal, var row = rows[object], row.values[index] != .text(signal) else { return }
        row.values[index] = .text(signal)
        rows[object] = row
        changed.insert(object)
    }

    private func unregistered(_ name: String) -> Row {
        var row = Row(fid: nil, values: Array(repeating: .null, count: definition.fields.count), place: nil)
        row.values[key] = .text(name)
        set(live.registered, .boolean(false), in: &row)
        return row
    }

    private func set(_ index: Int?, _ value: FieldValue, in row: inout Row) {
        if let index { row.values[index] = value }
    }

    /// Takes out the objects whose rows are to be written, in order, in pieces that one transaction may hold. What changes from
    /// now on is for the next time.
    mutating func takeChanges() -> [ArraySlice<ObjectID>] {
        let objects = changed.sorted()
        changed = []
        return stride(from: 0, to: objects.count, by: Self.rowsAtOnce).map { start in
            objects[start..<min(start + Self.rowsAtOnce, objects.count)]
        }
    }

    /// So that edits beside it do not wait.
    private static let rowsAtOnce = 500

    /// What is to be written of objects that have a row.
    func edits(of objects: some Sequence<ObjectID>) -> [(object: ObjectID, edit: FeatureEdit)] {
        objects.compactMap { object in
            guard let row = rows[object] else { return nil }
            let geometry = row.place.map(Geometry.point)
            guard let fid = row.fid else { return (object, .insert(values: row.values, geometry: geometry)) }
            return (object, .update(id: fid, values: row.values, geometry: geometry))
        }
    }

    /// Puts changes back that could not be written.
    mutating func returnChanges(_ objects: some Sequence<ObjectID>) {
        changed.formUnion(objects)
    }

    /// Notes the identifiers that the store gave to the new rows among those written.
    mutating func assign(_ fids: [Int64], to written: [(object: ObjectID, edit: FeatureEdit)]) {
        for (row, fid) in zip(written.filter(\.edit.isInsertion), fids) { rows[row.object]?.fid = fid }
    }

    /// How an object is called in its row; `nil` where it has none.
    func name(of object: ObjectID) -> String? { rows[object].map { $0.values[key].text } }

    /// The row as a feature for those who may see its unrestricted fields; `nil` before the store knows it.
    func feature(_ object: ObjectID) -> Feature? {
        guard let row = rows[object], let fid = row.fid else { return nil }
        return Feature(id: fid, geometry: row.place.map(Geometry.point), values: row.values)
    }
}

extension FeatureEdit {
    fileprivate var isInsertion: Bool {
        if case .insert = self { return true }
        return false
    }
}

/// The fields that follow an object's newest fix, where the layer has them.
struct LiveFields: Sendable {
    let signal: Int?
    let speed: Int?
    let course: Int?
    let time: Int?
    let source: Int?
    let registered: Int?

    /// Those of vessels.
    init(vessels definition: LayerDefinition) {
        signal = definition.index(of: "signal")
        speed = definition.index(of: "speed")
        course = definition.index(of: "course")
        time = definition.index(of: "time")
        source = definition.index(of: "nguon")
        registered = definition.index(of: "dang_ky")
    }

    /// Those that a definition names for its devices; their speed is among their readings.
    init(_ definition: LayerDefinition, _ kind: DeviceKind) {
        signal = definition.index(of: kind.stateField)
        speed = nil
        course = kind.courseField.flatMap { definition.index(of: $0) }
        time = definition.index(of: kind.timeField)
        source = nil
        registered = nil
    }
}
