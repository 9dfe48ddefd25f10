import Foundation
import MapDrawing
import Testing

@Suite(.enabled(if: FontFixtures.areInstalled, "fonts-noto-core is not installed"))
struct FontLibraryTests {
    private static let library = FontFixtures.library

    private func glyphs(_ fontstack: String, _ start: Int) throws -> DecodedGlyphs {
        try FontFixtures.file(fontstack, start)
    }

    @Test("fonts are found by family and style")
    func names() {
        #expect(Set(Self.library.names).isSuperset(of: ["Noto Sans Regular", "Noto Sans Bold", "Noto Sans Italic"]))
        #expect(FontLibrary(folders: ["/nowhere"]).names.isEmpty)
    }

    @Test(
        "a font that is not there is nil, beside a known one it is passed over", arguments: ["", "Comic", ",,", "../x"])
    func unknown(name: String) throws {
        let range = try #require(GlyphRange(start: 0))
        #expect(try Self.library.glyphs(fontstack: name, range: range) == nil)
        #expect(try glyphs(name + ",Noto Sans Bold", 0xD800).name == "Noto Sans Bold")
    }

    @Test(
        "every letter of a Vietnamese label has a glyph",
        arguments: ["Noto Sans Regular", "Noto Sans Bold", "Noto Sans Italic"])
    func vietnamese(font: String) throws {
        let letters = "Ngô Thì Nhậm, Đắk Lắk, Quỳnh ẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸđơưăâêôĐƠƯĂÂÊÔ"
        let marks = String(
            String.UnicodeScalarView(["\u{300}", "\u{301}", "\u{303}", "\u{309}", "\u{323}", "\u{302}"]))
        let scalars = (letters + letters.lowercased() + marks).unicodeScalars
        let starts = Set(scalars.map { Int($0.value) / 256 * 256 })
        let files = Dictionary(uniqueKeysWithValues: try starts.map { ($0, try glyphs(font, $0)) })
        for scalar in scalars {
            let file = try #require(files[Int(scalar.value) / 256 * 256])
            let glyph = try #require(file[scalar], "\(font) lacks U+\(String(scalar.value, radix: 16))")
            guard scalar != " " else { continue }
            #expect(glyph.bitmap.count == (glyph.width + 6) * (glyph.height + 6))
            #expect(glyph.bitmap.max() ?? 0 > 192, "U+\(String(scalar.value, radix: 16)) has no inside")
        }
    }

    @Test("a space has an advance and no picture")
    func space() throws {
        let space = try #require(try glyphs("Noto Sans Regular", 0)[" "])
        #expect(space == DecodedGlyphs.Glyph(advance: 6))
    }

    @Test("a file says its stack and its range, and comes out the same each time")
    func deterministic() throws {
        let range = try #require(GlyphRange(start: 7_680))
        let first = try Self.library.glyphs(fontstack: "Noto Sans Regular,Noto Sans Bold", range: range)
        #expect(try Self.library.glyphs(fontstack: "Noto Sans Regular, Noto Sans Bold", range: range) == first)
        let file = DecodedGlyphs(first ?? [])
        #expect(file.name == "Noto Sans Regular,Noto Sans Bold")
        #expect(file.range == "7680-7935")
    }

    @Test("what the first font lacks comes from the next, on the first one's baseline")
    func fallback() throws {
        #expect(try glyphs("Noto Sans Regular", 0x600)["\u{628}"] == nil)
        let both = try glyphs("Noto Sans Regular,Noto Sans Arabic Regular", 0x600)
        #expect(both["\u{628}"] != nil)
        let combined = try glyphs("Noto Sans Regular,Noto Sans Bold", 0x300)
        #expect(try combined["\u{301}"] == glyphs("Noto Sans Regular", 0x300)["\u{301}"])
    }

    @Test("a range without characters is a file without glyphs")
    func empty() throws {
        #expect(try glyphs("Noto Sans Regular", 0xD800).glyphs.isEmpty)
    }
}

/// How like the files that another tool made from the same font ours are.
@Suite(
    .enabled(if: FontFixtures.areInstalled, "fonts-noto-core is not installed"),
    .enabled(if: FontFixtures.othersArePresent, "no glyph files of another tool lie beside the repository"))
struct GlyphComparisonTests {
    private func pairs(_ file: String, _ start: Int) throws -> [(id: UInt32, DecodedGlyphs.Glyph, DecodedGlyphs.Glyph)]
    {
        let ours = try FontFixtures.file("Noto Sans Bold", start)
        let theirs = DecodedGlyphs(Array(try Data(contentsOf: FontFixtures.others.appending(path: file))))
        return theirs.glyphs.compactMap { id, glyph in ours.glyphs[id].map { (id, $0, glyph) } }.filter { $0.id > 32 }
    }

    @Test(
        "letters and figures have the other tool's metrics and pixels",
        arguments: [
            ("noto-sans-bold_0-255.pbf", 0, 0x30...0x39), ("noto-sans-bold_0-255.pbf", 0, 0x41...0x5A),
            ("noto-sans-bold_0-255.pbf", 0, 0x61...0x7A), ("noto-sans-bold_0-255.pbf", 0, 0xC0...0xFF),
            ("noto-sans-bold_7680-7935.pbf", 7_680, 0x1EA0...0x1EF9),
        ] as [(String, Int, ClosedRange<UInt32>)])
    func letters(file: String, start: Int, characters: ClosedRange<UInt32>) throws {
        let pairs = try pairs(file, start).filter { characters.contains($0.id) }
        #expect(pairs.count == characters.count)
        for (id, ours, theirs) in pairs {
            let name = Comment(rawValue: "U+\(String(id, radix: 16)): \(ours.metrics) against \(theirs.metrics)")
            #expect(isAlike(ours, theirs), name)
        }
    }

    @Test(
        "of all characters, nine in ten are the same: the rest changed between versions of the font",
        arguments: [("noto-sans-bold_0-255.pbf", 0, 180), ("noto-sans-bold_7680-7935.pbf", 7_680, 240)])
    func sameGlyphs(file: String, start: Int, least: Int) throws {
        let pairs = try pairs(file, start)
        #expect(pairs.count >= least)
        let alike = pairs.count { isAlike($0.1, $0.2) }
        #expect(alike * 10 >= pairs.count * 9, "\(alike) of \(pairs.count)")
    }

    private func isAlike(_ ours: DecodedGlyphs.Glyph, _ theirs: DecodedGlyphs.Glyph) -> Bool {
        guard zip(ours.metrics, theirs.metrics).allSatisfy({ abs($0 - $1) <= 1 }) else { return false }
        guard !ours.bitmap.isEmpty else { return theirs.bitmap.isEmpty }
        return correlation(ours, theirs) > 0.93 && meanDifference(ours, theirs) < 12
    }

    /// Over the pixels of both, brought to one origin.
    private func samples(_ ours: DecodedGlyphs.Glyph, _ theirs: DecodedGlyphs.Glyph) -> [(Double, Double)] {
        (0..<ours.height + 6).flatMap { row in
            (0..<ours.width + 6).map { column in
                let (x, y) = (column + ours.left - theirs.left, row + theirs.top - ours.top)
                return (ours.pixel(column, row), theirs.pixel(x, y))
            }
        }
    }

    private func meanDifference(_ ours: DecodedGlyphs.Glyph, _ theirs: DecodedGlyphs.Glyph) -> Double {
        let samples = samples(ours, theirs)
        return samples.reduce(0) { $0 + abs($1.0 - $1.1) } / Double(samples.count)
    }

    private func correlation(_ ours: DecodedGlyphs.Glyph, _ theirs: DecodedGlyphs.Glyph) -> Double {
        let samples = samples(ours, theirs)
        let count = Double(samples.count)
        let (meanX, meanY) = (samples.reduce(0) { $0 + $1.0 } / count, samples.reduce(0) { $0 + $1.1 } / count)
        let xy = samples.reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
        let xx = samples.reduce(0) { $0 + ($1.0 - meanX) * ($1.0 - meanX) }
        let yy = samples.reduce(0) { $0 + ($1.1 - meanY) * ($1.1 - meanY) }
        return xy / (xx * yy).squareRoot()
    }
}

extension DecodedGlyphs.Glyph {
    /// Advance, left, top, width and height.
    var metrics: [Int] { [advance, left, top, width, height] }
}
