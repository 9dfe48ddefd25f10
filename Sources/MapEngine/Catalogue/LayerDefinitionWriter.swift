package import GeoCore
import Yams

/// Writes a layer definition as the YAML that `LayerDefinitionReader` reads back to the same value.
package enum LayerDefinitionWriter {
    /// The text of `layers/<id>.yaml`, with keys in their documented order; what equals its default is left out.
    package static func yaml(_ definition: LayerDefinition) throws -> String {
        try Yams.serialize(node: node(of: definition), indent: 2, width: 120, allowUnicode: true)
    }

    private static func node(of definition: LayerDefinition) -> Node {
        var pairs = Pairs()
        pairs.add("id", definition.id.name)
        pairs.add("title", definition.title)
        pairs.add("summary", definition.summary)
        pairs.add("theme", definition.theme.rawValue)
        pairs.add("geometry", definition.geometry.rawValue)
        pairs.add("unitLevel", definition.unitLevel?.rawValue)
        pairs.add("key", definition.key)
        pairs.add("fields", Node(definition.fields.map(node(of:))))
        pairs.add("legalArea", definition.legalArea)
        pairs.add("validity", definition.validity.map(node(of:)))
        pairs.add("tiles", node(of: definition.tiles))
        pairs.add("access", node(of: definition.access))
        pairs.add("attribution", definition.attribution)
        pairs.add("licence", definition.licence)
        return pairs.node()
    }

    private static func node(of field: FieldDefinition) -> Node {
        var pairs = Pairs()
        pairs.add("name", field.name)
        pairs.add("type", field.type.rawValue)
        pairs.add("title", field.title)
        pairs.add("unit", field.unit)
        pairs.add("from", field.from)
        if field.required { pairs.add("required", plain("true")) }
        if let list = field.codeList {
            pairs.add("codes", list)
        } else if !field.codes.isEmpty {
            pairs.add("codes", Node(field.codes.map(node(of:))))
        }
        pairs.add("separator", field.separator)
        pairs.add("minimum", field.minimum.map(number))
        pairs.add("maximum", field.maximum.map(number))
        return pairs.node()
    }

    private static func node(of code: Code) -> Node {
        var pairs = Pairs()
        pairs.add("value", code.value)
        pairs.add("title", code.title)
        pairs.add("color", code.color)
        pairs.add("pattern", code.pattern)
        if code.retired { pairs.add("retired", plain("true")) }
        pairs.add("note", code.note)
        return pairs.node()
    }

    private static func node(of validity: Validity) -> Node {
        var pairs = Pairs()
        pairs.add("from", validity.from)
        pairs.add("to", validity.to)
        return pairs.node(.flow)
    }

    private static func node(of tiles: TileSettings) -> Node? {
        let standard = TileSettings()
        guard tiles != standard else { return nil }
        var pairs = Pairs()
        if tiles.minZoom != standard.minZoom { pairs.add("minZoom", number(tiles.minZoom)) }
        if tiles.maxZoom != standard.maxZoom { pairs.add("maxZoom", number(tiles.maxZoom)) }
        if tiles.fullZoom != standard.fullZoom { pairs.add("fullZoom", number(tiles.fullZoom)) }
        if tiles.featureLimit != standard.featureLimit { pairs.add("featureLimit", number(tiles.featureLimit)) }
        pairs.add("fields", tiles.fields)
        pairs.add("label", tiles.label)
        pairs.add("clusterRadius", tiles.clusterRadius.map(number))
        if tiles.always { pairs.add("always", plain("true")) }
        return pairs.node()
    }

    private static func node(of access: AccessSettings) -> Node? {
        guard access != AccessSettings() else { return nil }
        var pairs = Pairs()
        pairs.add("read", access.read.map(roles))
        if !access.edit.isEmpty { pairs.add("edit", roles(access.edit)) }
        if !access.restricted.isEmpty {
            var restricted = Pairs()
            for field in access.restricted.keys.sorted() { restricted.add(field, access.restricted[field].map(roles)) }
            pairs.add("restricted", restricted.node())
        }
        pairs.add("rows", access.rows.map(node(of:)))
        return pairs.node()
    }

    private static func node(of rows: RowRule) -> Node {
        var pairs = Pairs()
        pairs.add("field", rows.field)
        pairs.add("public", Node(rows.open.sorted().map(text), .implicit, .flow))
        if !rows.roles.isEmpty { pairs.add("roles", roles(rows.roles)) }
        pairs.add("unit", rows.unit)
        return pairs.node()
    }

    private static func roles(_ roles: Set<Role>) -> Node {
        Node(roles.map(\.rawValue).sorted().map(text), .implicit, .flow)
    }
}

extension LayerDefinitionWriter {
    /// Collects the pairs of a mapping in order, leaving out what is absent.
    private struct Pairs {
        private var pairs: [(Node, Node)] = []

        mutating func add(_ key: String, _ value: Node?) {
            guard let value else { return }
            pairs.append((LayerDefinitionWriter.text(key), value))
        }

        mutating func add(_ key: String, _ value: String?) {
            add(key, value.map(LayerDefinitionWriter.text))
        }

        mutating func add(_ key: String, _ value: LocalizedText?) {
            guard let value else { return }
            var texts = Pairs()
            texts.add("vi", value.vi)
            texts.add("en", value.en)
            add(key, texts.node())
        }

        mutating func add(_ key: String, _ values: [String]) {
            guard !values.isEmpty else { return }
            add(key, Node(values.map(LayerDefinitionWriter.text), .implicit, .flow))
        }

        func node(_ style: Node.Mapping.Style = .block) -> Node {
            Node(pairs, .implicit, style)
        }
    }

    /// A text, quoted where YAML would take it for something else.
    private static func text(_ value: String) -> Node {
        let plain = Node(value, .implicit, .plain)
        return Resolver.default.resolveTag(of: plain) == .str ? Node(value) : Node(value, Tag(.str), .doubleQuoted)
    }

    private static func plain(_ value: String) -> Node { Node(value, .implicit, .plain) }

    private static func number(_ value: Int) -> Node { plain(String(value)) }

    private static func number(_ value: Double) -> Node {
        plain(value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value))
    }
}
