import Foundation
import MapDrawing
import Synchronization
import Testing

/// A glyph file as a reader sees it.
struct DecodedGlyphs {
    struct Glyph: Equatable {
        var bitmap: [UInt8] = []
        var width = 0
        var height = 0
        var left = 0
        var top = 0
        var advance = 0

        /// Row by row from the top, with the border of three pixels.
        func pixel(_ column: Int, _ row: Int) -> Double {
            guard (0..<width + 6).contains(column), (0..<height + 6).contains(row) else { return 0 }
            return Double(bitmap[row * (width + 6) + column])
        }
    }

    private(set) var name = ""
    private(set) var range = ""
    private(set) var glyphs: [UInt32: Glyph] = [:]

    init(_ bytes: [UInt8]) {
        for (_, stack) in Self.fields(bytes[...]) {
            for (field, value) in Self.fields(stack.bytes) {
                switch field {
                case 1: name = String(decoding: value.bytes, as: UTF8.self)
                case 2: range = String(decoding: value.bytes, as: UTF8.self)
                default: append(value.bytes)
                }
            }
        }
    }

    subscript(character: Unicode.Scalar) -> Glyph? { glyphs[character.value] }

    private mutating func append(_ message: ArraySlice<UInt8>) {
        var (id, glyph): (UInt32, Glyph) = (0, Glyph())
        for (field, value) in Self.fields(message) {
            switch field {
            case 1: id = UInt32(value.number)
            case 2: glyph.bitmap = Array(value.bytes)
            case 3: glyph.width = Int(value.number)
            case 4: glyph.height = Int(value.number)
            case 5: glyph.left = Self.signed(value.number)
            case 6: glyph.top = Self.signed(value.number)
            default: glyph.advance = Int(value.number)
            }
        }
        glyphs[id] = glyph
    }

    private static func signed(_ value: UInt64) -> Int { Int(value >> 1) ^ -Int(value & 1) }

    private static func fields(_ message: ArraySlice<UInt8>) -> [(UInt64, (number: UInt64, bytes: ArraySlice<UInt8>))] {
        var fields: [(UInt64, (number: UInt64, bytes: ArraySlice<UInt8>))] = []
        var rest = message
        while !rest.isEmpty {
            let key = varint(&rest)
            let number = varint(&rest)
            if key & 7 == 2 {
                fields.append((key >> 3, (0, rest.prefix(Int(number)))))
                rest = rest.dropFirst(Int(number))
            } else {
                fields.append((key >> 3, (number, [])))
            }
        }
        return fields
    }

    private static func varint(_ rest: inout ArraySlice<UInt8>) -> UInt64 {
        var (value, shift) = (UInt64(0), UInt64(0))
        while let byte = rest.popFirst() {
            value |= UInt64(byte & 127) << shift
            shift += 7
            if byte < 128 { break }
        }
        return value
    }
}

/// Debian's fonts-noto-core, and glyph files that another tool made.
enum FontFixtures {
    static let folder = "/usr/share/fonts/truetype/noto"
    static let areInstalled = FileManager.default.fileExists(atPath: folder + "/NotoSans-Bold.ttf")
    static let library = FontLibrary(folders: [folder])
    private static let files = Mutex<[String: DecodedGlyphs]>([:])

    /// A glyph file of the installed fonts, made once in a run: many tests look at the same ones.
    static func file(_ fontstack: String, _ start: Int) throws -> DecodedGlyphs {
        let key = "\(fontstack)/\(start)"
        if let known = files.withLock({ $0[key] }) { return known }
        let range = try #require(GlyphRange(start: start))
        let file = DecodedGlyphs(try #require(try library.glyphs(fontstack: fontstack, range: range)))
        files.withLock { $0[key] = file }
        return file
    }

    static let others = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../shared/data/tiles/martin/glyphs").standardizedFileURL
    static let othersArePresent = FileManager.default.fileExists(
        atPath: others.appending(path: "noto-sans-bold_0-255.pbf").path(percentEncoded: false))
}
