import GeoCore
import GeoNative

/// The positions of sampled records, in the file's own order of axes.
struct PositionSample {
    let coordinates: [Coordinate]
    private static let limit = 2_000

    init(_ sample: [SourceRecord], columns: CoordinateColumns?, encodings: [TextEncoding]) {
        if let columns {
            let reader = PositionReader(columns, encodings: encodings)
            coordinates = sample.compactMap(reader.position)
            return
        }
        let geometries = sample.flatMap { record -> [Geometry] in
            switch record.geometry {
            case .whole(let geometry): [geometry]
            case .mixed(let parts): parts
            case .absent, .unusable: []
            }
        }
        let step = max(1, geometries.count / Self.limit)
        coordinates = stride(from: 0, to: geometries.count, by: step).compactMap { geometries[$0].paths.first?.first }
    }
}

/// Reads a position out of the two coordinate columns of a table.
struct PositionReader {
    private let columns: CoordinateColumns
    private let encodings: [TextEncoding]

    init(_ columns: CoordinateColumns, encodings: [TextEncoding]) {
        self.columns = columns
        self.encodings = encodings
    }

    /// The two numbers in the order of the columns; `nil` where either is none.
    func position(_ record: SourceRecord) -> Coordinate? {
        guard let x = number(record, columns.first, mark: columns.marks[0]),
            let y = number(record, columns.second, mark: columns.marks[1])
        else { return nil }
        return Coordinate(x: x, y: y)
    }

    private func number(_ record: SourceRecord, _ column: Int, mark: NumberText.DecimalMark?) -> Double? {
        switch record.values[column] {
        case .integer(let number): return Double(number)
        case .real(let number): return number
        default:
            guard let text = record.values[column].decoded(encodings[column]) else { return nil }
            if let angle = AngleText.parse(text), text.contains("°") { return angle.degrees }
            return mark.map { NumberText.parse(text, mark: $0) } ?? NumberText.parse(text)
        }
    }
}

/// Decides the coordinate system and the order of axes of a source layer.
struct PlaceSurvey {
    let layer: SourceLayer
    let options: ImportOptions
    let references: [ReferenceArea]
    let controls: [ReferenceArea]
    let file: String

    /// The decision.
    struct Place {
        var definition: CRSDefinition
        var crs: CRS
        var areAxesSwapped: Bool
        var isProjected: Bool
        var evidence: [String]
    }

    /// - Throws: `EngineError` with the sentence that asks, where the file does not tell.
    func decide(_ sample: [Coordinate], in context: inout GeoContext) throws -> Place {
        if let crs = options.crs { return try fixed(crs, sample, in: &context) }
        let declared = try declaration(in: &context)
        let transformers = try transformers(for: declared, in: &context)
        func decision(_ declared: DeclaredCRS?) -> CRSDecision {
            CRSDetector(
                sample: sample, declared: declared, references: references, controls: controls, axes: chosenAxes
            ) { points, crs in
                var places = points
                guard let transformer = transformers[crs] else { return nil }
                do { try transformer.toCRS84(&places) } catch { return nil }
                return places
            }.decide()
        }
        if let doubt = Self.doubt(of: declared, decision) { throw question(doubt) }
        return try place(of: decision(declared), declared: declared, sample: sample)
    }

    /// The question where a file means a VN-2000 zone by the name of WGS 84 (MapInfo's “nội bộ”), and its data do not
    /// lie where its records say: the zone is then judged as if the file had declared it.
    private static func doubt(of declared: DeclaredCRS?, _ decide: (DeclaredCRS?) -> CRSDecision) -> LocalizedText? {
        guard let declared, let zone = declared.impliedZone else { return nil }
        let plain = DeclaredCRS(crs: zone, name: "\(declared.name) (\(zone.name))", isGeographic: declared.isGeographic)
        return switch decide(plain) {
        case .found: nil
        case .ambiguous(_, let question): question
        case .unknown(let sentence): sentence
        }
    }

    private var chosenAxes: AxisOrder? {
        switch options.axes {
        case .auto: nil
        case .en: .eastNorth
        case .ne: .northEast
        }
    }

    private func transformers(
        for declared: DeclaredCRS?, in context: inout GeoContext
    ) throws -> [CRS: CoordinateTransformer] {
        var result: [CRS: CoordinateTransformer] = [:]
        for crs in VietnamZones.candidates.map(\.crs) + [.crs84, .wgs84] {
            result[crs] = try context.transformer(for: crs)
        }
        if let crs = declared?.crs, result[crs] == nil {
            result[crs] = try context.transformer(for: definition(of: crs))
        }
        return result
    }

    /// What was said by hand is believed; only the order of axes is still found from the numbers.
    private func fixed(_ crs: CRS, _ sample: [Coordinate], in context: inout GeoContext) throws -> Place {
        _ = try context.transformer(for: crs)
        let northings = sample.count { $0.x > VietnamZones.northingThreshold && $0.y < VietnamZones.northingThreshold }
        let swappedDegrees = sample.count { (6...24).contains($0.x) && (102...118).contains($0.y) }
        let looksSwapped = !sample.isEmpty && max(northings, swappedDegrees) * 10 >= sample.count * 9
        let isGeographic = sample.allSatisfy { abs($0.x) <= 360 && abs($0.y) <= 360 }
        return Place(
            definition: .code(crs), crs: crs,
            areAxesSwapped: chosenAxes.map { $0 == .northEast } ?? looksSwapped,
            isProjected: !isGeographic, evidence: ["--crs"])
    }

    private func declaration(in context: inout GeoContext) throws -> DeclaredCRS? {
        guard let declared = layer.crs else { return nil }
        let identity = try context.identify(declared.wkt)
        let isInternal = identity.crs.map { $0 != declared.identifier && VietnamZones.zone($0)?.kind == .vn2000TM3 }
        return DeclaredCRS(
            crs: identity.crs ?? declared.identifier ?? Self.unnamed, name: declared.name,
            isGeographic: declared.wkt.hasPrefix("GEOG"),
            impliedZone: identity.certainty == .likely && isInternal == true ? identity.crs : nil)
    }

    /// Stands for a declared system that has no code.
    private static let unnamed = CRS(authority: "FILE", code: "declared")

    /// A declared system without a code is used by its own text.
    private func definition(of crs: CRS) -> CRSDefinition {
        crs == Self.unnamed ? .text(layer.crs?.wkt ?? "") : .code(crs)
    }

    private func place(of decision: CRSDecision, declared: DeclaredCRS?, sample: [Coordinate]) throws -> Place {
        switch decision {
        case .found(let crs, let axes, let evidence):
            return Place(
                definition: definition(of: crs), crs: crs, areAxesSwapped: axes == .northEast,
                isProjected: !(crs == .crs84 || crs == .wgs84 || declared?.isGeographic ?? false),
                evidence: evidence.map(\.en))
        case .ambiguous(let candidates, let sentence) where declared?.impliedZone != nil && candidates.count == 1:
            // The MapInfo label “nội bộ”: the coordinates are VN-2000, only the declared datum is not.
            return Place(
                definition: .code(candidates[0].crs), crs: candidates[0].crs,
                areAxesSwapped: candidates[0].axes == .northEast, isProjected: true, evidence: [sentence.en])
        case .ambiguous(_, let asked):
            throw question(asked)
        case .unknown(let sentence):
            if let place = foreign(declared, sample) { return place }
            throw question(sentence)
        }
    }

    private func question(_ sentence: LocalizedText) -> EngineError {
        EngineError(.unreadable, "\(file): \(sentence.en)", parameter: "crs")
    }

    /// Where the data were expected, for sentences.
    private var home: String { references.first?.name ?? "Vietnam" }

    /// A file that says its system, whose numbers agree with it, and which no Vietnamese system explains, is believed:
    /// its data lie abroad.
    private func foreign(_ declared: DeclaredCRS?, _ sample: [Coordinate]) -> Place? {
        guard let declared, let crs = declared.crs else { return nil }
        let looksGeographic = sample.allSatisfy { abs($0.x) <= 180 && abs($0.y) <= 90 }
        guard declared.isGeographic == looksGeographic else { return nil }
        return Place(
            definition: definition(of: crs), crs: crs, areAxesSwapped: false, isProjected: !declared.isGeographic,
            evidence: ["\(declared.name), as the file declares; the data reach beyond \(home)."])
    }
}
