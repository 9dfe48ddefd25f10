/// VIQR (RFC 1456): Vietnamese in ASCII, marks after their letters: `Vie^.t Nam`, `dd` for đ, `\` before a plain mark.
enum VIQR {
    private static let tones: [UInt8: VietnameseTone] = [
        UInt8(ascii: "`"): .huyen, UInt8(ascii: "?"): .hoi, UInt8(ascii: "~"): .nga, UInt8(ascii: "'"): .sac,
        UInt8(ascii: "."): .nang,
    ]

    private static let shapes: [UInt8: [Unicode.Scalar: Unicode.Scalar]] = [
        UInt8(ascii: "("): ["a": "ă"], UInt8(ascii: "^"): ["a": "â", "e": "ê", "o": "ô"],
        UInt8(ascii: "+"): ["o": "ơ", "u": "ư"], UInt8(ascii: "*"): ["o": "ơ", "u": "ư"],
    ]

    /// `nil` for bytes above ASCII.
    static func decode(_ bytes: [UInt8]) -> String? {
        guard bytes.allSatisfy({ $0 < 0x80 && TextEncoding.isPlain($0) }) else { return nil }
        var result = String.UnicodeScalarView()
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\\"), let escaped = rest.popFirst() {
                result.append(Unicode.Scalar(escaped))
            } else {
                appendLetter(byte, &rest, to: &result)
            }
        }
        return String(result)
    }

    private static func appendLetter(
        _ byte: UInt8, _ rest: inout ArraySlice<UInt8>, to result: inout String.UnicodeScalarView
    ) {
        guard var letter = VietnameseLetter(Unicode.Scalar(byte)) else { return result.append(Unicode.Scalar(byte)) }
        if byte | 0x20 == UInt8(ascii: "d"), let next = rest.first, next | 0x20 == UInt8(ascii: "d") {
            rest.removeFirst()
            return result.append(letter.isCapital ? "Đ" : "đ")
        }
        if let next = rest.first, let shaped = shape(letter, mark: next) {
            letter = shaped
            rest.removeFirst()
        }
        if letter.isVowel, let next = rest.first, let tone = tones[next] {
            letter.tone = tone
            rest.removeFirst()
        }
        result.append(letter.scalar ?? Unicode.Scalar(byte))
    }

    private static func shape(_ letter: VietnameseLetter, mark: UInt8) -> VietnameseLetter? {
        let base = VietnameseLetter.alphabet[Int(letter.index)]
        guard let shaped = shapes[mark]?[base], var result = VietnameseLetter(shaped) else { return nil }
        result.isCapital = letter.isCapital
        return result
    }

    private static let shapeMarks: [Unicode.Scalar: String] = [
        "ă": "(", "â": "^", "ê": "^", "ô": "^", "ơ": "+", "ư": "+",
    ]
    private static let toneMarks = ["", "`", "?", "~", "'", "."]

    /// The bytes of a text; marks that would be read as part of a letter are escaped; `nil` for other scripts.
    static func encode(_ text: String) -> [UInt8]? {
        var result = ""
        var afterVowel = false
        for scalar in ComposedText.nfc(text).unicodeScalars {
            guard let letter = VietnameseLetter(scalar) else {
                guard scalar.isASCII else { return nil }
                if afterVowel && isMark(scalar) || scalar == "\\" { result += "\\" }
                result.unicodeScalars.append(scalar)
                afterVowel = false
                continue
            }
            result += spelling(letter)
            afterVowel = letter.isVowel
        }
        return Array(result.utf8)
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        guard let byte = UInt8(exactly: scalar.value) else { return false }
        return tones[byte] != nil || shapes[byte] != nil
    }

    private static func spelling(_ letter: VietnameseLetter) -> String {
        let base = VietnameseLetter.alphabet[Int(letter.index)]
        var ascii = String(Character(Unicode.Scalar(letter.folded)))
        if base == "đ" { ascii = "dd" }
        let cased = letter.isCapital ? ascii.uppercased() : ascii
        return cased + (shapeMarks[base] ?? "") + toneMarks[Int(letter.tone.rawValue)]
    }
}
