import Foundation
import GeoCore
import GeoNative

/// The definition of a layer that has none yet, written from a file: every field as it is, no key, no label guessed
/// beyond a name.
struct DefinitionDraft {
    let id: LayerID
    let file: URL
    let options: ImportOptions

    /// - Throws: `EngineError` where the file has no geometries, or several layers and none is named.
    func definition(in context: inout GeoContext) throws -> LayerDefinition {
        var dataset = try Dataset(opening: file.path)
        let layers = try dataset.layers()
        let name = try sourceLayer(layers)
        return try dataset.withLayer(name) { reader in
            let sample = try reader.next(SourceSurvey.sampleSize)
            return try definition(reader.layer, sample)
        }
    }

    private func sourceLayer(_ layers: [SourceLayer]) throws -> String {
        if let named = options.sourceLayer { return named }
        let filled = layers.filter { $0.recordCount != 0 }
        guard filled.count <= 1 else {
            let names = layers.map(\.name).joined(separator: ", ")
            throw EngineError(
                .invalidParameter,
                "\(file.lastPathComponent) has \(layers.count) layers: \(names). Choose one with --source-layer.",
                parameter: "source-layer")
        }
        return (filled.first ?? layers[0]).name
    }

    private func definition(_ layer: SourceLayer, _ sample: [SourceRecord]) throws -> LayerDefinition {
        let texts = TextSurvey(layer, sample, choice: options.encoding, file: file.lastPathComponent)
        let encodings = try texts.encodings().map(\.effective)
        let names = zip(layer.fields, texts.fieldNames()).map { $1 ?? $0.name }
        let fields = fields(layer, sample, names: names, encodings: encodings)
        let shipped = Array(fields.map(\.name).prefix(20))
        let label = fields.first { $0.type == .text && Self.labels.contains($0.name) }?.name
        return LayerDefinition(
            id: id, title: LocalizedText(vi: id.name, en: id.name), theme: .basemap,
            geometry: try kind(sample, names: names), fields: fields,
            tiles: TileSettings(minZoom: 0, maxZoom: 16, fields: shipped, label: label, fullZoom: 12))
    }

    private static let labels: Set<String> = ["ten", "name", "title", "ten_goi", "nhan"]

    /// The kind that most records are of; a table of coordinates is a layer of points.
    private func kind(_ sample: [SourceRecord], names: [String]) throws -> GeometryKind {
        let kinds = sample.compactMap { $0.geometry.whole?.kind }
        let counted = GeometryKind.allCases.map { kind in (kind, kinds.count { $0 == kind }) }
        if let most = counted.max(by: { $0.1 < $1.1 }), most.1 > 0 { return most.0 }
        guard CoordinateColumns(names: names) == nil else { return .point }
        throw EngineError(
            .unreadable,
            "\(file.lastPathComponent) has no geometries and no coordinate columns; it cannot be a map layer.")
    }

    private func fields(
        _ layer: SourceLayer, _ sample: [SourceRecord], names: [String], encodings: [TextEncoding]
    ) -> [FieldDefinition] {
        var taken: Set<String> = ["fid", "geometry", "ogc_fid"]
        return layer.fields.indices.map { index in
            let name = Self.unique(Self.snakeCase(names[index]), among: &taken)
            return FieldDefinition(
                name: name, type: type(layer.fields[index], index, sample, encodings[index]),
                title: LocalizedText(vi: names[index], en: names[index]), from: [names[index]])
        }
    }

    /// A column of texts that are all numbers (CSV) is a column of numbers, unless one has a leading zero: a code.
    private func type(
        _ field: SourceField, _ index: Int, _ sample: [SourceRecord], _ encoding: TextEncoding
    ) -> FieldType {
        switch field.type {
        case .integer: return .integer
        case .real: return .real
        case .boolean: return .boolean
        case .date: return .date
        case .dateTime: return .datetime
        case .time, .binary, .list: return .text
        case .text: break
        }
        let texts = sample.compactMap { $0.values[index].decoded(encoding) }.filter { !$0.isEmpty }
        guard !texts.isEmpty, !texts.contains(where: { $0.hasPrefix("0") && $0.count > 1 && !$0.hasPrefix("0.") })
        else {
            return .text
        }
        if texts.allSatisfy({ Int64($0) != nil }) { return .integer }
        return texts.allSatisfy { Double($0) != nil } ? .real : .text
    }

    private static func snakeCase(_ name: String) -> String {
        let letters = SearchText.folded(name).map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
        let joined = String(letters).split(separator: "_").joined(separator: "_")
        guard let first = joined.first else { return "truong" }
        return first.isNumber ? "f_\(joined)" : String(joined.prefix(60))
    }

    private static func unique(_ name: String, among taken: inout Set<String>) -> String {
        var candidate = name
        var number = 2
        while !taken.insert(candidate).inserted {
            candidate = "\(name)_\(number)"
            number += 1
        }
        return candidate
    }
}
