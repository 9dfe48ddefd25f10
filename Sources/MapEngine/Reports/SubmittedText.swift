import Foundation

/// Text from outside as it is kept: composed letters (Unicode NFC), and none of the characters that show nothing but change
/// what others show.
enum SubmittedText {
    static func clean(_ text: String) -> String {
        let kept = String(String.UnicodeScalarView(text.unicodeScalars.filter(isKept)))
        return kept.precomposedStringWithCanonicalMapping
    }

    /// Neither controls other than line ends and tabs, nor invisible spaces, nor marks that turn the direction of writing
    /// (Unicode Standard Annex 9). Joiners stay: signs are made with them.
    private static func isKept(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: true
        case 0x00...0x1F, 0x7F...0x9F: false
        case 0x061C, 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2060, 0x2066...0x2069, 0xFEFF: false
        default: true
        }
    }
}
