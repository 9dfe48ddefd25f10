import GeoCore
import GeoNative

/// Finds the encoding of each text field of a source layer.
struct TextSurvey {
    private let layer: SourceLayer
    private let sample: [SourceRecord]
    private let choice: TextEncodingChoice
    private let file: String

    init(_ layer: SourceLayer, _ sample: [SourceRecord], choice: TextEncodingChoice, file: String) {
        self.layer = layer
        self.sample = sample
        self.choice = choice
        self.file = file
    }

    /// The encoding of one field and why.
    struct Finding {
        var effective: TextEncoding
        var sentence: String
        var isText: Bool
        var isPlain: Bool
        /// A sentence where the text is in no known encoding.
        var problem: String?
    }

    /// One finding for each field.
    ///
    /// - Throws: `EngineError` where a column has text in no known encoding.
    func encodings() throws -> [Finding] {
        let findings = findings()
        if let problem = findings.lazy.compactMap(\.problem).first {
            throw EngineError(.unreadable, problem, parameter: "encoding")
        }
        return findings
    }

    /// One finding for each field, unreadable ones with their problem.
    ///
    /// A column that ties takes the encoding that the other columns of the file are in, if that is one of those tied.
    func findings() -> [Finding] {
        let evidence = layer.fields.indices.map(evidence(of:))
        let decided = Set(evidence.compactMap { $0.flatMap { $0.verdict == .tied ? nil : $0.chosen } })
        return layer.fields.indices.map { finding(evidence[$0], field: $0, common: decided) }
    }

    /// Field names in the encoding of the file; `nil` keeps GDAL's.
    func fieldNames() -> [String?] {
        let names = layer.fields.map(\.nameBytes)
        let evidence = EncodingDetector.detect(names, hints: hints)
        guard let chosen = evidence.chosen else { return layer.fields.map { _ in nil } }
        return names.map { chosen.decode($0)?.text }
    }

    func decisions(_ findings: [Finding], names: [String]) -> [SourceDecision.FieldEncoding] {
        zip(findings, names).filter { $0.0.isText }.map { finding, name in
            .init(
                field: name, encoding: finding.isPlain ? "ascii" : finding.effective.rawValue,
                evidence: finding.sentence)
        }
    }

    private func evidence(of field: Int) -> EncodingEvidence? {
        guard layer.fields[field].type == .text || layer.fields[field].type == .list else { return nil }
        let values = sample.compactMap { record -> [UInt8]? in
            if case .bytes(let bytes) = record.values[field] { bytes } else { nil }
        }
        let width = layer.fields[field].width
        return EncodingDetector.detect(values, hints: hints, fieldWidth: width > 0 ? width : 254)
    }

    private func finding(_ evidence: EncodingEvidence?, field: Int, common: Set<TextEncoding>) -> Finding {
        guard let evidence else { return Finding(effective: .utf8, sentence: "", isText: false, isPlain: true) }
        if case .fixed(let encoding) = choice {
            return Finding(effective: encoding, sentence: "--encoding", isText: true, isPlain: false)
        }
        let isPlain = evidence.verdict == .ascii
        guard evidence.verdict == .unreadable || evidence.verdict == .tied else {
            return Finding(
                effective: evidence.effective, sentence: evidence.reason.vi, isText: true, isPlain: isPlain)
        }
        let readable = evidence.candidates.filter { $0.score != nil }.map(\.encoding)
        if let shared = readable.first(where: common.contains) {
            return Finding(effective: shared, sentence: "as the file's other fields", isText: true, isPlain: false)
        }
        if let first = readable.first, evidence.verdict == .tied || readable.contains(.utf8) {
            let chosen = readable.contains(.utf8) ? .utf8 : first
            return Finding(effective: chosen, sentence: evidence.reason.vi, isText: true, isPlain: false)
        }
        return Finding(effective: .latin1, sentence: "", isText: true, isPlain: false, problem: unreadable(field))
    }

    private func unreadable(_ field: Int) -> String {
        "\(file): the text of field \(layer.fields[field].name) is in no known encoding (UTF-8, TCVN3, VNI, "
            + "Windows-1258); if you know which it is, say so with --encoding."
    }

    private var hints: [EncodingHint] {
        var hints: [EncodingHint] = []
        if let declared = layer.text.declared { hints.append(.declared(declared)) }
        if let driver = layer.text.languageDriver { hints.append(.dbfLanguage(driver)) }
        return hints
    }
}
