/// Windows-1252, the code page that other encodings are mistaken for.
enum Windows1252 {
    /// 80–9F; the five bytes without a letter are zero.
    private static let upper: [UInt32] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
        0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E,
        0x0178,
    ]

    private static let bytes: [UInt32: UInt8] = {
        var table: [UInt32: UInt8] = [:]
        for (offset, value) in upper.enumerated() where value != 0 { table[value] = UInt8(0x80 + offset) }
        return table
    }()

    /// `nil` for the five bytes that the code page leaves open.
    static func scalar(_ byte: UInt8) -> Unicode.Scalar? {
        guard (0x80..<0xA0).contains(byte) else { return Unicode.Scalar(byte) }
        let value = upper[Int(byte) - 0x80]
        return value == 0 ? nil : Unicode.Scalar(value)
    }

    static func decode(_ bytes: [UInt8]) -> String? {
        var result = String.UnicodeScalarView()
        for byte in bytes {
            guard let scalar = scalar(byte) else { return nil }
            result.append(scalar)
        }
        return String(result)
    }

    /// The bytes that a text stood for before it was saved again: Windows-1252 where it has the letter, else Latin-1
    /// (so 81 8D 8F 90 9D come back); `nil` where a letter is in neither.
    static func encodeLeniently(_ text: String) -> [UInt8]? {
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            if scalar.value < 0x100 {
                result.append(UInt8(scalar.value))
            } else if let byte = bytes[scalar.value] {
                result.append(byte)
            } else {
                return nil
            }
        }
        return result
    }
}

/// Windows-1258: base letters, then the tone as a combining byte; decoded text is composed afterwards.
enum Windows1258 {
    /// Where the page differs from Windows-1252; zero is undefined.
    private static let differences: [UInt8: UInt32] = [
        0x8A: 0, 0x8E: 0, 0x9A: 0, 0x9E: 0, 0xC3: 0x102, 0xCC: 0x300, 0xD0: 0x110, 0xD2: 0x309, 0xD5: 0x1A0,
        0xDD: 0x1AF,
        0xDE: 0x303, 0xE3: 0x103, 0xEC: 0x301, 0xF0: 0x111, 0xF2: 0x323, 0xF5: 0x1A1, 0xFD: 0x1B0, 0xFE: 0x20AB,
    ]

    private static let bytes: [Unicode.Scalar: UInt8] = {
        var table: [Unicode.Scalar: UInt8] = [:]
        for byte in UInt8(0x80)...0xFF {
            if let scalar = scalar(byte) { table[scalar] = byte }
        }
        return table
    }()

    private static func scalar(_ byte: UInt8) -> Unicode.Scalar? {
        if let value = differences[byte] { return value == 0 ? nil : Unicode.Scalar(value) }
        return Windows1252.scalar(byte)
    }

    static func decode(_ bytes: [UInt8]) -> String? {
        var result = String.UnicodeScalarView()
        for byte in bytes {
            guard let scalar = scalars[Int(byte)] else { return nil }
            result.append(scalar)
        }
        return ComposedText.nfc(String(result))
    }

    private static let scalars: [Unicode.Scalar?] = (UInt8(0)...0xFF).map(scalar)

    /// The bytes of a text: precomposed where the page has the letter, else letter and tone; `nil` where neither.
    static func encode(_ text: String) -> [UInt8]? {
        var result: [UInt8] = []
        for scalar in ComposedText.nfc(text).unicodeScalars {
            if scalar.isASCII {
                result.append(UInt8(scalar.value))
            } else if let byte = bytes[scalar] {
                result.append(byte)
            } else if let pair = pair(scalar) {
                result.append(contentsOf: pair)
            } else {
                return nil
            }
        }
        return result
    }

    /// Tone bytes in the order of `VietnameseTone`, after ngang.
    private static let toneBytes: [UInt8] = [0xCC, 0xD2, 0xDE, 0xEC, 0xF2]

    private static func pair(_ scalar: Unicode.Scalar) -> [UInt8]? {
        guard var letter = VietnameseLetter(scalar), letter.tone != .ngang else { return nil }
        let tone = toneBytes[Int(letter.tone.rawValue) - 1]
        letter.tone = .ngang
        guard let base = letter.scalar else { return nil }
        guard let byte = base.isASCII ? UInt8(base.value) : bytes[base] else { return nil }
        return [byte, tone]
    }
}

extension TextEncoding {
    /// The bytes of a text, or `nil` where the encoding lacks a letter of it or this form is never written.
    package func encode(_ text: String) -> [UInt8]? {
        switch self {
        case .utf8: Array(ComposedText.nfc(text).utf8)
        case .tcvn3: TCVN3.encode(text)
        case .vni: VNI.encode(text)
        case .windows1258: Windows1258.encode(text)
        case .viqr: VIQR.encode(text)
        case .windows1252: Windows1252.encodeStrictly(text)
        case .latin1: Self.encodeLatin1(text)
        case .tcvn3InUTF8, .vniInUTF8, .windows1258InUTF8, .utf8InUTF8: saveAgain(text)
        }
    }

    /// Reads the inner bytes as Windows-1252 (the five open bytes as Latin-1) and writes them as UTF-8.
    private func saveAgain(_ text: String) -> [UInt8]? {
        guard let bytes = inner.encode(text) else { return nil }
        let scalars = bytes.map { Windows1252.scalar($0) ?? Unicode.Scalar($0) }
        return Array(String(String.UnicodeScalarView(scalars)).utf8)
    }

    private static func encodeLatin1(_ text: String) -> [UInt8]? {
        let scalars = ComposedText.nfc(text).unicodeScalars
        guard scalars.allSatisfy({ $0.value < 0x100 }) else { return nil }
        return scalars.map { UInt8($0.value) }
    }
}

extension Windows1252 {
    /// `nil` where the page lacks a letter of the text.
    static func encodeStrictly(_ text: String) -> [UInt8]? {
        let composed = ComposedText.nfc(text)
        guard let bytes = encodeLeniently(composed), decode(bytes) == composed else { return nil }
        return bytes
    }
}
