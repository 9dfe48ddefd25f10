import Foundation
import GeoCore
import Testing

@Suite struct GeoJSONWriterTests {
    private func text(_ geometry: Geometry, decimals: Int = 7) -> String {
        var writer = GeoJSONWriter(decimals: decimals)
        writer.write(geometry)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private func number(_ value: Double, _ decimals: Int) -> String {
        var bytes: [UInt8] = []
        JSONText.append(value, decimals: decimals, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private func string(_ value: String) -> String {
        var bytes: [UInt8] = []
        JSONText.append(value, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(
        "coordinates are rounded, without trailing zeros and without exponent",
        arguments: [
            (109.2237, 7, "109.2237"), (-0.00000001, 7, "0"), (0.0000001, 7, "0.0000001"), (-13.5, 7, "-13.5"),
            (100, 7, "100"), (1.00000005, 7, "1.0000001"), (0.9999999999, 7, "1"), (603_421.123_46, 4, "603421.1235"),
            (1e15, 3, "1000000000000000.0"), (12.5, 0, "13"), (-179.9999999, 7, "-179.9999999"), (.nan, 7, "null"),
            (1e300, 7, "1e+300"),
        ] as [(Double, Int, String)])
    func numbers(value: Double, decimals: Int, expected: String) {
        #expect(number(value, decimals) == expected)
    }

    @Test("a rounded number is the nearest one that the decimals allow")
    func rounding() throws {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<5_000 {
            let value = generator.number(-180...180)
            let back = try #require(Double(number(value, 7)))
            #expect(abs(back - value) <= 0.500_001e-7)
        }
    }

    @Test(
        "strings are escaped as RFC 8259 demands, and no more",
        arguments: [
            ("Ngô Thì Nhậm", "\"Ngô Thì Nhậm\""), ("a\"b\\c", "\"a\\\"b\\\\c\""),
            ("\n\r\t\u{1}\u{1F}", "\"\\n\\r\\t\\u0001\\u001f\""),
            ("", "\"\""), ("🛶/\u{7F}", "\"🛶/\u{7F}\""),
        ])
    func strings(value: String, expected: String) {
        #expect(string(value) == expected)
    }

    @Test("every string comes back from Foundation's reader as it was")
    func stringRoundTrip() throws {
        let text =
            String(String.UnicodeScalarView((0..<0x2_00).compactMap(Unicode.Scalar.init))) + "ề\u{10FFFF}\u{2028}"
        let back = try JSONSerialization.jsonObject(with: Data(string(text).utf8), options: .fragmentsAllowed)
        #expect(back as? String == text)
    }

    @Test("exterior rings go out counter-clockwise and holes clockwise, whichever way they came")
    func orientation() {
        let ring = [(0.0, 0.0), (0, 1), (1, 1), (0, 0)].map { Coordinate(x: $0.0, y: $0.1) }
        let polygon = Geometry.polygon(Polygon(rings: [ring, ring.reversed()]))
        #expect(
            text(polygon) == #"{"type":"Polygon","coordinates":[[[0,0],[1,1],[0,1],[0,0]],[[0,0],[0,1],[1,1],[0,0]]]}"#)
    }

    @Test("a feature has its id, the members beside its properties, and only the properties asked for")
    func feature() {
        var writer = GeoJSONWriter(properties: [("so_to", 1), ("ghi \"chú\"", 0)])
        let point = Geometry.multiPoint([Coordinate(x: 109.2, y: 13.7)])
        let feature = Feature(id: 42, geometry: point, values: [.null, .integer(-12), .text("not shipped")])
        writer.write(feature, members: [("distance", .value(.real(12.5))), ("links", .json(Array("[]".utf8)))])
        #expect(
            String(decoding: writer.take(), as: UTF8.self)
                == #"{"type":"Feature","id":42,"distance":12.5,"links":[],"geometry":{"type":"Point","#
                + #""coordinates":[109.2,13.7]},"properties":{"so_to":-12,"ghi \"chú\"":null}}"#)
        #expect(writer.bytes.isEmpty)
    }

    @Test("a feature without a place has a null geometry, and values keep their types")
    func values() {
        var writer = GeoJSONWriter(properties: ["a", "b", "c", "d", "e"].enumerated().map { ($1, $0) })
        let values: [FieldValue] = [.real(5), .boolean(true), .real(.infinity), .integer(.min), .text("5")]
        writer.write(Feature(id: 1, geometry: nil, values: values))
        #expect(
            String(decoding: writer.bytes, as: UTF8.self)
                == #"{"type":"Feature","id":1,"geometry":null,"properties":"#
                + #"{"a":5.0,"b":true,"c":null,"d":-9223372036854775808,"e":"5"}}"#)
    }

    @Test("an empty geometry has empty coordinates")
    func empty() {
        #expect(text(.multiPolygon([])) == #"{"type":"MultiPolygon","coordinates":[]}"#)
    }
}
