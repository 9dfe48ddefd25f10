/// Text as it is compared: folded for search, canonical for equality, and in dictionary order.
package enum SearchText {
    /// Lower-case without diacritics, `đ` as `d`, spaces collapsed, `. , - ' ’` dropped: `Xã Phù-Cát` is `xa phucat`.
    package static func folded(_ text: String) -> String { key(text, fold) }

    /// Lower-case NFC with the tone where one orthography puts it (`hoà` is `hòa`), spaces and punctuation as in
    /// `folded`: equal keys are the same name.
    package static func comparisonKey(_ text: String) -> String {
        let composed = key(ComposedText.nfc(text), lower)
        guard composed.utf8.contains(where: { $0 >= 0x80 }) else { return composed }
        return composed.split(separator: " ").map(canonicalTone).joined(separator: " ")
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
    private static let dropped: Set<Unicode.Scalar> = [".", ",", "-", "'", "’", "‘", "\u{2BC}", "\u{AD}"]

    /// Applies a mapping to every letter, drops punctuation and collapses white space.
    private static func key(
        _ text: String, _ map: (Unicode.Scalar, inout String.UnicodeScalarView) -> Void
    ) -> String {
        var result = String.UnicodeScalarView()
        var pendingSpace = false
        for scalar in text.unicodeScalars where !dropped.contains(scalar) {
            if scalar.properties.isWhitespace {
                pendingSpace = !result.isEmpty
                continue
            }
            if pendingSpace { result.append(" ") }
            pendingSpace = false
            map(scalar, &result)
        }
        return String(result)
    }

    private static func fold(_ scalar: Unicode.Scalar, _ result: inout String.UnicodeScalarView) {
        if let letter = VietnameseLetter(scalar) {
            result.append(Unicode.Scalar(letter.folded))
        } else if scalar.isASCII {
            result.append(scalar)
        } else if let base = ComposedText.foldedLatin(scalar) {
            result.append(Unicode.Scalar(base))
        } else if scalar.properties.generalCategory != .nonspacingMark {
            result.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
        }
    }

    private static func lower(_ scalar: Unicode.Scalar, _ result: inout String.UnicodeScalarView) {
        if var letter = VietnameseLetter(scalar), letter.isCapital {
            letter.isCapital = false
            result.append(letter.scalar ?? scalar)
        } else {
            result.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
        }
    }
}
