package import GeoCore

/// A layer definition as JSON for the HTTP interface, with only what a caller may know.
package struct LayerDescription: Encodable, Sendable {
    package var id: String
    package var title: Text
    package var summary: Text?
    package var theme: String
    package var geometry: String
    package var unitLevel: String?
    package var key: [String]
    package var fields: [Field]
    package var legalArea: String?
    package var validity: Interval?
    package var tiles: Tiles
    /// Whether the caller may edit the layer.
    package var editable: Bool
    package var attribution: String?
    package var licence: String?

    /// A text in both languages.
    package struct Text: Encodable, Sendable {
        package var vi: String
        package var en: String
    }

    /// A field without the spellings of source files, which are for imports only.
    package struct Field: Encodable, Sendable {
        package var name: String
        package var type: String
        package var title: Text
        package var unit: String?
        package var required: Bool
        package var codes: [CodeEntry]?
        package var codeList: String?
        package var separator: String?
        package var minimum: Double?
        package var maximum: Double?
    }

    /// An entry of a code list.
    package struct CodeEntry: Encodable, Sendable {
        package var value: String
        package var title: Text
        package var color: String?
        package var pattern: String?
        package var retired: Bool?
        package var note: Text?
    }

    /// The fields for valid-from and valid-to.
    package struct Interval: Encodable, Sendable {
        package var from: String
        package var to: String
    }

    /// How the layer appears in tiles.
    package struct Tiles: Encodable, Sendable {
        package var minZoom: Int
        package var maxZoom: Int
        package var fullZoom: Int
        package var fields: [String]
        package var label: String?
    }
}

extension LayerDescription {
    /// Describes a layer to a caller, leaving out the fields that the caller may not see wherever they are named.
    package init(_ definition: LayerDefinition, for caller: Caller) {
        let isVisible = { (name: String) in definition.access.allowsField(name, for: caller) }
        id = definition.id.name
        title = Text(definition.title)
        summary = definition.summary.map(Text.init)
        theme = definition.theme.rawValue
        geometry = definition.geometry.rawValue
        unitLevel = definition.unitLevel?.rawValue
        key = definition.key.filter(isVisible)
        fields = definition.fields.filter { isVisible($0.name) }.map(Field.init)
        legalArea = definition.legalArea.flatMap { isVisible($0) ? $0 : nil }
        validity = definition.validity.map { Interval(from: $0.from, to: $0.to) }
        tiles = Tiles(definition.tiles, isVisible: isVisible)
        editable = definition.access.allowsEditing(by: caller)
        attribution = definition.attribution
        licence = definition.licence
    }
}

extension LayerDescription.Text {
    init(_ text: LocalizedText) {
        self.init(vi: text.vi, en: text.en)
    }
}

extension LayerDescription.Field {
    init(_ field: FieldDefinition) {
        self.init(
            name: field.name, type: field.type.rawValue, title: LayerDescription.Text(field.title), unit: field.unit,
            required: field.required,
            codes: field.codes.isEmpty ? nil : field.codes.map(LayerDescription.CodeEntry.init),
            codeList: field.codeList, separator: field.separator, minimum: field.minimum, maximum: field.maximum)
    }
}

extension LayerDescription.CodeEntry {
    init(_ code: Code) {
        self.init(
            value: code.value, title: LayerDescription.Text(code.title), color: code.color, pattern: code.pattern,
            retired: code.retired ? true : nil, note: code.note.map(LayerDescription.Text.init))
    }
}

extension LayerDescription.Tiles {
    init(_ settings: TileSettings, isVisible: (String) -> Bool) {
        self.init(
            minZoom: settings.minZoom, maxZoom: settings.maxZoom, fullZoom: settings.fullZoom,
            fields: settings.fields.filter(isVisible),
            label: settings.label.flatMap { isVisible($0) ? $0 : nil })
    }
}
