/// Bytes that GDAL carries as UTF-8 by taking each for the Latin-1 letter of its number.
enum CarriedText {
    /// The bytes themselves; or, where a letter beyond Latin-1 shows that the text had Unicode escapes, UTF-8 with the
    /// bytes from 80 to 9F read as Windows-1252, the code page that such drawings name.
    static func bytes(_ carried: [UInt8]) -> [UInt8] {
        guard carried.contains(where: { $0 >= 0x80 }) else { return carried }
        let scalars = String(decoding: carried, as: UTF8.self).unicodeScalars
        guard scalars.contains(where: { $0.value > 0xFF }) else { return scalars.map { UInt8($0.value) } }
        return Array(String(String.UnicodeScalarView(scalars.map(western))).utf8)
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
