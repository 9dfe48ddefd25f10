import GeoCore
import LiveMap

/// What may be sent of a layer's devices: the fields that are measured, and the code that stands for the kind in messages.
///
/// The rest of a row is the register's: its key, names, limits, and whatever only some may see.
struct DeviceFields: Sendable {
    /// In the order of the definition.
    let measured: [FieldDefinition]
    /// The layer's fields in which devices have limits of their own.
    let bounds: [String]
    /// The kind in the singular, such as `refuse-truck` of the layer `refuse-trucks`.
    let code: String
    private let byName: [String: FieldDefinition]

    init(_ definition: LayerDefinition, _ kind: DeviceKind) {
        let bounds = kind.readings.flatMap(\.levels).compactMap { level -> String? in
            if case .field(let name) = level.bound { name } else { nil }
        }
        let own = Set(bounds + [kind.idField, kind.timeField, kind.stateField] + [kind.courseField].compactMap { $0 })
        measured = definition.fields.filter { field in
            let isMeasured = [.integer, .real, .boolean].contains(field.type) || !field.codes.isEmpty
            return isMeasured && !own.contains(field.name) && definition.access.restricted[field.name] == nil
                && field.separator == nil && [.integer, .real, .boolean, .text].contains(field.type)
        }
        self.bounds = Set(bounds).sorted()
        code = Self.singular(definition.id.name)
        var byName: [String: FieldDefinition] = [:]
        for field in measured {
            for name in field.from { byName[Self.key(name)] = field }
        }
        for field in measured { byName[Self.key(field.name)] = field }
        self.byName = byName
    }

    /// The field of a name or of one of its spellings; `nil` for one that is not measured.
    func field(_ name: String) -> FieldDefinition? { byName[Self.key(name)] }

    /// What devices of a layer are called one by one: `bus` of `buses`, `patrol-car` of `patrol-cars`.
    static func singular(_ layer: String) -> String {
        if layer.hasSuffix("ies") { return layer.dropLast(3) + "y" }
        if ["ses", "xes", "ches", "shes"].contains(where: layer.hasSuffix) { return String(layer.dropLast(2)) }
        return layer.hasSuffix("s") ? String(layer.dropLast()) : layer
    }

    private static func key(_ name: String) -> String {
        String(SearchText.folded(name).filter { $0.isLetter || $0.isNumber })
    }
}
