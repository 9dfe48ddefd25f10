/// The order of Vietnamese dictionaries as bytes that compare: letters first, then tones, then case.
///
/// Letters run a ă â b c d đ e ê …, tones ngang, huyền, hỏi, ngã, sắc, nặng, and numbers count as numbers
/// (`Khu phố 2` before `Khu phố 10`).
package enum VietnameseCollation {
    /// Compare keys byte by byte; equal keys are texts that differ in nothing but spaces and punctuation at most.
    package static func key(_ text: String) -> [UInt8] {
        var primary: [UInt8] = []
        var tones: [UInt8] = []
        var cases: [UInt8] = []
        var scalars = ComposedText.nfc(text).unicodeScalars[...]
        while let scalar = scalars.first {
            if isDigit(scalar) {
                let digits = scalars.prefix(while: isDigit)
                scalars = scalars.dropFirst(digits.count)
                append(number: digits, to: &primary)
                continue
            }
            scalars.removeFirst()
            append(scalar, &primary, &tones, &cases)
        }
        return primary + [0] + tones + [0] + cases
    }

    /// Whether the first text stands before the second in a dictionary.
    package static func precedes(_ first: String, _ second: String) -> Bool {
        key(first).lexicographicallyPrecedes(key(second))
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { (0x30...0x39).contains(scalar.value) }

    /// A length before the digits makes longer numbers greater; leading zeros do not count.
    private static func append(number digits: Substring.UnicodeScalarView, to primary: inout [UInt8]) {
        let significant = digits.drop { $0 == "0" }
        primary.append(Weight.number)
        primary.append(UInt8(min(significant.count, 250)) + 1)
        primary.append(contentsOf: significant.map { UInt8($0.value) })
    }

    private static func append(
        _ scalar: Unicode.Scalar, _ primary: inout [UInt8], _ tones: inout [UInt8], _ cases: inout [UInt8]
    ) {
        if let letter = VietnameseLetter(scalar) {
            primary.append(Weight.firstLetter + letter.index)
            tones.append(letter.tone.rawValue + 1)
            cases.append(letter.isCapital ? 2 : 1)
        } else if let base = ComposedText.foldedLatin(scalar), let letter = VietnameseLetter(Unicode.Scalar(base)) {
            primary.append(Weight.firstLetter + letter.index)
            tones.append(UInt8(VietnameseTone.allCases.count) + 1)
            cases.append(1)
        } else if scalar.properties.isWhitespace || scalar == "-" {
            if let last = primary.last, last != Weight.space { primary.append(Weight.space) }
        } else if scalar.properties.isAlphabetic {
            primary.append(Weight.other)
            primary.append(contentsOf: String(scalar).utf8)
        }
    }

    private enum Weight {
        static let space: UInt8 = 1
        static let number: UInt8 = 2
        static let firstLetter: UInt8 = 3
        static let other: UInt8 = 100
    }
}
