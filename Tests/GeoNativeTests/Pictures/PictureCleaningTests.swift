import Testing

@testable import GeoNative

@Suite("Pictures")
struct PictureCleaningTests {
    private func clean(_ bytes: [UInt8], limits: PictureLimits = PictureLimits()) throws -> CleanPicture {
        var context = try GeoContext()
        return try context.cleanPicture(bytes, limits: limits)
    }

    private func pixels(_ picture: CleanPicture) throws -> PicturePixels {
        _ = try GeoContext()
        return try PictureDecoder(picture.bytes, PictureHeader(picture.bytes)).pixels(longSide: 10_000)
    }

    /// The names of the colours in the middle of the four quarters, from the top left row by row.
    private func quarters(_ picture: PicturePixels) -> [String] {
        [(1, 1), (3, 1), (1, 3), (3, 3)].map { across, down in
            let start = (picture.height * down / 4 * picture.width + picture.width * across / 4) * 4
            let color = picture.bytes[start..<start + 4].map { $0 > 127 }
            guard color[3] else { return "clear" }
            return [[true, false, false]: "red", [false, true, false]: "green", [false, false, true]: "blue"][
                Array(color[..<3])] ?? "white"
        }
    }

    @Test(
        "each format comes back in its own format, with the same picture",
        arguments: [
            (SamplePicture.jpeg, PictureFormat.jpeg), (SamplePicture.progressive, .jpeg), (SamplePicture.png, .png),
            (SamplePicture.deepPNG, .png), (SamplePicture.webp, .webp),
        ])
    func keeps(bytes: [UInt8], format: PictureFormat) throws {
        let picture = try clean(bytes)
        #expect(picture.format == format)
        #expect((picture.width, picture.height) == (24, 16))
        #expect(try quarters(pixels(picture)) == ["red", "green", "blue", "white"])
    }

    @Test("a palette becomes colours, what was transparent stays so")
    func expandsPalette() throws {
        #expect(try quarters(pixels(clean(SamplePicture.palettePNG))) == ["red", "green", "blue", "clear"])
    }

    @Test(
        "a picture is turned upright as its camera says, and says nothing afterwards",
        arguments: [
            (1, ["red", "green", "blue", "white"]), (2, ["green", "red", "white", "blue"]),
            (3, ["white", "blue", "green", "red"]), (4, ["blue", "white", "red", "green"]),
            (5, ["red", "blue", "green", "white"]), (6, ["blue", "red", "white", "green"]),
            (7, ["white", "green", "blue", "red"]), (8, ["green", "white", "red", "blue"]),
        ] as [(UInt8, [String])])
    func turns(orientation: UInt8, expected: [String]) throws {
        let picture = try clean(SamplePicture.jpeg(orientation: orientation))
        #expect(picture.width == (orientation >= 5 ? 16 : 24))
        #expect(try quarters(pixels(picture)) == expected)
        let text = String(decoding: picture.bytes, as: Unicode.ASCII.self)
        #expect(!text.contains("Exif") && !text.contains("GPS"))
    }

    @Test("the longer side is shortened, the shape stays; colours are means")
    func shrinks() throws {
        let picture = try clean(SamplePicture.png, limits: PictureLimits(longSide: 3))
        #expect((picture.width, picture.height) == (3, 2))
        let small = try pixels(picture)
        #expect(Array(small.bytes[..<4]) == [255, 0, 0, 255])
        #expect(Array(small.bytes[4..<8]) == [128, 128, 0, 255])
        #expect(try clean(SamplePicture.png, limits: PictureLimits(longSide: 100)).width == 24)
    }

    @Test("what is no picture, is damaged or too large is refused with a sentence")
    func refuses() throws {
        func code(_ bytes: [UInt8], _ limits: PictureLimits = PictureLimits()) -> NativeError.Code? {
            do {
                _ = try clean(bytes, limits: limits)
                return nil
            } catch {
                #expect((error as? NativeError)?.message.hasSuffix(".") == true)
                return (error as? NativeError)?.code
            }
        }
        #expect(code([]) == .empty)
        #expect(code(Array("GIF89a".utf8)) == .unknownFormat)
        #expect(code(Array("<svg/>".utf8)) == .unknownFormat)
        #expect(code(Array(SamplePicture.jpeg[..<100])) == .unreadable)
        #expect(code(Array(SamplePicture.png[..<60])) == .unreadable)
        #expect(code(Array(SamplePicture.webp[..<40])) == .unreadable)
        #expect(code(SamplePicture.jpeg, PictureLimits(maxBytes: 100)) == .tooLarge)
        #expect(code(SamplePicture.jpeg, PictureLimits(maxPixels: 383)) == .tooLarge)
        #expect(code(SamplePicture.progressive, PictureLimits(maxBufferedPixels: 383)) == .tooLarge)
    }

    @Test("a small file that promises a huge picture is refused before it is decoded")
    func refusesBombs() throws {
        var bomb = SamplePicture.png
        bomb.replaceSubrange(16..<24, with: [0, 0, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF])
        #expect(throws: NativeError.self) { try clean(bomb) }
        var jpeg = SamplePicture.jpeg
        let frame = try #require(jpeg.indices.first { jpeg[$0] == 0xFF && jpeg[$0 + 1] == 0xC0 })
        jpeg.replaceSubrange(frame + 5..<frame + 9, with: [0xFF, 0xFF, 0xFF, 0xFF])
        #expect(throws: NativeError.self) { try clean(jpeg) }
    }

    @Test("no picture with a byte changed or its end cut off brings the program down")
    func survivesDamage() throws {
        var generator = SeededGenerator(seed: 3)
        for source in [SamplePicture.jpeg, SamplePicture.webp, SamplePicture.palettePNG] {
            for _ in 0..<60 {
                var bytes = source
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
                _ = try? clean(bytes, limits: PictureLimits(maxPixels: 1_000_000, maxBufferedPixels: 1_000_000))
                _ = try? clean(Array(source[..<Int.random(in: 0..<source.count, using: &generator)]))
            }
        }
    }
}
