import GeoCore
import Testing

@Suite struct GeoJSONReaderTests {
    private func geometry(_ text: String, limits: JSONLimits = JSONLimits()) throws(JSONError) -> Geometry {
        try GeoJSONReader.geometry(from: Array(text.utf8), limits: limits)
    }

    private func error(_ text: String, limits: JSONLimits = JSONLimits()) throws -> JSONError {
        try #require(throws: JSONError.self) { try geometry(text, limits: limits) }
    }

    @Test("what the writer wrote comes back as it was")
    func roundTrip() throws {
        var generator = SeededGenerator(seed: 12)
        for _ in 0..<2_000 {
            let original = generator.geometry()
            var writer = GeoJSONWriter()
            writer.write(original)
            #expect(try GeoJSONReader.geometry(from: writer.bytes) == original)
        }
    }

    @Test(
        "the examples of RFC 7946, appendix A, are read",
        arguments: [
            (#"{ "type": "Point", "coordinates": [100.0, 0.0] }"#, "POINT (100 0)"),
            (
                #"{"type":"LineString","coordinates":[[100.0, 0.0],[101.0, 1.0]]}"#,
                "LINESTRING (100 0, 101 1)"
            ),
            (
                """
                {"type": "Polygon", "coordinates": [
                    [[100.0, 0.0],[101.0, 0.0],[101.0, 1.0],[100.0, 1.0],[100.0, 0.0]],
                    [[100.8, 0.8],[100.8, 0.2],[100.2, 0.2],[100.2, 0.8],[100.8, 0.8]]]}
                """,
                "POLYGON ((100 0, 101 0, 101 1, 100 1, 100 0), (100.8 0.8, 100.8 0.2, 100.2 0.2, 100.2 0.8, 100.8 0.8))"
            ),
            (#"{"coordinates":[[100.0, 0.0],[101.0, 1.0]],"type":"MultiPoint"}"#, "MULTIPOINT ((100 0), (101 1))"),
            (
                #"{"type":"MultiLineString","coordinates":[[[100,0],[101,1]],[[102,2],[103,3]]]}"#,
                "MULTILINESTRING ((100 0, 101 1), (102 2, 103 3))"
            ),
            (
                #"{"type":"MultiPolygon","coordinates":[[[[102,2],[103,2],[103,3],[102,3],[102,2]]]]}"#,
                "MULTIPOLYGON (((102 2, 103 2, 103 3, 102 3, 102 2)))"
            ),
            (#"{"type":"Point","coordinates":[1e2,-2.5E-1,33.1,7]}"#, "POINT (100 -0.25)"),
            (#"{"type":"MultiPoint","coordinates":[],"bbox":[1,2,3,4]}"#, "MULTIPOINT EMPTY"),
        ])
    func examples(text: String, expected: String) throws {
        #expect(WKTWriter.text(of: try geometry(text)) == expected)
    }

    @Test(
        "a geometry that is none is refused with its place",
        arguments: [
            (#"{"type":"Point"}"#, "", "needs “coordinates”"),
            (#"{"coordinates":[1,2]}"#, "", "needs “type”"),
            (#"{"type":"point","coordinates":[1,2]}"#, "", "no type of geometry"),
            (#"{"type":"Point","coordinates":[1]}"#, "coordinates", "at least two"),
            (#"{"type":"Point","coordinates":[[1,2]]}"#, "coordinates", "a position"),
            (#"{"type":"LineString","coordinates":[[1,2]]}"#, "coordinates", "at least 2"),
            (#"{"type":"LineString","coordinates":[[1,2],[3,"4"]]}"#, "coordinates[1][1]", "a value"),
            (#"{"type":"LineString","coordinates":[[1,2],[[3,4]]]}"#, "coordinates[1]", "mixed"),
            (#"{"type":"LineString","coordinates":[[[1,2]],[3,4]]}"#, "coordinates[1]", "mixed"),
            (#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]}"#, "coordinates[0]", "must end"),
            (#"{"type":"MultiPolygon","coordinates":[[],[[[0,0],[1,0],[0,0]]]]}"#, "coordinates[1][0]", "at least 4"),
            (#"{"type":"Point","coordinates":[1,2],"type":"Point"}"#, "", "twice"),
            (#"{"type":"GeometryCollection","geometries":[]}"#, "", "one geometry"),
            (#"{"type":"Point","coordinates":[1,1e999]}"#, "coordinates[1]", "too large"),
            (#"[]"#, "", "an object"),
        ])
    func refused(text: String, path: String, message: String) throws {
        let error = try error(text)
        #expect(error.path == path)
        #expect(error.message.contains(message), "\(error)")
    }

    @Test(
        "what is not JSON is refused",
        arguments: [
            "", "{", "{\"type\"", "{\"a\":01}", "{\"a\":1.}", "{\"a\":.5}", "{\"a\":+1}", "{\"a\":NaN}", "{\"a\":tru}",
            "{\"a\":\"\\x\"}", "{\"a\":\"\\ud800\"}", "{\"a\":\"\\ud800\\u0041\"}", "{\"a\":\"\n\"}", "{\"a\":1,}",
            "{a:1}",
            "{\"a\":1} x", "{\"a\":\"", "[1 2]", "{\"a\":-}", "{\"a\":1e}", "{\"a\":\"\\u12\"}",
        ])
    func syntax(text: String) {
        #expect(throws: JSONError.self) { try JSONReader.value(from: Array(text.utf8)) }
    }

    @Test("bytes that are not UTF-8 are refused, a byte order mark is skipped")
    func encoding() throws {
        #expect(throws: JSONError.self) { try JSONReader.value(from: [0x22, 0xC3, 0x28, 0x22]) }
        #expect(throws: JSONError.self) { try JSONReader.value(from: [0x22, 0xED, 0xA0, 0x80, 0x22]) }
        #expect(try JSONReader.value(from: [0xEF, 0xBB, 0xBF, 0x31]) == .integer(1))
    }

    @Test("escapes, surrogate pairs and numbers mean what RFC 8259 says")
    func scalars() throws {
        let text =
            #"{"\u0061":"\ud83d\udef6\/\b\f\n\r\t\"\\","n":[-0.0,12345678901234567890,0.1,1e-400,-9223372036854775808]}"#
        let value = try JSONReader.value(from: Array(text.utf8))
        #expect(value["a"] == .text("🛶/\u{8}\u{C}\n\r\t\"\\"))
        #expect(
            value["n"]
                == .array([.real(-0.0), .real(12_345_678_901_234_567_168), .real(0.1), .real(0), .integer(.min)]))
    }

    @Test("every double comes back from its own text")
    func doubles() throws {
        var generator = SeededGenerator(seed: 13)
        for _ in 0..<5_000 {
            let number = Double(bitPattern: generator.next())
            guard number.isFinite else { continue }
            let value = try JSONReader.value(from: Array("\(number)".utf8))
            #expect(value.fieldValue?.number == number)
            let short = generator.number(-180...180)
            #expect(try JSONReader.value(from: Array("\(short)".utf8)) == .real(short))
        }
    }

    @Test("bombs are refused before they are built")
    func bombs() throws {
        let deep = String(repeating: "[", count: 200_000)
        #expect(try error(#"{"type":"Point","coordinates":"# + deep).code == .tooLarge)
        let many = String(repeating: "[1,2],", count: 50)
        let text = #"{"type":"MultiPoint","coordinates":[\#(many)[1,2]]}"#
        #expect(try error(text, limits: JSONLimits(maxVertices: 50)).code == .tooLarge)
        #expect(try geometry(text, limits: JSONLimits(maxVertices: 51)).vertexCount == 51)
        #expect(try error(text, limits: JSONLimits(maxBytes: 100)).code == .tooLarge)
        let wide = #"{"x":[\#(String(repeating: "1,", count: 99))1]}"#
        #expect(try error(wide, limits: JSONLimits(maxValues: 100)).code == .tooLarge)
    }

    @Test("a feature keeps its id, its properties and its foreign members")
    func feature() throws {
        let text = """
            {"type":"Feature","id":"BĐ 99119-TS","geometry":null,"bbox":[1,2,3,4],"distance":3.5,
             "properties":{"so_to":12,"dien_tich":80.5,"ghi_chu":null,"them":{"a":[true]}}}
            """
        let feature = try GeoJSONReader.feature(from: Array(text.utf8))
        #expect(feature.id == .text("BĐ 99119-TS"))
        #expect(feature.geometry == nil)
        #expect(feature.properties.map(\.name) == ["so_to", "dien_tich", "ghi_chu", "them"])
        #expect(feature.properties.map(\.value.fieldValue) == [.integer(12), .real(80.5), .null, nil])
        #expect(feature.foreignMembers == [JSONMember(name: "distance", value: .real(3.5))])
    }

    @Test("an id that is null is none, as other writers have it")
    func nullID() throws {
        let text = #"{"type":"Feature","id":null,"geometry":null,"properties":null}"#
        #expect(try GeoJSONReader.feature(from: Array(text.utf8)).id == nil)
    }

    @Test(
        "a feature that is none is refused",
        arguments: [
            #"{"type":"Feature","properties":{}}"#, #"{"type":"feature","geometry":null,"properties":{}}"#,
            #"{"type":"Feature","geometry":null,"properties":[]}"#, #"{"type":"Feature","geometry":null,"id":{}}"#,
            #"{"type":"Feature","geometry":{"type":"Point","coordinates":[]}}"#,
        ])
    func notAFeature(text: String) {
        #expect(throws: JSONError.self) { try GeoJSONReader.feature(from: Array(text.utf8)) }
    }

    @Test("a fault deep in a collection is located")
    func location() throws {
        let text =
            #"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":null},"#
            + #"{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[0,0],[0,"#
        let error = try #require(throws: JSONError.self) { try GeoJSONReader.features(from: Array((text + "x").utf8)) }
        #expect(error.path == "features[1].geometry.coordinates[0][1][1]")
        #expect(error.offset == text.utf8.count)
    }

    @Test("random damage to a document ends in an error or a value, never in a crash")
    func damage() {
        var generator = SeededGenerator(seed: 14)
        for _ in 0..<3_000 {
            var writer = GeoJSONWriter(properties: [("tên", 0)])
            writer.write(Feature(id: 1, geometry: generator.geometry(), values: [.text("ấ\n\"")]))
            var bytes = writer.bytes
            for _ in 0..<3 {
                bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            if Bool.random(using: &generator) { bytes.removeLast(bytes.count / 2) }
            do {
                let feature = try GeoJSONReader.feature(from: bytes)
                #expect(feature.properties.count <= 1)
            } catch {
                #expect(error.offset <= bytes.count)
            }
        }
    }
}
