/// A glyph file in protocol buffers: one font stack with the glyphs of one range, by character.
struct GlyphFile {
    private let name: String
    private let range: GlyphRange
    private var glyphs: [(scalar: UInt32, message: [UInt8])] = []

    init(name: String, range: GlyphRange) {
        self.name = name
        self.range = range
    }

    /// - Parameter ascender: Where the file's lines begin, above the baseline in pixels; tops are counted from there.
    mutating func append(_ glyph: FreeTypeFace.Glyph, of scalar: Unicode.Scalar, ascender: Int) {
        let field = DistanceField(glyph.outline)
        var message = ProtobufMessage()
        message.write(UInt64(scalar.value), field: 1)
        if !field.pixels.isEmpty { message.write(field.pixels, field: 2) }
        message.write(UInt64(field.width), field: 3)
        message.write(UInt64(field.height), field: 4)
        message.write(signed: field.left, field: 5)
        message.write(signed: field.pixels.isEmpty ? 0 : field.top - ascender, field: 6)
        message.write(UInt64(glyph.advance), field: 7)
        glyphs.append((scalar.value, message.bytes))
    }

    var bytes: [UInt8] {
        var stack = ProtobufMessage()
        stack.write(Array(name.utf8), field: 1)
        stack.write(Array(range.description.utf8), field: 2)
        for glyph in glyphs.sorted(by: { $0.scalar < $1.scalar }) { stack.write(glyph.message, field: 3) }
        var file = ProtobufMessage()
        file.write(stack.bytes, field: 1)
        return file.bytes
    }
}

/// The three kinds of protocol buffer fields that a glyph file has.
private struct ProtobufMessage {
    private(set) var bytes: [UInt8] = []

    mutating func write(_ value: UInt64, field: UInt64) {
        appendVarint(field << 3)
        appendVarint(value)
    }

    /// Zigzag: 0, −1, 1, −2 are 0, 1, 2, 3.
    mutating func write(signed value: Int, field: UInt64) {
        write(UInt64(bitPattern: Int64(value << 1 ^ value >> (Int.bitWidth - 1))), field: field)
    }

    mutating func write(_ content: [UInt8], field: UInt64) {
        appendVarint(field << 3 | 2)
        appendVarint(UInt64(content.count))
        bytes.append(contentsOf: content)
    }

    private mutating func appendVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}
