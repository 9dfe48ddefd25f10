/// VNI-Windows: a letter, or a letter and a mark byte; decoded greedily, two bytes before one.
enum VNI {
    /// For each base letter: its own bytes, then the second bytes for huyền, hỏi, ngã, sắc, nặng.
    private static let plainMarks: [UInt8] = [0xF8, 0xFB, 0xF5, 0xF9, 0xEF]
    private static let breveMarks: [UInt8] = [0xE8, 0xFA, 0xFC, 0xE9, 0xEB]
    private static let circumflexMarks: [UInt8] = [0xE0, 0xE5, 0xE3, 0xE1, 0xE4]
    private static let singles: [(Unicode.Scalar, UInt8)] = [
        ("ơ", 0xF4), ("ư", 0xF6), ("đ", 0xF1), ("í", 0xED), ("ì", 0xEC), ("ỉ", 0xE6), ("ĩ", 0xF3), ("ị", 0xF2),
        ("ỵ", 0xEE),
    ]

    private struct Tables: Sendable {
        var sequences: [Unicode.Scalar: [UInt8]] = [:]
        var pairs: [UInt16: Unicode.Scalar] = [:]
        var singles: [UInt8: Unicode.Scalar] = [:]
    }

    private static let tables: Tables = {
        var tables = Tables()
        for (scalar, byte) in singles { add(scalar, [byte], to: &tables) }
        for (base, byte) in [("a", 0x61), ("e", 0x65), ("o", 0x6F), ("u", 0x75), ("y", 0x79)]
            as [(Unicode.Scalar, UInt8)]
        {
            addTones(of: base, after: byte, marks: plainMarks, to: &tables)
        }
        addTones(of: "ơ", after: 0xF4, marks: plainMarks, to: &tables)
        addTones(of: "ư", after: 0xF6, marks: plainMarks, to: &tables)
        for (base, byte, mark) in [("ă", 0x61, 0xEA), ("â", 0x61, 0xE2), ("ê", 0x65, 0xE2), ("ô", 0x6F, 0xE2)]
            as [(Unicode.Scalar, UInt8, UInt8)]
        {
            add(base, [byte, mark], to: &tables)
            addTones(of: base, after: byte, marks: base == "ă" ? breveMarks : circumflexMarks, to: &tables)
        }
        return tables
    }()

    private static func addTones(of base: Unicode.Scalar, after byte: UInt8, marks: [UInt8], to tables: inout Tables) {
        guard let index = VietnameseLetter(base)?.index else { return }
        for (tone, mark) in zip(VietnameseTone.allCases.dropFirst(), marks) {
            let letter = VietnameseLetter(index: index, tone: tone)
            guard let scalar = letter.scalar, !singles.contains(where: { $0.0 == scalar }) else { continue }
            add(scalar, [byte, mark], to: &tables)
        }
    }

    /// Adds a small letter and its capital, whose bytes are those less 20 (61 F9 is á, 41 D9 is Á).
    private static func add(_ scalar: Unicode.Scalar, _ bytes: [UInt8], to tables: inout Tables) {
        var capital = VietnameseLetter(scalar)
        capital?.isCapital = true
        store(scalar, bytes, in: &tables)
        if let upper = capital?.scalar { store(upper, bytes.map { $0 - 0x20 }, in: &tables) }
        // Typists mix cases within a letter: a capital base with the small mark is still the capital.
        if let upper = capital?.scalar, bytes.count == 2 { tables.pairs[pair(bytes[0] - 0x20, bytes[1])] = upper }
    }

    private static func store(_ scalar: Unicode.Scalar, _ bytes: [UInt8], in tables: inout Tables) {
        tables.sequences[scalar] = bytes
        if bytes.count == 2 {
            tables.pairs[pair(bytes[0], bytes[1])] = scalar
        } else {
            tables.singles[bytes[0]] = scalar
        }
    }

    private static func pair(_ first: UInt8, _ second: UInt8) -> UInt16 { UInt16(first) << 8 | UInt16(second) }

    /// `nil` where a mark follows no letter that takes it; the punctuation of Windows-1252 passes.
    static func decode(_ bytes: [UInt8]) -> String? {
        let tables = tables
        var result = String.UnicodeScalarView()
        var position = 0
        while position < bytes.count {
            let byte = bytes[position]
            if position + 1 < bytes.count, bytes[position + 1] >= 0x80,
                let letter = tables.pairs[pair(byte, bytes[position + 1])]
            {
                result.append(letter)
                position += 2
                continue
            }
            guard let scalar = single(byte, tables) else { return nil }
            result.append(scalar)
            position += 1
        }
        return String(result)
    }

    private static func single(_ byte: UInt8, _ tables: Tables) -> Unicode.Scalar? {
        if byte < 0x80 { return Unicode.Scalar(byte) }
        return tables.singles[byte] ?? (byte < 0xC0 ? Windows1252.scalar(byte) : nil)
    }

    /// The bytes of a text; `nil` where a letter has no sequence.
    static func encode(_ text: String) -> [UInt8]? {
        var result: [UInt8] = []
        for scalar in ComposedText.nfc(text).unicodeScalars {
            if scalar.isASCII {
                result.append(UInt8(scalar.value))
            } else if let sequence = tables.sequences[scalar] {
                result.append(contentsOf: sequence)
            } else {
                return nil
            }
        }
        return result
    }
}
