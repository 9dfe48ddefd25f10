import Foundation
import GeoCore
import MapTesting
import Testing
import Tiling

@testable import MapEngine

@Suite("Tracks as tiles")
struct TrackTileTests {
    /// The tile of zoom 6 that holds the waters off Quy Nhơn.
    private static let wide = TileCoordinate(z: 6, x: 51, y: 29)!

    private func decoded(
        _ fixture: VesselFixture, _ span: Range<Instant>, _ coordinate: TileCoordinate = wide,
        for caller: Caller = .anonymous
    ) async throws -> VectorTile.Layer? {
        let tile = try await fixture.engine.tracks.tile("vessels", during: span, at: coordinate, for: caller)
        return try tile.map { try VectorTileDecoder().decode(try $0.inflated) }?.layers.first
    }

    private func texts(_ feature: VectorTile.Feature) -> [String: String] {
        Dictionary(
            uniqueKeysWithValues: feature.properties.map { property in
                guard case .text(let text) = property.value else { return (property.key, "") }
                return (property.key, text)
            })
    }

    @Test("a vessel's way is a line for each stretch without a gap, with its number and its times")
    func pieces() async throws {
        let fixture = try await VesselFixture()
        try await fixture.sail("BĐ 99119-TS", [(0, 109.5, 13.6), (2, 109.7, 13.6), (4, 109.9, 13.6)])
        try await fixture.sail("BĐ 99119-TS", [(12, 110.2, 13.8), (14, 110.4, 13.8)])
        try await fixture.sail("BĐ 30222-TS", [(1, 109.4, 13.5)])
        let layer = try #require(try await decoded(fixture, VesselFixture.span(0, 24)))
        #expect(layer.name == "vessels:track")
        #expect(
            layer.features.map(texts) == [
                [
                    "so_dang_ky": "BĐ 99119-TS", "from": "2026-11-05T09:00:00+07:00",
                    "to": "2026-11-05T13:00:00+07:00",
                ],
                [
                    "so_dang_ky": "BĐ 99119-TS", "from": "2026-11-05T21:00:00+07:00",
                    "to": "2026-11-05T23:00:00+07:00",
                ],
            ])
        let vessel = try await fixture.engine.features.feature(
            "BĐ 99119-TS", in: try fixture.engine.layer("vessels", for: .anonymous), at: nil, for: .anonymous)
        #expect(layer.features.map(\.id) == [1, 1].map { _ in UInt64(vessel.features[0].feature.id) })
    }

    @Test("only the positions of the time that is asked for are drawn")
    func span() async throws {
        let fixture = try await VesselFixture()
        try await fixture.sail("BĐ 99119-TS", [(0, 109.5, 13.6), (2, 109.7, 13.6), (4, 109.9, 13.6), (6, 110, 13.7)])
        let layer = try #require(try await decoded(fixture, VesselFixture.span(1, 5)))
        #expect(layer.features.map(texts).first?["from"] == "2026-11-05T11:00:00+07:00")
        #expect(layer.features.map(texts).first?["to"] == "2026-11-05T13:00:00+07:00")
        #expect(try await decoded(fixture, VesselFixture.span(10, 20)) == nil)
    }

    @Test("a wide view leaves out what nobody can see; a near one keeps every position")
    func simplified() async throws {
        let fixture = try await VesselFixture()
        let places = (0..<60).map { step in
            let number = Double(step)
            return (hours: number / 10, lon: 109.5 + number * 0.002, lat: step % 2 == 0 ? 13.6 : 13.600_5)
        }
        try await fixture.sail("BĐ 99119-TS", places)
        let span = VesselFixture.span(0, 24)
        let wide = try #require(try await decoded(fixture, span)?.features.first)
        let close = try #require(TileCoordinate(z: 11, x: 1647, y: 945))
        let near = try #require(try await decoded(fixture, span, close)?.features.first)
        #expect(vertices(wide) < 10)
        #expect(vertices(near) > 40)
    }

    private func vertices(_ feature: VectorTile.Feature) -> Int {
        guard case .lines(let lines) = feature.geometry else { return 0 }
        return lines.map(\.count).reduce(0, +)
    }

    @Test("too long a time, a zoom beyond the layer's and a layer that does not move are refused with the reason")
    func refusals() async throws {
        let fixture = try await VesselFixture()
        await #expect(throws: EngineError.self) { try await decoded(fixture, VesselFixture.span(0, 24 * 8)) }
        let deep = try #require(TileCoordinate(z: 15, x: 0, y: 0))
        await #expect(throws: EngineError.self) { try await decoded(fixture, VesselFixture.span(0, 1), deep) }
        let error = await #expect(throws: EngineError.self) {
            try await fixture.engine.tracks.tile(
                "parcels", during: VesselFixture.span(0, 1), at: Self.wide, for: .anonymous)
        }
        #expect(error?.code == .notFound)
    }

    @Test("whoever may not read a layer gets none of its tracks")
    func access() async throws {
        let fixture = try await VesselFixture()
        let file = fixture.temporary.workspace.layersFolder.appending(path: "vessels.yaml")
        let text = try String(contentsOf: file, encoding: .utf8)
        try Data(text.replacing("access:\n", with: "access:\n  read: [fisheries]\n").utf8).write(to: file)
        try await fixture.engine.reload()
        try await fixture.sail("BĐ 99119-TS", [(0, 109.5, 13.6), (2, 109.7, 13.6)])
        let error = await #expect(throws: EngineError.self) {
            try await decoded(fixture, VesselFixture.span(0, 24))
        }
        #expect(error?.code == .unauthenticated)
        #expect(throws: EngineError.self) {
            try fixture.engine.tracks.tileset("vessels", query: "", for: .anonymous)
        }
        #expect(try await decoded(fixture, VesselFixture.span(0, 24), for: VesselFixture.fisheries) != nil)
    }

    @Test("devices that move have tracks, too")
    func devices() async throws {
        let fixture = try await DeviceFixture()
        for (minute, longitude) in [(0, 109.2), (10, 109.21), (20, 109.22)] {
            try await fixture.send(
                "buses",
                #"{"object": "07", "time": "2026-11-05T08:\#(10 + minute):00+07:00", "lon": \#(longitude), "lat": 13.78}"#
            )
        }
        try await fixture.engine.live.show()
        let start = try #require(Instant(rfc3339: "2026-11-05T08:00:00+07:00"))
        let tile = try await fixture.engine.tracks.tile(
            "buses", during: start..<start.adding(hours: 1), at: try #require(TileCoordinate(z: 11, x: 1645, y: 944)),
            for: .anonymous)
        let layer = try VectorTileDecoder().decode(try #require(tile).inflated).layers.first
        #expect(layer?.name == "buses:track")
        #expect(layer?.features.first.map(texts)?["ma"] == "07")
    }

    @Test(
        "a time is drawn in full minutes, so that views of nearly the same time share what was read",
        arguments: [(1, 119_999, 0, 120_000), (60_000, 120_000, 60_000, 120_000), (59_999, 60_001, 0, 120_000)]
            as [(Int64, Int64, Int64, Int64)]) func minutes(from: Int64, to: Int64, start: Int64, end: Int64)
    {
        let span = TrackTileService.fullMinutes(of: Instant(milliseconds: from)..<Instant(milliseconds: to))
        #expect(span == Instant(milliseconds: start)..<Instant(milliseconds: end))
    }
}
