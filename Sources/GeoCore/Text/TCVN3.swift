/// TCVN 5712 as the `.Vn…` fonts use it ("ABC"): one byte a letter, capitals only for ASCII and `Ă Â Ê Ô Ơ Ư Đ`.
enum TCVN3 {
    /// The letters of bytes A1–FF; a combining tone, B0–B4, joins the letter before it.
    private static let high: [Unicode.Scalar] = Array(
        """
        ĂÂÊÔƠƯĐăâêôơưđẰ\
        \u{300}\u{309}\u{303}\u{301}\u{323}àảãáạẲằẳẵắẴ\
        ẮẦẨẪẤỀặầẩẫấậèỂẻẽ\
        éẹềểễếệìỉỄẾỒĩíịò\
        Ổỏõóọồổỗốộờởỡớợù\
        ỖủũúụừửữứựỳỷỹýỵỐ
        """.unicodeScalars)

    /// The capitals of bytes 80–9F in the standard, which the fonts do not use.
    private static let capitals: [Unicode.Scalar] = Array("ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ".unicodeScalars)

    private static let bytes: [Unicode.Scalar: UInt8] = {
        var table: [Unicode.Scalar: UInt8] = [:]
        for (offset, scalar) in high.enumerated() { table[scalar] = UInt8(0xA1 + offset) }
        return table
    }()

    static func scalar(_ byte: UInt8) -> Unicode.Scalar {
        switch byte {
        case ..<0x80: Unicode.Scalar(byte)
        case ..<0xA0: capitals[Int(byte) - 0x80]
        case 0xA0: "\u{A0}"
        default: high[Int(byte) - 0xA1]
        }
    }

    /// Never fails: every byte is a letter. Tokens set in a capital font come back in capitals.
    static func decode(_ bytes: [UInt8]) -> DecodedText {
        var utf8: [UInt8] = []
        utf8.reserveCapacity(bytes.count * 2)
        var hasMark = false
        for byte in bytes {
            if byte < 0x80 {
                utf8.append(byte)
            } else {
                utf8.append(contentsOf: letters[Int(byte) - 0x80])
                if (0xB0...0xB4).contains(byte) { hasMark = true }
            }
        }
        var text = String(decoding: utf8, as: UTF8.self)
        if hasMark { text = ComposedText.nfc(text) }
        guard CapitalFont.mayApply(to: bytes) else { return DecodedText(text: text) }
        let restored = CapitalFont.restore(text)
        return DecodedText(text: restored, remarks: restored == text ? [] : .restoredCapitals)
    }

    /// The UTF-8 of bytes 80–FF.
    private static let letters: [[UInt8]] = (UInt8(0x80)...0xFF).map { Array(String(scalar($0)).utf8) }

    /// The bytes of a text, capitals with an accent as the small letter; `nil` where a letter has no byte.
    static func encode(_ text: String) -> [UInt8]? {
        var result: [UInt8] = []
        for scalar in ComposedText.nfc(text).unicodeScalars {
            if scalar.isASCII {
                result.append(UInt8(scalar.value))
            } else if scalar == "\u{A0}" {
                result.append(0xA0)
            } else if let byte = fontByte(scalar) {
                result.append(byte)
            } else {
                return nil
            }
        }
        return result
    }

    private static func fontByte(_ scalar: Unicode.Scalar) -> UInt8? {
        guard var letter = VietnameseLetter(scalar) else { return nil }
        if letter.tone != .ngang { letter.isCapital = false }
        return letter.scalar.flatMap { bytes[$0] }
    }
}

/// Gives text set in a capital font (`.VnTimeH`) its capitals back, which the bytes do not say.
enum CapitalFont {
    /// Whether some token has two ASCII capitals, or one and a letter that is a capital by itself, and no small one:
    /// all others stay as they are.
    static func mayApply(to bytes: [UInt8]) -> Bool {
        var capitals = 0
        var hasSmall = false
        for byte in bytes {
            switch byte {
            case 0x20:
                if capitals >= 2, !hasSmall { return true }
                (capitals, hasSmall) = (0, false)
            case 0x41...0x5A, 0xA1...0xA7: capitals += 1
            case 0x61...0x7A: hasSmall = true
            default: break
            }
        }
        return capitals >= 2 && !hasSmall
    }

    /// A token is in capitals where it has two ASCII letters or more, all capital, or an accented capital after its
    /// first letter. One ASCII capital before small letters is a name (`Mỹ`), unless the whole value has no small
    /// ASCII letter and holds a syllable of two capitals or more with an accent.
    static func restore(_ text: String) -> String {
        let tokens = text.split(separator: " ", omittingEmptySubsequences: false)
        let wholeValue = isSetInCapitals(tokens)
        guard wholeValue || tokens.contains(where: isCapitalToken) else { return text }
        let restored = tokens.map { token in
            isCapitalToken(token) || wholeValue ? uppercased(token) : String(token)
        }
        return restored.joined(separator: " ")
    }

    private static func isSetInCapitals(_ tokens: [Substring]) -> Bool {
        guard !tokens.contains(where: { $0.utf8.contains { (0x61...0x7A).contains($0) } }) else { return false }
        return tokens.contains { isCapitalToken($0) && VietnameseSyllable.isWellFormed($0.lowercased()) }
    }

    private static func isCapitalToken(_ token: Substring) -> Bool {
        var asciiCapitals = 0
        var laterCapital = false
        var first = true
        for letter in token.unicodeScalars.lazy.compactMap({ VietnameseLetter($0) }) {
            if letter.isCapital {
                if !letter.isMarked { asciiCapitals += 1 } else if !first { laterCapital = true }
            } else if !letter.isMarked {
                return false
            }
            first = false
        }
        return asciiCapitals >= 2 || laterCapital && asciiCapitals == 1
    }

    private static func uppercased(_ token: Substring) -> String {
        var result = String.UnicodeScalarView()
        for scalar in token.unicodeScalars {
            var letter = VietnameseLetter(scalar)
            letter?.isCapital = true
            result.append(letter?.scalar ?? scalar)
        }
        return String(result)
    }
}
