import GeoCore
import MapEngine

/// The schema or the queryables of a collection as JSON Schema (OGC API – Features Part 3, 6.2; Part 5 draft).
struct SchemaDocument {
    enum Kind: String {
        case schema
        case queryables
    }

    private let definition: LayerDefinition
    private let kind: Kind
    private let exchange: Exchange

    init(_ definition: LayerDefinition, kind: Kind, exchange: Exchange) {
        self.definition = definition
        self.kind = kind
        self.exchange = exchange
    }

    var value: JSONDocument {
        let fields = definition.fields.filter { definition.access.allowsField($0.name, for: exchange.caller) }
        let properties = fields.map { JSONDocument.Member(name: $0.name, value: property($0)) }
        let geometry = JSONDocument.Member(name: "geometry", value: .object(["format": .string(geometryFormat)]))
        return .object([
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": .string(exchange.links.url("/collections/\(definition.id)/\(kind.rawValue)")),
            "type": "object",
            "title": .string(definition.title.vi),
            "properties": .object([geometry] + properties),
            "additionalProperties": false,
        ])
    }

    private var geometryFormat: String {
        switch definition.geometry {
        case .point: "geometry-point-or-multipoint"
        case .line: "geometry-linestring-or-multilinestring"
        case .polygon: "geometry-polygon-or-multipolygon"
        }
    }

    private func property(_ field: FieldDefinition) -> JSONDocument {
        .object([
            "title": .string(field.title.vi),
            "type": .string(Self.type(field.type)),
            "format": .text(Self.format(field.type)),
            "x-ogc-unit": .text(field.unit),
            "enum": field.codes.isEmpty || kind == .queryables ? nil : .array(field.codes.map { .string($0.value) }),
            "minimum": field.minimum.map { .number($0) },
            "maximum": field.maximum.map { .number($0) },
        ])
    }

    private static func type(_ type: FieldType) -> String {
        switch type {
        case .text, .date, .datetime: "string"
        case .integer: "integer"
        case .real: "number"
        case .boolean: "boolean"
        }
    }

    private static func format(_ type: FieldType) -> String? {
        switch type {
        case .date: "date"
        case .datetime: "date-time"
        case .text, .integer, .real, .boolean: nil
        }
    }
}
