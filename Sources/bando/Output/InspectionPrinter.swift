import Foundation
import GeoCore
import MapEngine
import MapHTTP

/// Shows what a file is.
struct InspectionPrinter {
    private let inspection: Inspection

    init(_ inspection: Inspection) {
        self.inspection = inspection
    }

    var text: String {
        let header = ["\(inspection.file): \(inspection.driver)"] + inspection.notes.map { "  \($0)" }
        return (header + inspection.layers.map(Self.text)).joined(separator: "\n")
    }

    var document: JSONDocument {
        .object([
            "file": .string(inspection.file),
            "driver": .string(inspection.driver),
            "notes": .array(inspection.notes.map { .string($0) }),
            "layers": .array(inspection.layers.map(Self.document)),
        ])
    }

    private static func text(_ layer: Inspection.Layer) -> String {
        let kinds = layer.geometries.map { "\($0.count) \($0.type)" }.joined(separator: ", ")
        var lines = ["\(layer.name): \(layer.count) bản ghi · records (\(kinds))"]
        let axes = layer.areAxesSwapped ? ", X = North, Y = East" : ""
        lines.append("  CRS \(layer.crs?.name ?? "?")\(axes): \(layer.crsEvidence.joined(separator: " "))")
        if let box = layer.extent {
            lines.append(String(format: "  %.6f, %.6f – %.6f, %.6f (WGS 84)", box.west, box.south, box.east, box.north))
        }
        var table = TextTable(["trường · field", "kiểu · type", "bảng mã · encoding", "ví dụ · samples"])
        for field in layer.fields {
            table.add([field.name, field.type, field.encoding ?? "", field.samples.joined(separator: " | ")])
        }
        lines.append(table.text)
        return (lines + layer.problems.map { "  ! \($0)" }).joined(separator: "\n")
    }

    private static func document(_ layer: Inspection.Layer) -> JSONDocument {
        .object([
            "name": .string(layer.name),
            "count": .count(layer.count),
            "geometries": .object(layer.geometries.map(member)),
            "crs": .text(layer.crs?.name) ?? .null,
            "axes": .string(layer.areAxesSwapped ? "ne" : "en"),
            "crsEvidence": .array(layer.crsEvidence.map { .string($0) }),
            "extent": layer.extent.map(document) ?? .null,
            "fields": .array(layer.fields.map(document)),
            "problems": .array(layer.problems.map { .string($0) }),
        ])
    }

    private static func member(_ kind: (type: String, count: Int)) -> JSONDocument.Member {
        JSONDocument.Member(name: kind.type, value: .count(kind.count))
    }

    private static func document(_ box: BoundingBox) -> JSONDocument {
        .array([box.west, box.south, box.east, box.north].map { .number($0) })
    }

    private static func document(_ field: Inspection.Field) -> JSONDocument {
        .object([
            "name": .string(field.name),
            "type": .string(field.type),
            "encoding": .text(field.encoding) ?? .null,
            "evidence": .text(field.evidence) ?? .null,
            "samples": .array(field.samples.map { .string($0) }),
        ])
    }
}
