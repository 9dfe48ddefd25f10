/// Text as it is compared: folded for search, canonical for equality, and in dictionary order.
package enum SearchText {
    /// Lower-case without diacritics, `đ` as `d`, spaces collapsed, `. , - ' ’` dropped: `Xã Phù-Cát` is `xa phucat`.
    package static func folded(_ text: String) -> String { key(text, fold) }

    /// Lower-case NFC with the tone where one orthography puts it (`hoà` is `hòa`), spaces and punctuation as in
    /// `folded`: equal keys are the same name.
    package static func comparisonKey(_ text: String) -> String {
        let composed = key(ComposedText.nfc(text), lower)
        guard mayMoveTone(composed) else { return composed }
        return composed.split(separator: " ").map(canonicalTone).joined(separator: " ")
    }

    /// Whether an `o` or `u` stands before a letter outside ASCII.
    private static func mayMoveTone(_ text: String) -> Bool {
        var previous: UInt8 = 0
        for byte in text.utf8 {
            if byte >= 0x80, previous == UInt8(ascii: "o") || previous == UInt8(ascii: "u") { return true }
            previous = byte
        }
        return false
    }

    /// The words of a comparison key.
    package static func tokens(_ text: String) -> [String] {
        comparisonKey(text).split(separator: " ").map(String.init)
    }

    /// Moves the tone of open `oa`, `oe`, `uy` to their first letter; expects a lower-case word in NFC.
    static func canonicalTone(_ word: Substring) -> String {
        var scalars = Array(word.unicodeScalars)
        guard scalars.count >= 2, var last = VietnameseLetter(scalars[scalars.count - 1]), last.tone != .ngang,
            var previous = VietnameseLetter(scalars[scalars.count - 2]), previous.tone == .ngang
        else { return String(word) }
        let pair = [VietnameseLetter.alphabet[Int(previous.index)], VietnameseLetter.alphabet[Int(last.index)]]
        let isAfterQ = scalars.count >= 3 && scalars[scalars.count - 3] == "q"
        guard pair == ["o", "a"] || pair == ["o", "e"] || pair == ["u", "y"] && !isAfterQ else { return String(word) }
        (previous.tone, last.tone) = (last.tone, .ngang)
        guard let first = previous.scalar, let second = last.scalar else { return String(word) }
        scalars.replaceSubrange((scalars.count - 2)..., with: [first, second])
        return String(String.UnicodeScalarView(scalars))
    }
}

extension SearchText {
    /// Applies a mapping to every letter, drops punctuation and collapses white space.
    private static func key(_ text: String, _ map: (Unicode.Scalar, inout [UInt8]) -> Void) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count)
        var pendingSpace = false
        for scalar in text.unicodeScalars where !isDropped(scalar) {
            if isSpace(scalar) {
                pendingSpace = !result.isEmpty
                continue
            }
            if pendingSpace { result.append(UInt8(ascii: " ")) }
            pendingSpace = false
            map(scalar, &result)
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func isDropped(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case ".", ",", "-", "'", "\u{2019}", "\u{2018}", "\u{2BC}", "\u{AD}": true
        default: false
        }
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x80 ? scalar.value == 0x20 || (9...13).contains(scalar.value) : scalar.properties.isWhitespace
    }

    private static func fold(_ scalar: Unicode.Scalar, _ result: inout [UInt8]) {
        if let letter = VietnameseLetter(scalar) {
            result.append(letter.folded)
        } else if scalar.isASCII {
            result.append(UInt8(scalar.value))
        } else if let base = ComposedText.foldedLatin(scalar) {
            result.append(base)
        } else if scalar.properties.generalCategory != .nonspacingMark {
            result.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
        }
    }

    private static func lower(_ scalar: Unicode.Scalar, _ result: inout [UInt8]) {
        guard var letter = VietnameseLetter(scalar) else {
            return result.append(
                contentsOf: scalar.isASCII ? String(scalar).utf8 : scalar.properties.lowercaseMapping.utf8)
        }
        letter.isCapital = false
        UTF8.encode(letter.scalar ?? scalar, into: { result.append($0) })
    }
}

extension UTF8 {
    /// Hands over the bytes of a code point.
    fileprivate static func encode(_ scalar: Unicode.Scalar, into append: (UInt8) -> Void) {
        let value = scalar.value
        switch value {
        case ..<0x80: append(UInt8(value))
        case ..<0x800:
            append(UInt8(0xC0 | value >> 6))
            append(UInt8(0x80 | value & 0x3F))
        case ..<0x10000:
            append(UInt8(0xE0 | value >> 12))
            append(UInt8(0x80 | value >> 6 & 0x3F))
            append(UInt8(0x80 | value & 0x3F))
        default: for byte in String(scalar).utf8 { append(byte) }
        }
    }
}
