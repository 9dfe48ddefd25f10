/// The 256 characters of one glyph file, as `/fonts/{fontstack}/{range}.pbf` names them.
package struct GlyphRange: Hashable, Sendable, CustomStringConvertible {
    /// A multiple of 256 from 0 to 65,280.
    package let start: UInt32

    /// `nil` unless the number is a multiple of 256 below 65,536.
    package init?(start: Int) {
        guard (0..<65_536).contains(start), start % 256 == 0 else { return nil }
        self.start = UInt32(start)
    }

    /// Reads `7680-7935`; `nil` for anything that is not such a range in exactly this form.
    package init?(_ text: String) {
        guard text.utf8.count <= 11, let hyphen = text.firstIndex(of: "-"), let start = Int(text[..<hyphen]),
            let range = GlyphRange(start: start), range.description == text
        else { return nil }
        self = range
    }

    package var description: String { "\(start)-\(start + 255)" }

    /// Surrogates, which are no characters, are left out.
    package var scalars: [Unicode.Scalar] { (start..<start + 256).compactMap(Unicode.Scalar.init) }
}
