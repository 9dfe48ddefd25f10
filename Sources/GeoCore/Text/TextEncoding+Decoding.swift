extension TextEncoding {
    /// Reads a value; `nil` where the bytes cannot be of this encoding.
    ///
    /// - Parameter fieldWidth: The bytes that the field holds at most (254 in a DBF unless it says less). A UTF-8
    ///   value that fills the field may end in the middle of a letter, which is left out and remarked on.
    package func decode(_ bytes: some Collection<UInt8>, fieldWidth: Int = 254) -> DecodedText? {
        if bytes.allSatisfy({ $0 < 0x80 }), self != .viqr { return Self.tidy(ascii: bytes) }
        guard var decoded = decodeRaw(Array(bytes), fieldWidth: fieldWidth) else { return nil }
        decoded.text = ComposedText.nfc(decoded.text)
        TextRepair.repair(&decoded)
        return decoded
    }

    private static func tidy(ascii bytes: some Collection<UInt8>) -> DecodedText? {
        guard bytes.allSatisfy(isPlain) else { return nil }
        var decoded = DecodedText(text: String(decoding: bytes, as: UTF8.self))
        if bytes.contains(where: { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "&") }) { TextRepair.repair(&decoded) }
        return decoded
    }

    /// Not a control character, or one that text may hold: tab, line feed, carriage return.
    static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != 0x7F || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }

    private func decodeRaw(_ bytes: [UInt8], fieldWidth: Int) -> DecodedText? {
        guard self == .viqr || bytes.allSatisfy(Self.isPlain) else { return nil }
        switch self {
        case .utf8: return Self.decodeUTF8(bytes, fieldWidth: fieldWidth)
        case .tcvn3: return TCVN3.decode(bytes)
        case .vni: return VNI.decode(bytes).map { DecodedText(text: $0) }
        case .windows1258: return Windows1258.decode(bytes).map { DecodedText(text: $0) }
        case .viqr: return VIQR.decode(bytes).map { DecodedText(text: $0) }
        case .windows1252: return Windows1252.decode(bytes).map { DecodedText(text: $0) }
        case .latin1: return DecodedText(text: String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) })))
        case .tcvn3InUTF8, .vniInUTF8, .windows1258InUTF8, .utf8InUTF8:
            return decodeSavedAgain(bytes, fieldWidth: fieldWidth)
        }
    }

    private func decodeSavedAgain(_ bytes: [UInt8], fieldWidth: Int) -> DecodedText? {
        guard let outer = Self.decodeUTF8(bytes, fieldWidth: fieldWidth) else { return nil }
        guard let original = Windows1252.encodeLeniently(outer.text), original != bytes else { return nil }
        let innerWidth = outer.remarks.contains(.cutLetter) ? original.count : 254
        guard var decoded = inner.decodeRaw(original, fieldWidth: innerWidth) else { return nil }
        decoded.remarks.formUnion(outer.remarks)
        return decoded
    }

    private static func decodeUTF8(_ bytes: [UInt8], fieldWidth: Int) -> DecodedText? {
        if let text = String(validating: bytes, as: UTF8.self) { return DecodedText(text: text) }
        guard bytes.count >= min(fieldWidth, 254), let start = cutLetterStart(bytes) else { return nil }
        return String(validating: bytes[..<start], as: UTF8.self).map { DecodedText(text: $0, remarks: .cutLetter) }
    }

    /// Where an unfinished letter begins at the end of the bytes; `nil` where the last letter is whole or wrong.
    private static func cutLetterStart(_ bytes: [UInt8]) -> Int? {
        var start = bytes.count - 1
        while start >= 0, bytes.count - start <= 3, bytes[start] & 0xC0 == 0x80 { start -= 1 }
        guard start >= 0 else { return nil }
        let needed =
            switch bytes[start] {
            case 0xC2...0xDF: 2
            case 0xE0...0xEF: 3
            case 0xF0...0xF4: 4
            default: 0
            }
        return bytes.count - start < needed ? start : nil
    }
}

/// Repairs that every encoding gets: damage from PDF fonts and web exports.
enum TextRepair {
    static func repair(_ decoded: inout DecodedText) {
        if decoded.text.utf8.contains(0xC6) { repairOI(&decoded) }
        if decoded.text.utf8.contains(UInt8(ascii: "&")) { resolveReferences(&decoded) }
        if hasLostLetters(decoded.text) { decoded.remarks.insert(.lostLetters) }
    }

    /// PDF text writes U+01A2 and U+01A3 for `Ư` and `ư`.
    private static func repairOI(_ decoded: inout DecodedText) {
        let scalars = decoded.text.unicodeScalars
        guard scalars.contains(where: { $0 == "\u{1A2}" || $0 == "\u{1A3}" }) else { return }
        let repaired = scalars.map { $0 == "\u{1A2}" ? "Ư" : $0 == "\u{1A3}" ? "ư" : $0 }
        decoded.text = ComposedText.nfc(String(String.UnicodeScalarView(repaired)))
        decoded.remarks.insert(.repairedOI)
    }

    /// Resolves decimal and hexadecimal references above ASCII; `&amp;` and the like are left alone.
    private static func resolveReferences(_ decoded: inout DecodedText) {
        var result = String.UnicodeScalarView()
        var rest = decoded.text.unicodeScalars[...]
        var found = false
        while let scalar = rest.first {
            if scalar == "&", let (value, end) = reference(rest) {
                result.append(value)
                rest = rest[end...]
                found = true
            } else {
                result.append(scalar)
                rest.removeFirst()
            }
        }
        guard found else { return }
        decoded.text = ComposedText.nfc(String(result))
        decoded.remarks.insert(.resolvedReferences)
    }

    private static func reference(
        _ text: Substring.UnicodeScalarView
    ) -> (Unicode.Scalar, Substring.UnicodeScalarView.Index)? {
        guard let semicolon = text.prefix(10).firstIndex(of: ";") else { return nil }
        var digits = Substring(text[..<semicolon].dropFirst())
        guard digits.hasPrefix("#") else { return nil }
        digits.removeFirst()
        let isHexadecimal = digits.hasPrefix("x") || digits.hasPrefix("X")
        if isHexadecimal { digits.removeFirst() }
        guard let value = UInt32(digits, radix: isHexadecimal ? 16 : 10), value > 0x7F else { return nil }
        guard let scalar = Unicode.Scalar(value) else { return nil }
        return (scalar, text.index(after: semicolon))
    }

    /// Whether a `?` stands directly between two letters, or U+FFFD anywhere.
    static func hasLostLetters(_ text: String) -> Bool {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "?") || $0 == 0xEF }) else { return false }
        let scalars = Array(text.unicodeScalars)
        for (position, scalar) in scalars.enumerated() {
            if scalar == "\u{FFFD}" { return true }
            guard scalar == "?", position > 0, position + 1 < scalars.count else { continue }
            if isLetter(scalars[position - 1]), isLetter(scalars[position + 1]) { return true }
        }
        return false
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isAlphabetic }
}
