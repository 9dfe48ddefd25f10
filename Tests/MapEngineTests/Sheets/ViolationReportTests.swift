import Foundation
import GeoCore
import LiveMap
import Testing

@testable import MapEngine

@Suite struct ViolationReportTests {
    private typealias Fixture = ViolationReportFixture

    /// A case handled, one that lasts from October on, one withdrawn.
    private func fixture(_ layers: [String: String] = [:]) async throws -> Fixture {
        let fixture = try await Fixture(layers)
        let withdrawn = try Fixture.violation(opened: "2026-11-06T10:00:00+07:00")
        try await fixture.record(
            [
                (try Fixture.violation(), ["contacted"]),
                (
                    try Fixture.violation(
                        "bd30222", .signal, rule: "signal-lost", opened: "2026-10-30T10:00:00+07:00", closed: nil), []
                ), (withdrawn, []),
            ], note: "tàu hỏng máy")
        try await fixture.withdraw(withdrawn)
        return fixture
    }

    private func sheets(_ fixture: Fixture) async throws -> ViolationReportSheets {
        let content = try await fixture.engine.violationReports.content(of: Fixture.november, by: Fixture.fisheries)
        return try ViolationReportSheets(content, fonts: await fixture.engine.drawing.fonts)
    }

    @Test("the digest is that of the records in order of their codes, each on a line, without withdrawn ones")
    func digest() async throws {
        let fixture = try await fixture()
        let content = try await fixture.engine.violationReports.content(of: Fixture.november, by: Fixture.fisheries)
        let held = content.violations.filter { $0.state != .withdrawn }.sorted { $0.id < $1.id }
        let lines = held.map { Data($0.violation.encoded).base64EncodedString() + "\n" }
        #expect(content.digest == EvidenceDigest.hexadecimal(of: lines) && held.count == 2)
        #expect(EvidenceDigest.hexadecimal(of: Array(content.violations.reversed())) == content.digest)
        var altered = content.violations
        altered[0].record = "AAAA"
        #expect(EvidenceDigest.hexadecimal(of: altered) != content.digest)
        try await fixture.end()
    }

    @Test("the digest is SHA-256 (FIPS 180-4, one block)")
    func sha() {
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        #expect(EvidenceDigest.hexadecimal(of: ["a", "bc"]) == expected)
    }

    @Test("the report names period, digest, sources, who handled what and why, in the time of Việt Nam")
    func text() async throws {
        let fixture = try await fixture()
        let sheets = try await sheets(fixture)
        let text = sheets.words.joined().joined(separator: " ")
        #expect(text.contains("từ 00:00 ngày 01/11/2026 đến hết ngày 30/11/2026"))
        #expect(text.contains("SHA-256 \(sheets.content.digest)"))
        #expect(text.contains("Lớp: Cảnh báo và vi phạm") && text.contains("Quy tắc: Khai thác sai vùng"))
        #expect(text.contains("05/11/2026 10:00") && text.contains("chưa kết thúc"))
        #expect(text.contains("Nguyễn Văn Trực") && text.contains("tàu hỏng máy"))
        #expect(text.contains("BĐ 99119-TS"))
        try await fixture.end()
    }

    @Test("neither owner nor telephone is in the report")
    func secrets() async throws {
        let fixture = try await fixture()
        let text = try await sheets(fixture).words.joined().joined(separator: " ")
        #expect(!text.contains("Bí Mật") && !text.contains("0905123456"))
        try await fixture.end()
    }

    @Test("every page with a map names both archipelagos, also where the store holds no names")
    func sovereignty() async throws {
        let fixture = try await fixture()
        let maps = try await sheets(fixture).words
            .filter { page in page.contains { $0.hasPrefix("Tỷ lệ 1:") } }
        // All together, and one for each of the two vessels.
        #expect(maps.count == 3)
        for map in maps {
            #expect(map.contains("Quần đảo Hoàng Sa") && map.contains("Quần đảo Trường Sa"))
            #expect(map.contains { $0.contains("lập ngày 01/12/2026") })
        }
        try await fixture.end()
    }

    @Test("zones that were not checked are said to bind nobody; without them nothing is said")
    func standing() async throws {
        let plain = try await fixture()
        let zones = try await fixture(["maritime-zones": "vung-bien.geojson", "island-labels": "ten-dao.geojson"])
        func isSaid(_ fixture: Fixture) async throws -> Bool {
            try await sheets(fixture).words.joined().contains { $0.contains("không có giá trị pháp lý") }
        }
        #expect(try await isSaid(plain) == false)
        #expect(try await isSaid(zones))
        try await plain.end()
        try await zones.end()
    }

    @Test("a vessel's sheet has its fixes of the month, and a gap where it was silent for longer than the rules allow")
    func tracks() async throws {
        let fixture = try await fixture()
        let times = ["2026-11-05T08:00:00+07:00", "2026-11-05T10:00:00+07:00", "2026-11-05T23:00:00+07:00"]
        let body = times.enumerated().map { index, time in
            "{\"vessel\": \"BĐ 99119-TS\", \"time\": \"\(time)\", \"lon\": \(109.5 + Double(index) * 0.1), \"lat\": 13.9, \"source\": \"vms\"}"
        }.joined(separator: "\n")
        let answer = try await fixture.engine.live.receive(
            Array(body.utf8), form: .lines, from: Caller(role: .feed, name: "vms"))
        #expect(answer.accepted == 3)
        let sheets = try await sheets(fixture)
        let object = try #require(ObjectID("bd99119"))
        #expect(sheets.content.tracks[object]?.fixes.map { $0.time.rfc3339() } == times)
        let page = try #require(sheets.words.first { $0.contains("Tàu BĐ 99119-TS") })
        #expect(page.contains { $0.hasPrefix("chiều dài lớn nhất 16,5 m · cảng Quy Nhơn · 3 vị trí") })
        #expect(page.contains("Không có vị trí quá 6 giờ"))
        try await fixture.end()
    }

    @Test("of fixes closer than paper shows one is drawn, and all are counted")
    func thinning() throws {
        let object = try #require(ObjectID("bd99119"))
        var track = PrintedTrack()
        for second in 0..<3_600 {
            track.add(
                Fix(
                    object: object, time: Instant(seconds: Int64(second)),
                    coordinate: Coordinate(longitude: 109, latitude: 13), speedKnots: nil, courseDegrees: nil,
                    device: "", source: .ais))
        }
        #expect(track.count == 3_600 && track.fixes.count == 12)
        #expect(track.last?.time == Instant(seconds: 3_599))
    }

    @Test("the file is the same for the same moment, and a report without violations is one, too")
    func file() async throws {
        let fixture = try await Fixture()
        let reports = fixture.engine.violationReports
        let bytes = try await reports.report(of: Fixture.november, for: Fixture.fisheries)
        #expect(bytes.starts(with: Array("%PDF-".utf8)))
        #expect(try await reports.report(of: Fixture.november, for: Fixture.fisheries) == bytes)
        let text = try await sheets(fixture).words.joined()
        #expect(text.contains("Trong kỳ không có cảnh báo hay vi phạm nào."))
        try await fixture.end()
    }

    @Test("while the live history is closed there is no report")
    func closed() async throws {
        let fixture = try await Fixture()
        try await fixture.end()
        #expect(
            await code {
                _ = try await fixture.engine.violationReports.report(of: Fixture.november, for: Fixture.fisheries)
            } == .busy)
    }
}
