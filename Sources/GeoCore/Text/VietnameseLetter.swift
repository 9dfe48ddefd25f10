/// One letter of the Latin alphabet as Vietnamese writes it: a base letter such as `ơ` or `đ`, a tone and a case.
package struct VietnameseLetter: Hashable, Sendable {
    /// Position in `VietnameseLetter.alphabet`.
    package var index: UInt8
    package var tone: VietnameseTone
    package var isCapital: Bool

    package init(index: UInt8, tone: VietnameseTone = .ngang, isCapital: Bool = false) {
        self.index = index
        self.tone = tone
        self.isCapital = isCapital
    }

    /// Takes a precomposed letter apart; `nil` for anything that is not a letter of `alphabet` with one of the tones.
    package init?(_ scalar: Unicode.Scalar) {
        let packed = scalar.value < 0x1F00 ? LetterTable.shared.letters[Int(scalar.value)] : 0
        guard packed != 0 else { return nil }
        self.init(packed: packed)
    }

    /// The precomposed letter, or `nil` where Unicode has none (a tone on a consonant).
    package var scalar: Unicode.Scalar? {
        let value = LetterTable.shared.scalars[slot]
        return value == 0 ? nil : Unicode.Scalar(value)
    }

    /// The letter without tone and marks: `ậ` is `a`, `đ` is `d`; lower-case ASCII.
    package var folded: UInt8 { Self.foldedAlphabet[Int(index)] }

    /// Whether the letter may carry a tone.
    package var isVowel: Bool { Self.vowels[Int(index)] }

    /// Whether the letter differs from plain ASCII: by a tone, a shape or the bar of `đ`.
    package var isMarked: Bool { tone != .ngang || Self.shaped[Int(index)] }

    /// Every base letter in dictionary order, with the foreign `f j w z` where Latin order puts them.
    package static let alphabet: [Unicode.Scalar] = Array("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz".unicodeScalars)

    static let foldedAlphabet: [UInt8] = Array("aaabcddeefghijklmnooopqrstuuvwxyz".utf8)
    static let vowels: [Bool] = alphabet.map { "aăâeêioôơuưy".unicodeScalars.contains($0) }
    static let shaped: [Bool] = alphabet.map { $0.value > 127 }
}

extension VietnameseLetter {
    /// The letter with a combining mark added as NFC does; `nil` where that gives no single letter.
    func adding(mark: Unicode.Scalar) -> VietnameseLetter? {
        var result = self
        switch mark.value {
        case 0x300: result.tone = .huyen
        case 0x309: result.tone = .hoi
        case 0x303: result.tone = .nga
        case 0x301: result.tone = .sac
        case 0x323: result.tone = .nang
        default: return adding(shape: mark)
        }
        return tone == .ngang && isVowel ? result : nil
    }

    /// A circumflex or breve joins below a dot, but not above another tone; a horn always joins.
    private func adding(shape mark: Unicode.Scalar) -> VietnameseLetter? {
        let base = Self.alphabet[Int(index)]
        let shaped: Unicode.Scalar? =
            switch (base, mark.value) {
            case ("a", 0x302): "â"
            case ("e", 0x302): "ê"
            case ("o", 0x302): "ô"
            case ("a", 0x306): "ă"
            case ("o", 0x31B): "ơ"
            case ("u", 0x31B): "ư"
            default: nil
            }
        guard let shaped, let letter = VietnameseLetter(shaped) else { return nil }
        guard tone == .ngang || tone == .nang || mark.value == 0x31B else { return nil }
        return VietnameseLetter(index: letter.index, tone: tone, isCapital: isCapital)
    }

    /// Six bits of index plus one, three of tone, one of case: never zero.
    var packed: UInt16 {
        UInt16(index) + 1 | UInt16(tone.rawValue) << 6 | (isCapital ? 1 << 9 : 0)
    }

    init(packed: UInt16) {
        index = UInt8(packed & 63) - 1
        tone = VietnameseTone(rawValue: UInt8(packed >> 6 & 7)) ?? .ngang
        isCapital = packed >> 9 & 1 == 1
    }

    private var slot: Int {
        (Int(index) * VietnameseTone.allCases.count + Int(tone.rawValue)) * 2 + (isCapital ? 1 : 0)
    }

    /// Both directions between letters and code points, built once from the twelve vowels.
    private struct LetterTable: Sendable {
        static let shared = LetterTable()

        var letters = [UInt16](repeating: 0, count: 0x1F00)
        var scalars = [UInt32](repeating: 0, count: VietnameseLetter.alphabet.count * 12)

        private static let toned = [
            "aàảãáạ", "ăằẳẵắặ", "âầẩẫấậ", "eèẻẽéẹ", "êềểễếệ", "iìỉĩíị",
            "oòỏõóọ", "ôồổỗốộ", "ơờởỡớợ", "uùủũúụ", "ưừửữứự", "yỳỷỹýỵ",
        ]

        private init() {
            for (index, scalar) in VietnameseLetter.alphabet.enumerated() {
                add(scalar, VietnameseLetter(index: UInt8(index)))
            }
            for row in Self.toned {
                let forms = Array(row.unicodeScalars)
                guard let index = VietnameseLetter.alphabet.firstIndex(of: forms[0]) else { continue }
                for (tone, scalar) in zip(VietnameseTone.allCases, forms) {
                    add(scalar, VietnameseLetter(index: UInt8(index), tone: tone))
                }
            }
        }

        private mutating func add(_ scalar: Unicode.Scalar, _ letter: VietnameseLetter) {
            var capital = letter
            capital.isCapital = true
            store(scalar, letter)
            if let upper = scalar.properties.uppercaseMapping.unicodeScalars.first { store(upper, capital) }
        }

        private mutating func store(_ scalar: Unicode.Scalar, _ letter: VietnameseLetter) {
            letters[Int(scalar.value)] = letter.packed
            scalars[letter.slot] = scalar.value
        }
    }
}
