package import Foundation
package import GeoCore
import GeoNative
import Tiling

/// Says what a file is before anything is imported.
package struct SourceInspector: Sendable {
    private let importer: LayerImporter
    private let state: EngineState
    private let pool: GeoWorkerPool

    init(importer: LayerImporter, state: EngineState, pool: GeoWorkerPool) {
        self.importer = importer
        self.state = state
        self.pool = pool
    }

    /// Looks at every layer of a file.
    ///
    /// - Throws: `EngineError` where the file cannot be read at all.
    package func inspect(_ file: URL) async throws -> Inspection {
        let options = ImportOptions()
        let references = try await importer.surveyReferences()
        return try await EngineError.translating {
            try await self.pool.run { context in
                try FileInspection(file: file, options: options, references: references).run(in: &context)
            }
        }
    }
}

/// What a file is.
package struct Inspection: Sendable {
    package var file: String
    package var driver: String
    /// What was noticed on opening.
    package var notes: [String]
    package var layers: [Layer]

    /// One layer of the file.
    package struct Layer: Sendable {
        package var name: String
        package var count: Int
        /// OGC names of the geometries met, with how many of each in the sample.
        package var geometries: [(type: String, count: Int)]
        package var fields: [Field]
        /// The coordinate system, or `nil` where the file does not tell and it must be named.
        package var crs: CRS?
        package var areAxesSwapped: Bool
        /// Sentences: why this system, or what to do where there is none.
        package var crsEvidence: [String]
        /// In WGS 84; `nil` where the system is open.
        package var extent: BoundingBox?
        package var problems: [String]
    }

    /// One field.
    package struct Field: Sendable {
        package var name: String
        package var type: String
        /// `nil` for fields that are no text.
        package var encoding: String?
        package var evidence: String?
        package var samples: [String]
    }
}

/// Runs an inspection inside a worker's job.
private struct FileInspection {
    let file: URL
    let options: ImportOptions
    let references: SurveyReferences

    func run(in context: inout GeoContext) throws -> Inspection {
        var dataset = try Dataset(opening: file.path)
        var inspection = Inspection(
            file: file.lastPathComponent, driver: dataset.format.name, notes: dataset.notes.map(\.text), layers: [])
        for layer in try dataset.layers() {
            let inspected = try dataset.withLayer(layer.name) { reader in
                try inspect(reader.layer, &reader, in: &context)
            }
            inspection.layers.append(inspected)
        }
        return inspection
    }

    private func inspect(
        _ layer: SourceLayer, _ reader: inout LayerReader, in context: inout GeoContext
    ) throws -> Inspection.Layer {
        let sample = try reader.next(SourceSurvey.sampleSize)
        let texts = TextSurvey(layer, sample, choice: options.encoding, file: file.lastPathComponent)
        var result = Inspection.Layer(
            name: layer.name, count: layer.recordCount.map(Int.init) ?? sample.count, geometries: Self.kinds(sample),
            fields: [], crs: nil, areAxesSwapped: false, crsEvidence: [], extent: nil,
            problems: Self.problems(sample, in: &context))
        let findings = texts.findings()
        let names = zip(layer.fields, texts.fieldNames()).map { $1 ?? $0.name }
        result.fields = layer.fields.indices.map { Self.field(layer, $0, names[$0], findings[$0], sample) }
        result.problems += findings.compactMap(\.problem)
        try place(&result, layer, sample, names, findings.map(\.effective), in: &context)
        return result
    }

    private func place(
        _ result: inout Inspection.Layer, _ layer: SourceLayer, _ sample: [SourceRecord], _ names: [String],
        _ encodings: [TextEncoding], in context: inout GeoContext
    ) throws {
        let hasPlaces = sample.contains { $0.geometry != .absent }
        let columns = hasPlaces ? nil : CoordinateColumns(names: names)
        let positions = PositionSample(sample, columns: columns, encodings: encodings).coordinates
        guard !positions.isEmpty else { return }
        let survey = PlaceSurvey(
            layer: layer, options: options, references: references.home, controls: references.controls,
            file: file.lastPathComponent)
        do {
            let place = try survey.decide(positions, in: &context)
            result.crs = place.crs
            result.areAxesSwapped = place.areAxesSwapped
            result.crsEvidence = place.evidence
            var points = place.areAxesSwapped ? positions.map { Coordinate(x: $0.y, y: $0.x) } : positions
            try context.transformer(for: place.definition).toCRS84(&points)
            result.extent = BoundingBox(enclosing: points)
        } catch let error as EngineError {
            result.crsEvidence = [error.message]
            result.problems.append(error.message)
        }
    }

    private static func field(
        _ layer: SourceLayer, _ index: Int, _ name: String, _ finding: TextSurvey.Finding, _ sample: [SourceRecord]
    ) -> Inspection.Field {
        let samples = sample.lazy.compactMap { $0.values[index].decoded(finding.effective) }.filter { !$0.isEmpty }
        return Inspection.Field(
            name: name, type: layer.fields[index].type.rawValue,
            encoding: finding.isText ? (finding.isPlain ? "ascii" : finding.effective.rawValue) : nil,
            evidence: finding.isText ? finding.sentence : nil, samples: Array(samples.prefix(3)))
    }

    private static func kinds(_ sample: [SourceRecord]) -> [(type: String, count: Int)] {
        let names = sample.map { record in
            switch record.geometry {
            case .absent: "none"
            case .unusable: "unusable"
            case .mixed: "collection"
            case .whole(let geometry): geometry.typeName
            }
        }
        return Dictionary(grouping: names) { $0 }.map { ($0.key, $0.value.count) }.sorted { $0.count > $1.count }
    }

    private static func problems(_ sample: [SourceRecord], in context: inout GeoContext) -> [String] {
        var problems: [String] = []
        let broken = sample.count { if case .unusable = $0.geometry { true } else { false } }
        if broken > 0 { problems.append("\(broken) records have a geometry that cannot be read.") }
        let invalid = sample.count { record in
            guard let geometry = record.geometry.whole else { return false }
            return RecordConverter.ringCheck.check(geometry) != .valid
        }
        if invalid > 0 { problems.append("\(invalid) geometries are not provably valid and would be checked by GEOS.") }
        return problems
    }
}
