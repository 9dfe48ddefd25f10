import Foundation
import GeoCore
import MapEngine
import MapHTTP

/// Shows a layer's definition and what the store holds of it.
struct LayerPrinter {
    private let definition: LayerDefinition
    private let status: LayerStatus?

    init(_ definition: LayerDefinition, _ status: LayerStatus?) {
        self.definition = definition
        self.status = status
    }

    var row: [String] {
        [
            definition.id.name, definition.title.vi, definition.theme.rawValue, definition.geometry.rawValue,
            String(status?.featureCount ?? 0), status?.revision.map { String($0.number) } ?? "",
        ]
    }

    var text: String {
        var lines = [
            "\(definition.id) – \(definition.title.vi) · \(definition.title.en)",
            "\(definition.theme.rawValue), \(definition.geometry.rawValue); key: \(definition.key.joined(separator: ", "))",
            "tiles: zoom \(definition.tiles.minZoom)–\(definition.tiles.maxZoom)",
        ]
        if let revision = status?.revision {
            lines.append(
                "\(status?.featureCount ?? 0) features, revision \(revision.number), "
                    + "\(revision.committedAt.formatted(.iso8601)), \(revision.source ?? revision.action)")
        }
        var table = TextTable(["trường · field", "kiểu · type", "tên · title", "đơn vị", "tên trong tệp · from"])
        for field in definition.fields {
            table.add([
                field.name, field.type.rawValue, field.title.vi, field.unit ?? "", field.from.joined(separator: ", "),
            ])
        }
        return (lines + [table.text]).joined(separator: "\n")
    }

    var document: JSONDocument {
        .object([
            "id": .string(definition.id.name),
            "title": .object(["vi": .string(definition.title.vi), "en": .string(definition.title.en)]),
            "theme": .string(definition.theme.rawValue),
            "geometry": .string(definition.geometry.rawValue),
            "key": .array(definition.key.map { .string($0) }),
            "fields": .array(
                definition.fields.map { field in
                    .object([
                        "name": .string(field.name), "type": .string(field.type.rawValue),
                        "from": .array(field.from.map { .string($0) }),
                    ])
                }),
            "count": .count(status?.featureCount ?? 0),
            "revision": status?.revision.map { .integer($0.number) } ?? .null,
            "updated": status?.revision.map { .string($0.committedAt.formatted(.iso8601)) } ?? .null,
        ])
    }
}
