/// Which encoding a column of text is in, and why.
package struct EncodingEvidence: Hashable, Sendable {
    /// `nil` where the values do not tell: pure ASCII, a tie, or no encoding that fits.
    package var chosen: TextEncoding?
    package var verdict: EncodingVerdict
    /// Every candidate, best first.
    package var candidates: [EncodingCandidate]
    package var samples: [EncodingSample]
    /// Values looked at, of which `accentedCount` have letters outside ASCII.
    package var valueCount: Int
    package var accentedCount: Int
    /// Values with a `?` or U+FFFD between letters: lost before the file was written.
    package var lostCount: Int
    /// Values whose last letter the field's width cut in two.
    package var cutCount: Int
    /// One sentence for people.
    package var reason: LocalizedText

    /// The encoding to decode with: the chosen one, else UTF-8, which reads ASCII as it is.
    package var effective: TextEncoding { chosen ?? .utf8 }
}

/// How an encoding was decided.
package enum EncodingVerdict: String, Hashable, Sendable {
    /// One candidate reads the values as Vietnamese better than every other.
    case measured
    /// Candidates tie and a hint in the file (font, `.cpg`, language id) decides.
    case hinted
    /// Nothing outside ASCII: every encoding reads the same.
    case ascii
    /// Candidates tie; more values or a flag are needed.
    case tied
    /// No candidate fits.
    case unreadable
}

/// How well one encoding reads a column.
package struct EncodingCandidate: Hashable, Sendable {
    package var encoding: TextEncoding
    /// The share, 0–1, of words with accents that are well-formed Vietnamese syllables; `nil` where the bytes cannot
    /// be of this encoding.
    package var score: Double?
    /// Values whose bytes this encoding does not allow.
    package var refusedCount: Int
}

/// A value as a program that ignores encodings shows it, and as the chosen one reads it.
package struct EncodingSample: Hashable, Sendable {
    package var before: String
    package var after: String

    package init(before: String, after: String) {
        self.before = before
        self.after = after
    }
}

/// What a file says about its encoding, which Vietnamese files often say wrongly: used to break ties only.
package enum EncodingHint: Hashable, Sendable {
    /// The language driver id of a DBF header (0x57 is Windows-1252, 0 says nothing).
    case dbfLanguage(UInt8)
    /// The content of a `.cpg` file.
    case codePageFile(String)
    /// The name of a font, as in DXF and DGN: `.VnTime`, `VNI-Times`.
    case font(String)
    /// A charset that the format declares, as in a TAB header.
    case declared(String)

    /// The encoding that the hint speaks for; `nil` where it says nothing of use.
    package var encoding: TextEncoding? {
        switch self {
        case .dbfLanguage: nil
        case .codePageFile(let text), .declared(let text): TextEncoding(name: text).flatMap(Self.useful)
        case .font(let name): Self.encoding(ofFont: name)
        }
    }

    /// Windows-1252 is what programs write when they do not know.
    private static func useful(_ encoding: TextEncoding) -> TextEncoding? {
        encoding == .windows1252 || encoding == .latin1 ? nil : encoding
    }

    private static func encoding(ofFont name: String) -> TextEncoding? {
        let name = name.lowercased()
        if name.hasPrefix(".vn") { return .tcvn3 }
        return name.hasPrefix("vni-") || name.hasPrefix("vni ") ? .vni : nil
    }
}
