import GeoCore
import Yams

extension TileSettings {
    /// The zoom levels that vector tiles may have.
    private static let zooms = 0...20

    /// Reads `tiles`; what is absent or wrong keeps its default.
    init(reading mapping: MappingReader) {
        self.init()
        minZoom = mapping.integer("minZoom", in: Self.zooms) ?? minZoom
        maxZoom = mapping.integer("maxZoom", in: Self.zooms) ?? maxZoom
        fullZoom = mapping.integer("fullZoom", in: Self.zooms) ?? fullZoom
        featureLimit = mapping.integer("featureLimit", in: 1...1_000_000) ?? featureLimit
        clusterRadius = mapping.integer("clusterRadius", in: 1...512)
        fields = mapping.texts("fields").map(\.value)
        label = mapping.text("label")
        always = mapping.boolean("always") ?? always
        if minZoom > maxZoom {
            mapping.reject("minZoom", "is \(minZoom), above 'maxZoom' \(maxZoom); exchange them")
        }
    }
}

extension AccessSettings {
    /// Reads `access`; what is absent or wrong keeps its default.
    init(reading mapping: MappingReader) {
        self.init()
        if mapping.node("read") != nil { read = mapping.roles("read") }
        edit = mapping.roles("edit")
        rows = mapping.mapping("rows", known: DefinitionKeys.rows).flatMap(RowRule.init(reading:))
        guard let node = mapping.node("restricted") else { return }
        guard case .mapping(let fields) = node else {
            mapping.mismatch("restricted", expected: "a mapping of fields to roles", found: node)
            return
        }
        let names: [String] = fields.keys.compactMap { $0.string }
        guard let reader = mapping.mapping("restricted", known: names) else { return }
        for name in names { restricted[name] = reader.roles(name) }
    }
}

extension RowRule {
    /// Reads `access.rows`, which needs the field that decides and the values with which a row is open.
    init?(reading mapping: MappingReader) {
        mapping.require("field")
        mapping.require("public")
        guard let field = mapping.text("field") else { return nil }
        self.init(
            field: field, open: Set(mapping.texts("public").map(\.value)), roles: mapping.roles("roles"),
            unit: mapping.text("unit"))
    }
}

extension MappingReader {
    /// A list of role names; an unknown one is an issue.
    func roles(_ key: String) -> Set<Role> {
        Set(texts(key).compactMap { choice($0, key: key, of: Role.self) })
    }
}

extension Validity {
    /// Reads `validity`, which needs both of its fields.
    init?(reading mapping: MappingReader) {
        mapping.require("from")
        mapping.require("to")
        guard let from = mapping.text("from"), let to = mapping.text("to") else { return nil }
        self.init(from: from, to: to)
    }
}
