import Foundation
import GeoCore
import MapEngine

/// Shows features to a person as a table, to a program as GeoJSON or CSV.
struct FeaturePrinter {
    private let result: FeatureResult

    init(_ result: FeatureResult) {
        self.result = result
    }

    private var names: [String] { result.visibleFields.map { result.definition.fields[$0].name } }
    private var hasDistances: Bool { result.features.contains { $0.distanceMeters != nil } }

    var table: String {
        var table = TextTable(["id"] + (hasDistances ? ["m"] : []) + names)
        for found in result.features {
            let distance = found.distanceMeters.map { [String(format: "%.2f", $0)] } ?? []
            table.add([String(found.feature.id)] + distance + values(of: found).map { Self.shortened($0) })
        }
        let matched = result.matched.map { " / \($0)" } ?? ""
        return table.text + "\n\(result.features.count)\(matched) đối tượng · features"
    }

    var csv: String {
        let header = (["id"] + (hasDistances ? ["distance"] : []) + names).map(Self.quoted).joined(separator: ",")
        let rows = result.features.map { found in
            let distance = found.distanceMeters.map { [String(format: "%.3f", $0)] } ?? []
            return ([String(found.feature.id)] + distance + values(of: found)).map(Self.quoted).joined(separator: ",")
        }
        return ([header] + rows).joined(separator: "\r\n")
    }

    var geoJSON: String {
        var writer = GeoJSONWriter(
            properties: result.visibleFields.map { (result.definition.fields[$0].name, $0) })
        writer.write(raw: "{\"type\":\"FeatureCollection\",\"numberReturned\":\(result.features.count)")
        if let matched = result.matched { writer.write(raw: ",\"numberMatched\":\(matched)") }
        writer.write(raw: ",\"features\":[")
        for (index, found) in result.features.enumerated() {
            if index > 0 { writer.write(raw: ",") }
            let distance = found.distanceMeters.map {
                [(name: "distance", member: GeoJSONWriter.Member.value(.real(($0 * 1_000).rounded() / 1_000)))]
            }
            writer.write(found.feature, members: distance ?? [])
        }
        writer.write(raw: "]}")
        return String(decoding: writer.take(), as: UTF8.self)
    }

    private func values(of found: FoundFeature) -> [String] {
        result.visibleFields.map { found.feature.values[$0].text }
    }

    private static func shortened(_ text: String) -> String {
        text.count > 40 ? text.prefix(39) + "…" : text
    }

    /// RFC 4180, 2.
    private static func quoted(_ text: String) -> String {
        let needsQuotes = text.contains { $0 == "," || $0 == "\"" || $0.isNewline }
        return needsQuotes ? "\"\(text.replacingOccurrences(of: "\"", with: "\"\""))\"" : text
    }
}
