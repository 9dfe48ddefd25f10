import GeoCore
import LiveMap
import Testing

@Suite("PositionReader")
struct PositionReaderTests {
    /// 2026-11-21T14:00:40+07:00
    private let reader = PositionReader(now: Instant(seconds: 1_795_244_440))

    private func read(_ text: String, _ form: PositionReader.Form = .detected) throws -> PositionBatch {
        try reader.read(Array(text.utf8), form: form)
    }

    private func reason(_ member: String) throws -> String? {
        let batch = try read("{\(member)}")
        #expect(batch.count == 1)
        return batch.refusals.first?.reason
    }

    private let complete =
        #"{"vessel": "BĐ 99119-TS", "time": "2026-11-21T14:00:00+07:00", "lon": 109.9, "lat": 13.6, "speed": 6.1, "#
        + #""course": 84, "device": "VX-1700", "source": "vms"}"#

    @Test("one position gives all that its sender says")
    func one() throws {
        let batch = try read(complete)
        let report = try #require(batch.reports.first)
        #expect(batch.count == 1)
        #expect(
            report.fix
                == Fix(
                    object: try #require(ObjectID("bd99119")), time: Instant(seconds: 1_795_244_400),
                    coordinate: Coordinate(longitude: 109.9, latitude: 13.6), speedKnots: 6.1, courseDegrees: 84,
                    device: "VX-1700", source: .vms))
        #expect(report.spelling == "BĐ 99119-TS")
        #expect(report.kind == "vessel")
    }

    @Test("what may be left out may be null, and other members are passed over")
    func tolerance() throws {
        let batch = try read(
            #"{"speed": null, "x": {"deep": [1, "}", {"a": [true, null]}]}, "vessel": 574012345, "course": null, "#
                + #""time": "2026-11-21T07:00:00Z", "device": null, "lon": 1.0999e2, "lat": -0.0, "source": null}"#)
        let fix = try #require(batch.reports.first).fix
        #expect(fix.object == ObjectID("mmsi574012345"))
        #expect(fix.speedKnots == nil)
        #expect(fix.courseDegrees == nil)
        #expect(fix.coordinate.longitude == 109.99)
        #expect(fix.device == "")
        #expect(fix.source == .vms)
    }

    @Test("an array and lines give the same records")
    func forms() throws {
        let array = try read("\u{FEFF}[\(complete), 5,\n\(complete)]", .json)
        let lines = try read("\(complete)\r\n\n5\n  \(complete)", .lines)
        #expect(array == lines)
        #expect(array.reports.count == 2)
        #expect(array.refusals.map(\.index) == [1])
        #expect(try read("[]").isEmpty)
        #expect(try read("", .lines).isEmpty)
    }

    @Test("the form is found by looking", arguments: [1, 2, 3])
    func detection(_ count: Int) throws {
        let spread = complete.replacing(", ", with: ",\n")
        #expect(try read(spread).reports.count == 1)
        #expect(try read(Array(repeating: complete, count: count).joined(separator: "\n")).reports.count == count)
        #expect(try read("[" + Array(repeating: spread, count: count).joined(separator: ",\n") + "]").count == count)
    }

    @Test("a line that is no JSON is refused for itself")
    func badLines() throws {
        let batch = try read("\(complete)\n{\"vessel\": \n\(complete)\n\(complete)x\n", .lines)
        #expect(batch.reports.count == 2)
        #expect(batch.refusals.map(\.index) == [1, 3])
        #expect(batch.refusals[0].reason.hasPrefix("The line is not JSON: "))
    }

    @Test(
        "a body that cannot be split into records is an error with its place",
        arguments: ["", "[", "[{}", "[{},]", "[{} {}]", "{", "{\"a\"}", "{} x", "[nul]", "[1.]", "[\"a]", "[01]"])
    func broken(_ text: String) {
        #expect(throws: PositionBodyError.self) { try read(text, .json) }
    }

    @Test("nesting and the number of records are bounded")
    func bounds() {
        #expect(throws: PositionBodyError.self) { try read(#"{"x":"# + String(repeating: "[", count: 100_000)) }
        let few = PositionReader(now: reader.now, maxRecords: 3)
        #expect(throws: PositionBodyError.self) { try few.read(Array("[1,2,3,4]".utf8)) }
        #expect(throws: Never.self) { try few.read(Array("[1,2,3]".utf8)) }
    }

    @Test(
        "a record with a fault says which",
        arguments: [
            (#""x": 1"#, "“vessel” is missing."),
            (#""vessel": null"#, "“vessel” is missing."),
            (#""vessel": true"#, "“vessel” must be a registration number or an MMSI."),
            (#""vessel": "BĐ 99119-TS""#, "“time” is missing."),
            (
                #""vessel": "thuyền", "time": """#,
                "“thuyền” is neither a registration number such as “BĐ 99119-TS” nor an MMSI of nine digits."
            ),
            (#""vessel": "BD999", "vessel": "BD999""#, "“vessel” comes twice."),
            (#""vessel": "BD999", "time": 5"#, "“time” must be a text."),
            (
                #""vessel": "BD999", "time": "2026-11-21T14:00:00""#,
                "The time “2026-11-21T14:00:00” is not one of RFC 3339 with an offset, such as “2026-11-21T14:05:00+07:00”."
            ),
            (
                #""vessel": "BD999", "time": "2026-11-21T14:05:41+07:00", "lon": 1, "lat": 1"#,
                "The time is 301 seconds ahead of the server's clock; at most 300 are taken."
            ),
            (
                #""vessel": "BD999", "time": "1980-01-06T00:00:00Z", "lon": 1, "lat": 1"#,
                "The time is before 2000-01-01T07:00:00+07:00, so that the clock of the device is wrong."
            ),
            (#""vessel": "BD999", "time": "2026-11-21T14:00:00+07:00", "lat": 1"#, "“lon” is missing."),
            (
                #""vessel": "BD999", "time": "2026-11-21T14:00:00+07:00", "lon": 180.5, "lat": 1"#,
                "“lon” is 180.5; it must be between -180 and 180 degrees."
            ),
            (
                #""vessel": "BD999", "time": "2026-11-21T14:00:00+07:00", "lon": 13.6, "lat": 109.9"#,
                "“lat” is 109.9; it must be between -90 and 90 degrees."
            ),
            (#""lon": "109.9""#, "“lon” must be a number."),
            (#""lon": [109.9]"#, "“lon” must be a number."),
            (#""source": "radar""#, "The source “radar” is not one of “vms”, “ais” and “manual”."),
            (#""kind": "Refuse truck""#, "The kind “Refuse truck” is not in kebab-case, such as “refuse-truck”."),
        ])
    func faults(_ member: String, _ sentence: String) throws {
        #expect(try reason(member) == sentence)
    }

    @Test("five minutes ahead are taken, and a course of 360 is 0")
    func edges() throws {
        let text = complete.replacing("14:00:00+07:00", with: "14:05:40+07:00").replacing("84", with: "360")
        #expect(try #require(read(text).reports.first).fix.courseDegrees == 0)
        let bad = try read(complete.replacing("84", with: "360.1"))
        #expect(bad.refusals.first?.reason == "“course” is 360.1; it must be between 0 and 360 degrees.")
        let backward = try read(complete.replacing("6.1", with: "-0.1"))
        #expect(backward.refusals.first?.reason == "“speed” is -0.1; it must be 0 knots or more.")
    }

    @Test("escapes in texts are resolved")
    func escapes() throws {
        let report = try #require(try read(complete.replacing("BĐ", with: "B\\u0110")).reports.first)
        #expect(report.fix.object.text == "bd99119")
        #expect(report.spelling == "BĐ 99119-TS")
        #expect(throws: PositionBodyError.self) { try read(complete.replacing("BĐ", with: "B\\uD800"), .json) }
    }

    @Test("another moving object is named by its kind and its code")
    func otherKinds() throws {
        let text = complete.replacing(#""vessel": "BĐ 99119-TS""#, with: #""kind": "bus", "object": "Bus-07""#)
        let report = try #require(try read(text).reports.first)
        #expect(report.kind == "bus")
        #expect(report.fix.object.text == "bus-07")
        #expect(report.spelling == "Bus-07")
    }

    @Test("bodies with bytes turned over never stop the reader, and every record is answered for")
    func noise() {
        var generator = SeededGenerator(seed: 11)
        let body = Array("[\(complete),\(complete)]".utf8)
        for round in 0..<4_000 {
            var noisy = body
            for _ in 0...Int.random(in: 0...2, using: &generator) {
                noisy[Int.random(in: 0..<noisy.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            if round % 4 == 0 { noisy = Array(noisy.prefix(Int.random(in: 0...noisy.count, using: &generator))) }
            if let batch = try? reader.read(noisy) {
                #expect(batch.refusals.allSatisfy { !$0.reason.isEmpty })
            }
        }
    }

    @Test("numbers are those of the library")
    func numbers() throws {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<2_000 {
            let value = Double.random(in: -180...180, using: &generator)
            let digits = Int.random(in: 0...17, using: &generator)
            let text = Self.decimal(value, digits)
            let batch = try read(#"{"vessel":"BD999","time":"2026-11-21T14:00:00Z","lat":1,"lon":\#(text)}"#)
            #expect(batch.refusals.first?.fault.description.contains("ahead") == true)
            let right = try read(#"{"vessel":"BD999","time":"2026-11-21T14:00:00+07:00","lat":1,"lon":\#(text)}"#)
            #expect(right.reports.first?.fix.coordinate.longitude == Double(text))
        }
    }

    /// The number cut after so many digits.
    private static func decimal(_ value: Double, _ digits: Int) -> String {
        let text = "\(value)"
        guard let point = text.firstIndex(of: "."), !text.contains("e") else { return "1" }
        return digits == 0
            ? String(text[..<point]) : String(text.prefix(text.distance(from: text.startIndex, to: point) + 1 + digits))
    }
}
