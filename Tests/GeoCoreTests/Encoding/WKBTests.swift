import GeoCore
import Testing

@Suite struct WKBTests {
    private func bytes(_ hexadecimal: String) -> [UInt8] {
        let digits = hexadecimal.filter { !$0.isWhitespace }.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    private func error(_ hexadecimal: String) throws -> WKBError {
        try #require(throws: WKBError.self) { try WKBReader.geometry(from: bytes(hexadecimal)) }
    }

    @Test("what was written comes back as it was, in both byte orders", arguments: [WKBWriter.ByteOrder.little, .big])
    func roundTrip(order: WKBWriter.ByteOrder) throws {
        var generator = SeededGenerator(seed: 15)
        for _ in 0..<1_000 {
            let original = generator.geometry()
            let written = WKBWriter.bytes(of: original, byteOrder: order, srid: 4_756)
            var reader = WKBReader(written)
            #expect(try reader.geometry() == original)
            #expect(reader.srid == 4_756)
            #expect(try WKBReader.geometry(from: WKBWriter.bytes(of: original, byteOrder: order)) == original)
        }
    }

    @Test("a point is written as the standard has it")
    func standard() {
        let point = Geometry.point(Coordinate(x: 2, y: 4))
        #expect(WKBWriter.bytes(of: point) == bytes("01 01000000 0000000000000040 0000000000001040"))
        #expect(
            WKBWriter.bytes(of: point, byteOrder: .big) == bytes("00 00000001 4000000000000000 4010000000000000"))
        #expect(
            WKBWriter.bytes(of: point, srid: 4_326) == bytes("01 01000020 E6100000 0000000000000040 0000000000001040"))
    }

    @Test(
        "Z and M are dropped, in ISO's numbering and in PostGIS's flags",
        arguments: [
            "01 E9030000 0000000000000040 0000000000001040 0000000000000840",
            "01 D1070000 0000000000000040 0000000000001040 0000000000000840",
            "01 B90B0000 0000000000000040 0000000000001040 0000000000000840 0000000000000840",
            "01 01000080 0000000000000040 0000000000001040 0000000000000840",
            "01 010000C0 0000000000000040 0000000000001040 0000000000000840 0000000000000840",
            "01 010000E0 E6100000 0000000000000040 0000000000001040 0000000000000840 0000000000000840",
        ])
    func dimensions(hexadecimal: String) throws {
        #expect(try WKBReader.geometry(from: bytes(hexadecimal)) == .point(Coordinate(x: 2, y: 4)))
    }

    @Test("an empty point is an empty multipoint, and nothing among other points")
    func emptyPoint() throws {
        let empty = "01 01000000 000000000000F87F 000000000000F87F"
        #expect(try WKBReader.geometry(from: bytes(empty)) == .multiPoint([]))
        #expect(try WKBReader.geometry(from: bytes("01 04000000 01000000" + empty)) == .multiPoint([]))
    }

    @Test("a count that promises more than follows is refused before it is believed")
    func bombs() throws {
        #expect(try error("01 02000000 FFFFFFFF").code == .truncated)
        #expect(try error("01 03000000 FFFFFFFF").code == .truncated)
        #expect(try error("01 06000000 FFFFFF7F 01 03000000 FFFFFFFF").code == .truncated)
        #expect(try error("01 03000000 01000000 00000010 0000").code == .truncated)
        let line = WKBWriter.bytes(of: .lineString([Coordinate](repeating: Coordinate(x: 1, y: 2), count: 100)))
        let error = try #require(throws: WKBError.self) { try WKBReader.geometry(from: line, maxVertices: 99) }
        #expect(error.code == .tooLarge)
        #expect(throws: Never.self) { try WKBReader.geometry(from: line, maxVertices: 100) }
    }

    @Test(
        "what is no geometry that a layer holds is refused",
        arguments: [
            ("", WKBError.Code.truncated), ("01", .truncated), ("02 01000000", .malformed), ("01 63000000", .malformed),
            ("01 07000000 00000000", .unsupportedType), ("01 08000000 00000000", .unsupportedType),
            ("01 01000000 0000000000000040 0000000000001040 00", .malformed), ("01 A1860100", .malformed),
            ("01 04000000 01000000 01 02000000 00000000 000000000000 000000000000", .malformed),
        ])
    func refused(hexadecimal: String, code: WKBError.Code) throws {
        #expect(try error(hexadecimal).code == code)
    }

    @Test("random damage ends in an error or a geometry, never in a crash")
    func damage() {
        var generator = SeededGenerator(seed: 16)
        for _ in 0..<5_000 {
            var written = WKBWriter.bytes(of: generator.geometry())
            for _ in 0..<3 {
                written[Int.random(in: written.indices, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            do {
                #expect(try WKBReader.geometry(from: written).vertexCount <= written.count / 16)
            } catch {
                #expect(error.offset <= written.count)
            }
        }
    }

    @Test("well-known text for messages is cut after so many vertices")
    func wellKnownText() {
        let line = Geometry.lineString((0..<9).map { Coordinate(x: Double($0), y: 0.5) })
        #expect(WKTWriter.text(of: line, maxVertices: 2) == "LINESTRING (0 0.5, 1 0.5, …)")
        #expect(WKTWriter.text(of: .multiPolygon([])) == "MULTIPOLYGON EMPTY")
        #expect(WKTWriter.text(of: .multiPoint([Coordinate(x: 1, y: 2)])) == "MULTIPOINT ((1 2))")
    }
}
