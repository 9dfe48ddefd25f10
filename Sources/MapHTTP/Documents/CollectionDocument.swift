import Foundation
import GeoCore
import MapEngine

/// The description of a collection (OGC API – Features Part 1, 7.14; Part 2, 6.2), with what the map page needs beside.
struct CollectionDocument {
    private let definition: LayerDefinition
    private let status: LayerStatus?
    private let exchange: Exchange

    init(_ definition: LayerDefinition, status: LayerStatus?, exchange: Exchange) {
        self.definition = definition
        self.status = status
        self.exchange = exchange
    }

    var value: JSONDocument {
        .object([
            "id": .string(definition.id.name),
            "title": .string(definition.title.vi),
            "description": .text(definition.summary?.vi),
            "attribution": .text(definition.attribution),
            "license": .text(definition.licence),
            "extent": extent,
            "itemType": "feature",
            "crs": .array(Self.systems.map { .string($0) }),
            "storageCrs": .string(CRS.crs84.uri),
            "links": .array(links),
            "titles": Self.localized(definition.title),
            "descriptions": definition.summary.map(Self.localized),
            "theme": .string(definition.theme.rawValue),
            "geometry": .string(definition.geometry.rawValue),
            "key": .array(definition.key.map { .string($0) }),
            "fields": .array(visibleFields.map(Self.field)),
            "label": .text(definition.tiles.label),
            "minzoom": .count(definition.tiles.minZoom),
            "maxzoom": .count(definition.tiles.maxZoom),
            "count": status.map { .count($0.featureCount) } ?? 0,
            "revision": status?.revision.map { .integer($0.number) },
            "updated": status?.revision.map { .string($0.committedAt.formatted(.iso8601)) },
            "source": .text(status?.revision?.source),
        ])
    }

    private static let systems = [CRS.crs84.uri]

    private var visibleFields: [FieldDefinition] {
        definition.fields.filter { definition.access.allowsField($0.name, for: exchange.caller) }
    }

    private var extent: JSONDocument? {
        guard let box = status?.extent else { return nil }
        let bounds = [box.west, box.south, box.east, box.north].map { JSONDocument.number($0) }
        return .object([
            "spatial": .object(["bbox": [.array(bounds)], "crs": .string(CRS.crs84.uri)])
        ])
    }

    private var links: [JSONDocument] {
        let path = "/collections/\(definition.id)"
        let links = exchange.links
        return [
            links.link(path, rel: "self", type: "application/json"),
            links.link("\(path)?f=html", rel: "alternate", type: "text/html"),
            links.link("\(path)/items", rel: "items", type: "application/geo+json"),
            links.link("\(path)/schema", rel: "describedby", type: "application/schema+json"),
            links.link(
                "\(path)/queryables", rel: "http://www.opengis.net/def/rel/ogc/1.0/queryables",
                type: "application/schema+json"),
            links.link("/tiles/\(definition.id).json", rel: "tilejson", type: "application/json"),
        ]
    }

    private static func localized(_ text: LocalizedText) -> JSONDocument {
        .object(["vi": .string(text.vi), "en": .string(text.en)])
    }

    private static func field(_ field: FieldDefinition) -> JSONDocument {
        .object([
            "name": .string(field.name),
            "type": .string(field.type.rawValue),
            "titles": localized(field.title),
            "unit": .text(field.unit),
            "codes": field.codes.isEmpty ? nil : .array(field.codes.map(code)),
        ])
    }

    private static func code(_ code: Code) -> JSONDocument {
        .object(["value": .string(code.value), "titles": localized(code.title), "color": .text(code.color)])
    }
}
