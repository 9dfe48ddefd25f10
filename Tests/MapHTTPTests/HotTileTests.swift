import GeoCore
import HTTPTypes
import Logging
import MapEngine
import MapTesting
import Testing

@testable import MapHTTP

@Suite("Tiles that are answered on the event loop")
struct HotTileTests {
    private static func tile() -> ServedTile {
        ServedTile(bytes: [0x1F, 0x8B], etag: "\"a\"", mediaType: "", isCompressed: true)
    }

    @Test("tiles that were let go of do not pile up, those that are current stay")
    func bounded() {
        var entries = HotTileEntries()
        let current = Self.tile()
        entries.keep(.init(tile: current, head: HTTPResponse(status: .ok)), for: "/current")
        for number in 0..<10_000 {
            let tile = Self.tile()
            entries.keep(.init(tile: tile, head: HTTPResponse(status: .ok)), for: "/\(number)")
            tile.expire()
        }
        #expect(entries.count <= 1_024)
        #expect(entries["/current"]?.tile === current)
    }

    @Test("none of those that are current is let go of")
    func kept() {
        var entries = HotTileEntries()
        for number in 0..<5_000 {
            entries.keep(.init(tile: Self.tile(), head: HTTPResponse(status: .ok)), for: "/\(number)")
        }
        #expect(entries.count == 5_000)
    }

    @Test("a tile is answered while it is in memory, and no more once an edit has changed it")
    func edited() async throws {
        let temporary = try TemporaryWorkspace()
        let engine = try await temporary.engine()
        let path = "/tiles/buses/14/13164/7557.mvt"
        try await Self.load(109.2605, temporary, engine)
        let tiles = HotTiles(engine: engine)
        #expect(tiles.entry(for: path) == nil)
        let layer = try engine.layer("buses", for: .anonymous)
        let place = try #require(TileCoordinate(z: 14, x: 13164, y: 7557))
        let first = try #require(try await engine.tiles.tile([layer], at: place, for: .anonymous))
        #expect(tiles.entry(for: path)?.tile === first)
        try await Self.load(109.2606, temporary, engine)
        #expect(tiles.entry(for: path) == nil)
    }

    /// Imports one bus at a longitude and 13.8° N.
    private static func load(_ longitude: Double, _ temporary: TemporaryWorkspace, _ engine: Engine) async throws {
        let file = try temporary.write(
            """
            {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"ma": "07"},
            "geometry": {"type": "Point", "coordinates": [\(longitude), 13.8]}}]}
            """, to: "buses.geojson")
        _ = try await engine.importer.run(layer: "buses", files: [file], options: ImportOptions(), author: "test")
        try await engine.refresh()
    }
}
