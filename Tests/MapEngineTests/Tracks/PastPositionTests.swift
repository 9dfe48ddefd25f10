import Foundation
import GeoCore
import MapTesting
import Testing

@testable import MapEngine

@Suite("Vessels at a moment of the past")
struct PastPositionTests {
    private func request(_ limit: Int = 10) -> FeatureRequest {
        FeatureRequest(layer: LayerID("vessels")!, caller: .anonymous, limit: limit)
    }

    private func value(_ found: FoundFeature, _ field: String, _ result: FeatureResult) -> FieldValue? {
        result.definition.index(of: field).map { found.feature.values[$0] }
    }

    private func numbers(_ result: FeatureResult) -> [String] {
        result.features.compactMap { value($0, "so_dang_ky", result)?.text }
    }

    private static func fixture() async throws -> VesselFixture {
        let fixture = try await VesselFixture()
        try await fixture.sail("BĐ 99119-TS", [(0, 109.5, 13.6), (2, 109.7, 13.6), (10, 109.9, 13.6)])
        try await fixture.sail("BĐ 30222-TS", [(5, 109.4, 13.5)])
        try await fixture.sail("BĐ 77777-TS", [(6, 109.6, 13.5)])
        return fixture
    }

    @Test(
        "each vessel is where its newest fix by then was; who was heard later has no place, who nobody knew is left out"
    )
    func positions() async throws {
        let fixture = try await Self.fixture()
        let result = try await fixture.engine.past.features(request(), at: VesselFixture.start.adding(hours: 4))
        #expect(numbers(result).sorted() == ["BĐ 30222-TS", "BĐ 40333-TS", "BĐ 99119-TS"])
        for found in result.features {
            let isHeard = value(found, "so_dang_ky", result) == .text("BĐ 99119-TS")
            #expect(
                found.feature.geometry == (isHeard ? .point(Coordinate(longitude: 109.7, latitude: 13.6)) : nil))
            #expect(value(found, "time", result) == (isHeard ? .text("2026-11-05T11:00:00+07:00") : .null))
        }
    }

    @Test(
        "the signal is what the silence by then meant",
        arguments: [(3.0, "ok"), (4.5, "late"), (9.0, "lost"), (10, "ok")])
    func signal(hours: Double, signal: String) async throws {
        let fixture = try await Self.fixture()
        let result = try await fixture.engine.past.feature(
            "bd99119", in: try fixture.engine.layer("vessels", for: .anonymous),
            at: VesselFixture.start.adding(hours: hours), for: .anonymous)
        #expect(result.features.map { value($0, "signal", result) } == [.text(signal)])
    }

    @Test("box, distance, field and page hold for the past as for the present")
    func filters() async throws {
        let fixture = try await Self.fixture()
        let past = fixture.engine.past
        let at = VesselFixture.start.adding(hours: 7)
        var query = request()
        query.box = BoundingBox(west: 109.55, south: 13, east: 110, north: 14)
        #expect(try await numbers(past.features(query, at: at)).sorted() == ["BĐ 77777-TS", "BĐ 99119-TS"])
        query.box = nil
        query.near = .init(center: Coordinate(longitude: 109.7, latitude: 13.6), radiusMeters: 20_000)
        let near = try await past.features(query, at: at)
        #expect(numbers(near) == ["BĐ 99119-TS", "BĐ 77777-TS"])
        #expect(near.features.first?.distanceMeters == 0)
        query.limit = 1
        let first = try await past.features(query, at: at)
        #expect(first.next != nil)
        query.after = first.next
        #expect(try await numbers(first) + numbers(past.features(query, at: at)) == numbers(near))
        var named = request()
        named.equals = ["vai_tro": "hau-can"]
        #expect(try await numbers(past.features(named, at: at)) == ["BĐ 40333-TS"])
    }

    @Test("restricted fields of the past are as hidden as those of the present")
    func secrets() async throws {
        let fixture = try await Self.fixture()
        let result = try await fixture.engine.past.features(request(), at: VesselFixture.start)
        let names = result.visibleFields.map { result.definition.fields[$0].name }
        #expect(!names.contains("chu_tau") && !names.contains("dien_thoai"))
        var asked = request()
        asked.equals = ["chu_tau": "Lê Văn Kín"]
        await #expect(throws: EngineError.self) {
            try await fixture.engine.past.features(asked, at: VesselFixture.start)
        }
    }

    @Test("a unit's vessels are those at home there, wherever they are, then and now")
    func homes() async throws {
        let fixture = try await VesselFixture([
            "commune": "xa-tu-2025-07.geojson", "province": "tinh-tu-2025-07.geojson",
        ])
        try await fixture.sail("BĐ 99119-TS", [(0, 109.9, 13.6)])
        var query = request()
        query.unit = "21583"
        let expected = ["BĐ 40333-TS", "BĐ 99119-TS"]
        #expect(try await numbers(fixture.engine.features.features(query)).sorted() == expected)
        #expect(
            try await numbers(fixture.engine.past.features(query, at: VesselFixture.start)).sorted() == expected)
        query.unit = "52"
        #expect(try await numbers(fixture.engine.features.features(query)).count == 3)
    }

    private func place(of vessel: String, in fixture: VesselFixture, at hours: Double) async throws -> Double? {
        let result = try await fixture.engine.past.feature(
            vessel, in: try fixture.engine.layer("vessels", for: .anonymous),
            at: VesselFixture.start.adding(hours: hours), for: .anonymous)
        guard case .point(let place)? = result.features.first?.feature.geometry else { return nil }
        return place.longitude
    }

    @Test("within a minute each moment has its own answer") func exact() async throws {
        let fixture = try await VesselFixture()
        let second = 1.0 / 3_600
        try await fixture.sail(
            "BĐ 99119-TS", [(2, 109.5, 13.6), (4 + 10 * second, 109.501, 13.6), (4 + 40 * second, 109.502, 13.6)])
        for (seconds, longitude) in [
            (0, 109.5), (9, 109.5), (10, 109.501), (39, 109.501), (40, 109.502), (59, 109.502),
        ] { #expect(try await place(of: "bd99119", in: fixture, at: 4 + Double(seconds) * second) == longitude) }
    }

    @Test("requests of one minute share what was read, for half a minute") func shared() async throws {
        let fixture = try await VesselFixture()
        try await fixture.sail("BĐ 99119-TS", [(2, 109.5, 13.6)])
        let second = 1.0 / 3_600
        #expect(try await place(of: "bd99119", in: fixture, at: 4) == 109.5)
        try await fixture.sail("BĐ 99119-TS", [(3, 109.6, 13.6)])
        #expect(try await place(of: "bd99119", in: fixture, at: 4 + 59 * second) == 109.5)
        fixture.clock.advance(seconds: 31)
        #expect(try await place(of: "bd99119", in: fixture, at: 4 + 59 * second) == 109.6)
    }

    @Test(
        "a moment's minute begins and ends with the full minute, before 1970 too",
        arguments: [(0, 0), (59_999, 0), (60_000, 60_000), (-1, -60_000), (-60_000, -60_000)] as [(Int64, Int64)])
    func minute(milliseconds: Int64, start: Int64) {
        let span = PastMinute.span(around: Instant(milliseconds: milliseconds))
        #expect(span == Instant(milliseconds: start)..<Instant(milliseconds: start + 60_000))
    }

    @Test("the rules are those that the service judges by: its files are not read again") func rules() async throws {
        let fixture = try await Self.fixture()
        try FileManager.default.removeItem(at: fixture.temporary.workspace.root.appending(path: "rules"))
        let result = try await fixture.engine.past.features(request(), at: VesselFixture.start.adding(hours: 4.5))
        let heard = result.features.first { value($0, "so_dang_ky", result) == .text("BĐ 99119-TS") }
        #expect(heard.map { value($0, "signal", result) } == .some(.text("late")))
    }

    @Test("where a code also meant another unit, the past names it as the present does") func alternates() async throws
    {
        let fixture = try await VesselFixture(["province": "tinh-tu-2025-07.geojson"])
        _ = try await fixture.engine.importer.run(
            layer: "province", files: [TemporaryWorkspace.datasets.appending(path: "tinh-truoc-2025-07.geojson")],
            options: ImportOptions(), author: "test")
        try await fixture.engine.refresh()
        var query = request()
        query.unit = "52"
        let now = try await fixture.engine.features.features(query).alternateUnits
        #expect(now.map(\.name) == ["Tỉnh Bình Định"])
        #expect(try await fixture.engine.past.features(query, at: VesselFixture.start).alternateUnits == now)
    }
}
