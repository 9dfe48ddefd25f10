/// Finds the encoding of a column of text by how many of its words each encoding turns into Vietnamese syllables.
///
/// Decides for columns, not for values: one short name can be read in two ways, ten never were in the 3,321 unit
/// names it was measured on.
package enum EncodingDetector {
    /// The forms looked for; VIQR is plain ASCII and is never assumed.
    package static let candidates: [TextEncoding] = [
        .utf8, .tcvn3, .vni, .windows1258, .tcvn3InUTF8, .vniInUTF8, .windows1258InUTF8, .utf8InUTF8,
    ]

    /// Looks at the values of one column.
    ///
    /// - Parameters:
    ///   - values: The bytes as they are in the file; the first 1,000 different ones with accents count.
    ///   - hints: What the file says of itself; decides ties only.
    ///   - fieldWidth: The bytes that the field holds at most.
    package static func detect(
        _ values: some Sequence<[UInt8]>, hints: [EncodingHint] = [], fieldWidth: Int = 254
    ) -> EncodingEvidence {
        let column = Column(values)
        guard !column.accented.isEmpty else { return evidence(column, [], nil, .ascii, fieldWidth: fieldWidth) }
        let readings = candidates.enumerated().map { Reading(column, $1, priority: $0, fieldWidth: fieldWidth) }
        let ranked = demoteSavedAgain(readings).sorted { $0.isBetter(than: $1) }
        let (chosen, verdict) = decide(ranked, hints)
        return evidence(column, ranked, chosen, verdict, fieldWidth: fieldWidth)
    }

    /// A few words that read at least half as well as plain UTF-8 were not saved twice; nor were more that read as well.
    private static func demoteSavedAgain(_ readings: [Reading]) -> [Reading] {
        let plain = readings.first { $0.encoding == .utf8 }?.score ?? 0
        return readings.map { reading in
            guard reading.encoding.isSavedAgain, let score = reading.score else { return reading }
            let factor = reading.wordCount < 4 ? 2.0 : 1.0
            guard score == 0 || plain > 0 && plain * factor >= score else { return reading }
            var demoted = reading
            demoted.rank = -0.5
            return demoted
        }
    }

    private static func decide(_ ranked: [Reading], _ hints: [EncodingHint]) -> (TextEncoding?, EncodingVerdict) {
        guard let best = ranked.first, best.score != nil else { return (nil, .unreadable) }
        let rivals = ranked.filter { best.ties(with: $0) }
        if rivals.isEmpty {
            let isCredible = best.rank >= 0.3 || best.encoding == .utf8
            return isCredible ? (best.encoding, .measured) : (nil, .unreadable)
        }
        let tied = [best.encoding] + rivals.map(\.encoding)
        if let hinted = hints.lazy.compactMap(\.encoding).first(where: tied.contains) { return (hinted, .hinted) }
        return (nil, .tied)
    }

    private static func evidence(
        _ column: Column, _ ranked: [Reading], _ chosen: TextEncoding?, _ verdict: EncodingVerdict, fieldWidth: Int
    ) -> EncodingEvidence {
        let decoded = column.lookedAt.compactMap { (chosen ?? .utf8).decode($0, fieldWidth: fieldWidth) }
        let candidates = ranked.map {
            EncodingCandidate(encoding: $0.encoding, score: $0.score, refusedCount: $0.refusedCount)
        }
        return EncodingEvidence(
            chosen: chosen, verdict: verdict, candidates: candidates,
            samples: samples(column, chosen, fieldWidth: fieldWidth), valueCount: column.valueCount,
            accentedCount: column.accentedCount,
            lostCount: decoded.count { $0.remarks.contains(.lostLetters) },
            cutCount: decoded.count { $0.remarks.contains(.cutLetter) },
            reason: EncodingReason.sentence(verdict, chosen, candidates, column.accentedCount))
    }

    private static func samples(_ column: Column, _ chosen: TextEncoding?, fieldWidth: Int) -> [EncodingSample] {
        guard let chosen else { return [] }
        return column.accented.prefix(5).compactMap { bytes in
            guard let after = chosen.decode(bytes, fieldWidth: fieldWidth) else { return nil }
            let seen = String(validating: bytes, as: UTF8.self) ?? Windows1252.display(bytes)
            return EncodingSample(before: seen, after: after.text)
        }
    }
}

extension EncodingDetector {
    /// The values of a column that can tell something, at most 1,000 of them.
    private struct Column {
        static let limit = 1_000

        var accented: [[UInt8]] = []
        var suspicious: [[UInt8]] = []
        var valueCount = 0
        var accentedCount = 0

        init(_ values: some Sequence<[UInt8]>) {
            var seen: Set<[UInt8]> = []
            for value in values where !value.isEmpty {
                valueCount += 1
                let isAccented = value.contains { $0 >= 0x80 }
                if isAccented { accentedCount += 1 }
                guard isAccented, accented.count < Self.limit, seen.insert(value).inserted else {
                    if !isAccented, value.contains(UInt8(ascii: "?")), suspicious.count < Self.limit {
                        suspicious.append(value)
                    }
                    continue
                }
                accented.append(value)
            }
        }

        var lookedAt: [[UInt8]] { accented + suspicious }
    }

    /// A column read with one encoding.
    private struct Reading {
        var encoding: TextEncoding
        var priority: Int
        var score: Double?
        /// The score plus a half for each word that could be a highland name (`Đăk`, `Drông`).
        var rank = -1.0
        var wordCount = 0
        var refusedCount = 0
        var texts: [String?] = []

        init(_ column: Column, _ encoding: TextEncoding, priority: Int, fieldWidth: Int) {
            self.encoding = encoding
            self.priority = priority
            var count = WordCount()
            for bytes in column.accented {
                guard let text = Self.read(bytes, encoding, fieldWidth) else {
                    refusedCount += 1
                    texts.append(nil)
                    continue
                }
                count.add(text)
                texts.append(text)
            }
            wordCount = count.words
            // One bad value in fifty is damage; more is another encoding.
            guard refusedCount * 50 <= column.accented.count else { return }
            let words = Double(max(1, count.words + refusedCount))
            score = Double(count.wellFormed) / words
            rank = (Double(count.wellFormed) + 0.5 * Double(count.highland)) / words
        }

        private static func read(_ bytes: [UInt8], _ encoding: TextEncoding, _ fieldWidth: Int) -> String? {
            if encoding.inner == .tcvn3, !usesFontBytesOnly(bytes, encoding) { return nil }
            return encoding.decode(bytes, fieldWidth: fieldWidth)?.text
        }

        /// The `.Vn` fonts leave 80–9F to the controls and punctuation of other pages.
        private static func usesFontBytesOnly(_ bytes: [UInt8], _ encoding: TextEncoding) -> Bool {
            guard encoding == .tcvn3 else { return true }
            return !bytes.contains { (0x80..<0xA0).contains($0) }
        }

        func isBetter(than other: Reading) -> Bool {
            (rank, -priority) > (other.rank, -other.priority)
        }

        /// Whether the other reads the values just as well, and differently.
        func ties(with other: Reading) -> Bool { rank == other.rank && texts != other.texts && !isForeignUTF8 }

        /// Bytes that are UTF-8 by chance are rare: where nothing reads as Vietnamese, valid UTF-8 is what it is.
        private var isForeignUTF8: Bool { encoding == .utf8 && rank == 0 }
    }

    /// Words with a letter outside ASCII, and how many of them are Vietnamese syllables or else might be highland names.
    private struct WordCount {
        var words = 0
        var wellFormed = 0
        var highland = 0

        mutating func add(_ text: String) {
            for word in text.split(whereSeparator: Self.separates) where word.utf8.contains(where: { $0 >= 0x80 }) {
                words += 1
                if VietnameseSyllable.isWellFormed(word) {
                    wellFormed += 1
                } else if VietnameseSyllable.isHighlandName(word) {
                    highland += 1
                }
            }
        }

        private static func separates(_ character: Character) -> Bool {
            guard let scalar = character.unicodeScalars.first, scalar.isASCII else { return character.isWhitespace }
            return !scalar.properties.isAlphabetic
        }
    }
}

/// Puts a verdict in words.
private enum EncodingReason {
    static func sentence(
        _ verdict: EncodingVerdict, _ chosen: TextEncoding?, _ candidates: [EncodingCandidate], _ accented: Int
    ) -> LocalizedText {
        let name = chosen?.rawValue ?? ""
        switch verdict {
        case .measured: return measured(name, candidates, accented)
        case .hinted:
            return LocalizedText(
                vi: "Chữ đọc được theo nhiều bảng mã; chọn \(name) vì tệp ghi như vậy.",
                en: "The values can be read in several encodings; \(name) is taken because the file says so.")
        case .ascii:
            return LocalizedText(
                vi: "Mọi giá trị chỉ có ký tự ASCII, bảng mã nào đọc cũng như nhau.",
                en: "Every value is plain ASCII, which all encodings read alike.")
        case .tied: return tied(candidates, accented)
        case .unreadable:
            return LocalizedText(
                vi: "Không bảng mã nào đọc ra tiếng Việt; hãy chỉ rõ bằng --encoding (ví dụ --encoding tcvn3).",
                en:
                    "No known encoding reads these values as Vietnamese; name it with --encoding (such as --encoding tcvn3)."
            )
        }
    }

    private static func measured(_ name: String, _ candidates: [EncodingCandidate], _ accented: Int) -> LocalizedText {
        let best = percent(candidates.first?.score)
        let next = candidates.dropFirst().first { $0.score != nil && $0.score != candidates.first?.score }
        let rival = next.map { "\($0.encoding.rawValue) \(percent($0.score))" } ?? "–"
        return LocalizedText(
            vi:
                "Đọc theo \(name), \(best) số chữ có dấu là âm tiết tiếng Việt (\(accented) giá trị có dấu; kế đó \(rival)).",
            en:
                "Read as \(name), \(best) of the accented words are Vietnamese syllables (\(accented) accented values; next best \(rival))."
        )
    }

    private static func tied(_ candidates: [EncodingCandidate], _ accented: Int) -> LocalizedText {
        let names = candidates.filter { $0.score == candidates.first?.score }.map(\.encoding.rawValue)
        let list = names.joined(separator: ", ")
        return LocalizedText(
            vi: "\(accented) giá trị có dấu đọc được như nhau theo \(list); hãy chọn một bằng --encoding.",
            en: "The \(accented) accented values read equally well as \(list); choose one with --encoding.")
    }

    private static func percent(_ share: Double?) -> String { "\(Int(((share ?? 0) * 100).rounded())) %" }
}

extension Windows1252 {
    /// How a program that takes the bytes for Windows-1252 shows them.
    static func display(_ bytes: [UInt8]) -> String {
        String(String.UnicodeScalarView(bytes.map { scalar($0) ?? "\u{FFFD}" }))
    }
}
