/// The registration number of a fishing vessel, in any spelling: `BĐ 99119-TS`, `bd-99119-ts`, `BD99119`.
package struct VesselRegistration: Hashable, Sendable {
    /// The province's letters as typed, in capitals (`BĐ`, `QNG`).
    package var prefix: String
    package var number: String

    /// `nil` where the text is not letters and then at least three digits, with or without `TS`.
    package init?(_ text: String) {
        let letters = String(ComposedText.nfc(text).map(Self.usual)).uppercased().filter { $0.isLetter || $0.isNumber }
        prefix = String(letters.prefix { $0.isLetter })
        let digits = letters.dropFirst(prefix.count).prefix { $0.isASCII && $0.isNumber }
        let rest = letters.dropFirst(prefix.count + digits.count)
        guard (1...4).contains(prefix.count), digits.count >= 3, rest.isEmpty || rest == "TS" else { return nil }
        number = String(digits)
    }

    /// The character that was meant: other letters look like Đ (Icelandic Ð, African Ɖ), and East Asian keyboards type wide digits.
    private static func usual(_ character: Character) -> Character {
        switch character {
        case "Ð", "ð", "Ɖ", "ɖ": return "Đ"
        case "０"..."９":
            guard let digit = character.wholeNumberValue else { return character }
            return Character(String(digit))
        default: return character
        }
    }

    /// How registrations are compared: without diacritics, spaces or the ending: `bd99119`.
    package var key: String { SearchText.folded(prefix) + number }

    /// The usual spelling, with the letters of a province that is known without its diacritic: `BĐ 99119-TS`.
    package var display: String { "\(Self.provinces[SearchText.folded(prefix)] ?? prefix) \(number)-TS" }

    /// Letters that differ from what capitals without diacritics would say.
    private static let provinces = ["bd": "BĐ", "qng": "QNg", "dna": "ĐNa", "dn": "ĐN", "bth": "BTh"]
}
