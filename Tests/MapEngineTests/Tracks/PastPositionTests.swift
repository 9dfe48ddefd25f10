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
}
