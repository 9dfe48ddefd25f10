import GeoCore
import Yams

/// Checks that every field that the rest of a definition names is one of its fields, and of a fitting type.
struct LayerDefinitionChecks {
    let mapping: MappingReader
    let fields: [FieldDefinition]

    /// Records an issue at the place of every name that does not fit.
    func run() {
        for field in mapping.texts("key") { check(field, key: "key", in: mapping) }
        check("legalArea", in: mapping, types: [.integer, .real])
        if let validity = mapping.mapping("validity", known: DefinitionKeys.validity) {
            check("from", in: validity, types: [.date, .datetime])
            check("to", in: validity, types: [.date, .datetime])
        }
        if let homes = mapping.mapping("homeUnits", known: HomeUnits.keys) {
            for level in HomeUnits.keys { checkHome(level, in: homes) }
        }
        if let tiles = mapping.mapping("tiles", known: DefinitionKeys.tiles) {
            for field in tiles.texts("fields") { check(field, key: "fields", in: tiles) }
            check("label", in: tiles)
        }
        checkRestrictedFields()
        checkRowRule()
    }

    private func check(_ key: String, in reader: MappingReader, types: Set<FieldType>? = nil) {
        guard let name = reader.located(key) else { return }
        check(name, key: key, in: reader)
        guard let types, let field = fields.first(where: { $0.name == name.value }), !types.contains(field.type)
        else { return }
        let names = types.map(\.rawValue).sorted().joined(separator: " or ")
        mapping.log.add(
            "'\(reader.name(of: key))' names '\(name.value)', which is \(field.type.rawValue); it must be \(names)",
            at: name.place)
    }

    private func check(_ name: Located<String>, key: String, in reader: MappingReader) {
        guard !fields.contains(where: { $0.name == name.value }) else { return }
        let hint = fields.map(\.name).nearest(to: name.value).map { "did you mean '\($0)'?" }
        mapping.log.add(
            "'\(reader.name(of: key))' names '\(name.value)', which is no field of this layer; "
                + (hint ?? "add it to 'fields' or remove it here"),
            at: name.place)
    }

    /// The fields that decide about rows must be in the tiles, where rows are told apart by them.
    private func checkRowRule() {
        guard let access = mapping.mapping("access", known: DefinitionKeys.access),
            let rows = access.mapping("rows", known: DefinitionKeys.rows)
        else { return }
        let shipped = mapping.mapping("tiles", known: DefinitionKeys.tiles)?.texts("fields").map(\.value) ?? []
        for key in ["field", "unit"] {
            check(key, in: rows, types: [.text])
            guard let name = rows.located(key), fields.contains(where: { $0.name == name.value }) else { continue }
            if !shipped.contains(name.value) {
                mapping.log.add(
                    "'\(rows.name(of: key))' names '\(name.value)', which is not in 'tiles.fields'; add it there",
                    at: name.place)
            }
        }
    }

    /// A home is asked for by everybody (`unit=`), so its field must be one that everybody sees.
    private func checkHome(_ level: String, in homes: MappingReader) {
        check(level, in: homes, types: [.text])
        guard let name = homes.located(level), restrictedFields.contains(where: { $0.value == name.value })
        else { return }
        mapping.log.add(
            "'\(homes.name(of: level))' names '\(name.value)', which 'access.restricted' keeps from the public, but "
                + "anybody may ask by unit; name another field or lift the restriction",
            at: name.place)
    }

    private func checkRestrictedFields() {
        for name in restrictedFields { check(name, key: "access.restricted", in: mapping) }
    }

    private var restrictedFields: [Located<String>] {
        guard let node = mapping.mapping("access", known: DefinitionKeys.access)?.node("restricted"),
            case .mapping(let restricted) = node
        else { return [] }
        return restricted.keys.compactMap { key in key.string.map { Located(value: $0, place: key.place) } }
    }
}
