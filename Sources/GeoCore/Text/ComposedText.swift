/// Canonical composition (NFC) of Latin text without Foundation.
enum ComposedText {
    /// The text with every Latin letter and its combining marks as one code point where Unicode has one.
    ///
    /// Text without combining marks comes back as it is; letters of other scripts are left alone.
    static func nfc(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0xCC || $0 == 0xCD }) else { return text }
        if let composed = vietnamese(text) { return composed }
        var result = String.UnicodeScalarView()
        for character in text { append(character, to: &result) }
        return String(result)
    }

    /// The quick way for text whose only marks are those of Vietnamese; `nil` where it does not do.
    private static func vietnamese(_ text: String) -> String? {
        var result = String.UnicodeScalarView()
        var last: VietnameseLetter?
        for scalar in text.unicodeScalars {
            guard (0x300...0x36F).contains(scalar.value) else {
                if let letter = last?.scalar { result.append(letter) }
                last = VietnameseLetter(scalar)
                if last == nil { result.append(scalar) }
                continue
            }
            guard let composed = last?.adding(mark: scalar) else { return nil }
            last = composed
        }
        if let letter = last?.scalar { result.append(letter) }
        return String(result)
    }

    private static func append(_ character: Character, to result: inout String.UnicodeScalarView) {
        let scalars = Array(character.unicodeScalars)
        for length in stride(from: scalars.count, to: 1, by: -1) {
            let head = String(String.UnicodeScalarView(scalars[..<length]))
            guard head.count == 1, let first = head.first, let composed = precomposed[first] else { continue }
            result.append(composed)
            result.append(contentsOf: scalars[length...])
            return
        }
        result.append(contentsOf: scalars)
    }

    /// Precomposed Latin letters; a `Character` equals every canonically equivalent spelling of itself.
    private static let precomposed: [Character: Unicode.Scalar] = {
        var table: [Character: Unicode.Scalar] = [:]
        for value in [0x00C0...0x024F, 0x1E00...0x1EFF].joined() {
            guard let scalar = Unicode.Scalar(UInt32(value)), scalar.properties.isAlphabetic else { continue }
            table[Character(scalar)] = scalar
        }
        return table
    }()

    /// The ASCII letter under a Latin letter of another language (`ñ` is `n`), lower-case; `nil` where there is none.
    static func foldedLatin(_ scalar: Unicode.Scalar) -> UInt8? { foreignFolds[scalar] }

    private static let foreignFolds: [Unicode.Scalar: UInt8] = {
        var table: [Unicode.Scalar: UInt8] = [:]
        for base in UInt8(ascii: "a")...UInt8(ascii: "z") {
            for letter in [base, base - 32] {
                for mark in UInt32(0x300)...0x345 {
                    guard let mark = Unicode.Scalar(mark) else { continue }
                    let spelling = String(String.UnicodeScalarView([Unicode.Scalar(letter), mark]))
                    guard spelling.count == 1, let first = spelling.first else { continue }
                    if let composed = precomposed[first] { table[composed] = base }
                }
            }
        }
        return table
    }()
}
