import MapDrawing
import Testing

@Suite struct GlyphRangeTests {
    @Test("a range is a multiple of 256 below 65,536", arguments: [0, 256, 7_680, 65_280])
    func valid(start: Int) throws {
        let range = try #require(GlyphRange(start: start))
        #expect(GlyphRange("\(start)-\(start + 255)") == range)
    }

    @Test(
        "anything else is no range",
        arguments: [
            "", "-", "0", "0-254", "1-256", "65536-65791", "-256--1", "00-255", "+0-255", "0-255.pbf", "0 -255",
        ])
    func invalid(text: String) {
        #expect(GlyphRange(text) == nil)
    }

    @Test("surrogates are no characters")
    func surrogates() throws {
        #expect(try #require(GlyphRange(start: 0xD800)).scalars.isEmpty)
        #expect(try #require(GlyphRange(start: 0x1E00)).scalars.count == 256)
    }
}
