/// Bytes that GDAL carries as UTF-8 by taking each for the Latin-1 letter of its number.
enum CarriedText {
    /// The bytes themselves; or, where escapes (`\U+1EDD`, resolved by GDAL in some entities and not in others) show that
    /// the text is Unicode, UTF-8 with the bytes from 80 to 9F read as Windows-1252, the code page of such drawings.
    static func bytes(_ carried: [UInt8]) -> [UInt8] {
        let hasEscape = carried.firstRange(of: Array("\\U+".utf8)) != nil
        guard hasEscape || carried.contains(where: { $0 >= 0x80 }) else { return carried }
        let scalars = resolved(Array(String(decoding: carried, as: UTF8.self).unicodeScalars))
        guard scalars.contains(where: { $0.value > 0xFF }) || hasEscape else {
            return scalars.map { UInt8($0.value) }  // The guard has just bounded every value by 255.
        }
        return Array(String(String.UnicodeScalarView(scalars.map(western))).utf8)
    }

    /// The text with each `\U+` and four hexadecimal digits as the letter that they name.
    private static func resolved(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        var index = 0
        while index < scalars.count {
            if let letter = escape(at: index, in: scalars) {
                result.append(letter)
                index += 7
            } else {
                result.append(scalars[index])
                index += 1
            }
        }
        return result
    }

    private static func escape(at index: Int, in scalars: [Unicode.Scalar]) -> Unicode.Scalar? {
        guard index + 7 <= scalars.count, scalars[index] == "\\", scalars[index + 1] == "U", scalars[index + 2] == "+"
        else { return nil }
        let digits = String(String.UnicodeScalarView(scalars[index + 3..<index + 7]))
        return UInt32(digits, radix: 16).flatMap { Unicode.Scalar($0) }
    }

    private static func western(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard (0x80...0x9F).contains(scalar.value) else { return scalar }
        return windows1252[Int(scalar.value) - 0x80]
    }

    /// 80–9F of Windows-1252; the five that it leaves undefined stand for themselves.
    private static let windows1252: [Unicode.Scalar] = [
        "€", "\u{81}", "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", "\u{8D}", "Ž", "\u{8F}",
        "\u{90}", "‘", "’", "“", "”", "•", "–", "—", "˜", "™", "š", "›", "œ", "\u{9D}", "ž", "Ÿ",
    ]
}
