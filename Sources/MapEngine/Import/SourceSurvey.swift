import Foundation
import GeoCore
import GeoNative

/// Looks at a source layer before it is read: which fields feed which, which encodings, which coordinate system.
struct SourceSurvey {
    let url: URL
    let definition: LayerDefinition
    let options: ImportOptions
    let references: SurveyReferences

    /// Records looked at; enough that a column's encoding has never been wrong (domain facts, 6.4).
    static let sampleSize = 4_000

    /// Opens the file and decides how to read it.
    ///
    /// - Throws: `EngineError` with one sentence that says what is undecided and how to say it.
    func plan(in context: inout GeoContext) throws -> SourcePlan {
        var dataset = try Dataset(opening: url.path)
        let format = dataset.format.name
        let name = try SourceLayerChoice(definition: definition, named: options.sourceLayer, file: fileName)
            .choose(from: dataset.layers())
        return try dataset.withLayer(name) { reader in
            let sample = try reader.next(Self.sampleSize)
            return try plan(reader.layer, sample, format: format, in: &context)
        }
    }

    private var fileName: String { url.lastPathComponent }

    private func plan(
        _ layer: SourceLayer, _ sample: [SourceRecord], format: String, in context: inout GeoContext
    ) throws -> SourcePlan {
        let texts = TextSurvey(layer, sample, choice: options.encoding, file: fileName)
        let encodings = try texts.encodings()
        let names = zip(layer.fields, texts.fieldNames()).map { $1 ?? $0.name }
        let match = try FieldPlanner(definition: definition, options: options, file: fileName)
            .match(names: names, layer: layer, sample: sample, encodings: encodings.map(\.effective))
        let coordinates = try coordinateColumns(layer, names, sample, encodings.map(\.effective))
        let positions = PositionSample(sample, columns: coordinates, encodings: encodings.map(\.effective))
        let place = try PlaceSurvey(
            layer: layer, options: options, references: references.areas(named: match.namedUnits(sample)),
            controls: references.controls, file: fileName
        ).decide(positions.coordinates, in: &context)
        let decision = SourceDecision(
            file: fileName, sourceLayer: layer.name, driver: format, crs: place.crs,
            areAxesSwapped: place.areAxesSwapped, crsEvidence: place.evidence,
            encodings: texts.decisions(encodings, names: names), fields: match.sources,
            unusedFields: match.unused(coordinates, names: names))
        return SourcePlan(
            path: url.path, layer: layer, definition: definition, crs: place.definition,
            areAxesSwapped: place.areAxesSwapped, isProjected: place.isProjected, columns: match.columns,
            encodings: encodings.map(\.effective), coordinateColumns: coordinates, decision: decision)
    }

    /// A table without geometries feeds a layer of points from two of its columns.
    private func coordinateColumns(
        _ layer: SourceLayer, _ names: [String], _ sample: [SourceRecord], _ encodings: [TextEncoding]
    ) throws -> CoordinateColumns? {
        let hasPlaces = sample.contains { $0.geometry != .absent }
        guard definition.geometry == .point, !hasPlaces, !sample.isEmpty else { return nil }
        guard var columns = CoordinateColumns(names: names) else {
            throw EngineError(
                .unreadable,
                "\(fileName) has no geometries and no columns named as coordinates (X and Y, lon and lat, kinh_do and "
                    + "vi_do); rename its two coordinate columns so.")
        }
        columns.marks = [columns.first, columns.second].map { column in
            NumberText.decimalMark(of: sample.compactMap { $0.values[column].decoded(encodings[column]) })
        }
        return columns
    }
}

/// The areas by which a coordinate system is told from its neighbours.
struct SurveyReferences: Sendable {
    /// Where the data of the workspace lie: its province, of both eras; empty where the store has no units yet.
    var home: [ReferenceArea] = []
    /// Communes of all eras by the number of their code.
    var communes: [Int: [ReferenceArea]] = [:]
    /// Where layers of the store lie already: what was placed before tells zones apart that a province cannot.
    var controls: [ReferenceArea] = []

    /// The communes that the records name, else the home areas: zones 15′ apart land 27 km from each other, which
    /// only a commune tells.
    func areas(named codes: Set<String>) -> [ReferenceArea] {
        let named = codes.prefix(200).compactMap(UnitCode.number).flatMap { communes[$0] ?? [] }
        return named.isEmpty ? home : named
    }
}

/// Chooses the layer of a file that has several.
struct SourceLayerChoice {
    let definition: LayerDefinition
    let named: String?
    let file: String

    /// The named layer, the only one, or the only one whose geometry fits or whose name is the definition's.
    func choose(from layers: [SourceLayer]) throws -> String {
        if let named {
            guard layers.contains(where: { $0.name == named }) else {
                throw ambiguous(layers, "has no layer “\(named)”")
            }
            return named
        }
        if layers.count == 1 { return layers[0].name }
        // A drawing has its block definitions beside its entities.
        if layers.map(\.name).sorted() == ["blocks", "entities"] { return "entities" }
        let key = SearchText.folded(definition.id.name).filter(\.isLetter)
        if let same = layers.first(where: { SearchText.folded($0.name).filter(\.isLetter) == key }) { return same.name }
        let fitting = layers.filter { $0.recordCount != 0 && fits($0) }
        guard fitting.count == 1 else { throw ambiguous(layers, "has \(layers.count) layers") }
        return fitting[0].name
    }

    private func fits(_ layer: SourceLayer) -> Bool {
        let type = layer.geometryType.lowercased()
        return switch definition.geometry {
        case .point: type.contains("point")
        case .line: type.contains("line") || type.contains("curve")
        case .polygon: type.contains("polygon") || type.contains("surface")
        }
    }

    private func ambiguous(_ layers: [SourceLayer], _ what: String) -> EngineError {
        let names = layers.prefix(12).map(\.name).joined(separator: ", ")
        return EngineError(
            .invalidParameter, "\(file) \(what): \(names). Choose one with --source-layer.", parameter: "source-layer")
    }
}

extension SourceValue {
    /// The text of a value: decoded where it is text, else as a person would write it; `nil` where there is none.
    func decoded(_ encoding: TextEncoding) -> String? {
        switch self {
        case .null, .binary: nil
        case .bytes(let bytes): encoding.decode(bytes)?.text
        case .integer(let number): String(number)
        case .real(let number): FieldValue.real(number).text
        case .boolean(let flag): flag ? "true" : "false"
        case .date(let date): date.text
        case .dateTime(let time): time.text
        }
    }
}

extension SourceDate {
    /// `2025-07-01`.
    var text: String { String(format: "%04d-%02d-%02d", year, month, day) }

    /// Whether the calendar has the day.
    var exists: Bool {
        var parts = DateComponents()
        (parts.year, parts.month, parts.day) = (year, month, day)
        parts.calendar = Calendar(identifier: .gregorian)
        return parts.isValidDate
    }
}

extension SourceDateTime {
    /// RFC 3339; without an offset in the file the time is Vietnam's.
    var text: String {
        let offset = offsetMinutes ?? 420
        let sign = offset < 0 ? "-" : "+"
        let clock = String(format: "T%02d:%02d:%02d", hour, minute, Int(second))
        return date.text + clock + sign + String(format: "%02d:%02d", abs(offset) / 60, abs(offset) % 60)
    }
}
