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
    /// A column that does not tell by itself (a tie, or words that no encoding turns into Vietnamese, such as
    /// `495/QĐ-TTg`) takes the encoding of the file's clearest columns, since a file is written by one program.
    func findings() -> [Finding] {
        let evidence = layer.fields.indices.map(evidence(of:))
        let common = Self.commonEncoding(evidence.compactMap { $0 })
        return layer.fields.indices.map { finding(evidence[$0], field: $0, common: common) }
    }

    /// The encoding that most accented values of clearly read columns are in.
    private static func commonEncoding(_ evidence: [EncodingEvidence]) -> TextEncoding? {
        var weights: [TextEncoding: Double] = [:]
        for column in evidence {
            guard let chosen = column.chosen, let score = column.score(of: chosen), score >= clearScore else {
                continue
            }
            weights[chosen, default: 0] += score * Double(column.accentedCount)
        }
        return weights.max { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }?.key
    }

    /// At least half of the accented words are Vietnamese syllables.
    private static let clearScore = 0.5

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

    private func finding(_ evidence: EncodingEvidence?, field: Int, common: TextEncoding?) -> Finding {
        guard let evidence else { return Finding(effective: .utf8, sentence: "", isText: false, isPlain: true) }
        if case .fixed(let encoding) = choice {
            return Finding(effective: encoding, sentence: "--encoding", isText: true, isPlain: false)
        }
        if evidence.verdict == .ascii || evidence.holdsNoLetters {
            return Finding(effective: .utf8, sentence: evidence.reason.vi, isText: true, isPlain: true)
        }
        if let chosen = evidence.chosen, (evidence.score(of: chosen) ?? 0) >= Self.clearScore {
            return Finding(effective: chosen, sentence: evidence.reason.vi, isText: true, isPlain: false)
        }
        if let common, evidence.score(of: common) != nil {
            let sentence = "Như các trường khác của tệp · as the file's other fields"
            return Finding(effective: common, sentence: sentence, isText: true, isPlain: false)
        }
        return unclear(evidence, field: field)
    }

    /// Where nothing else tells: what the column itself reads best as, UTF-8 first.
    private func unclear(_ evidence: EncodingEvidence, field: Int) -> Finding {
        let readable = evidence.candidates.filter { $0.score != nil }.map(\.encoding)
        let own = evidence.chosen ?? (readable.contains(.utf8) ? .utf8 : nil)
        if let encoding = own ?? (evidence.verdict == .tied ? readable.first : nil) {
            return Finding(effective: encoding, sentence: evidence.reason.vi, isText: true, isPlain: false)
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

extension EncodingEvidence {
    /// Whether the only signs beyond ASCII are dashes, degrees and the like, which tell nothing.
    fileprivate var holdsNoLetters: Bool {
        let signs = samples.flatMap { $0.before.unicodeScalars.filter { !$0.isASCII } }
        return !signs.isEmpty && isUTF8 && !signs.contains { $0.properties.isAlphabetic }
    }

    private var isUTF8: Bool { candidates.contains { $0.encoding == .utf8 && $0.score != nil } }

    /// The share, 0–1, of accented words that an encoding reads as Vietnamese; `nil` where the bytes cannot be of it.
    fileprivate func score(of encoding: TextEncoding) -> Double? {
        candidates.first { $0.encoding == encoding }.flatMap(\.score)
    }
}
