import GeoCore
import Testing

@Suite struct TileCoordinateTests {
    @Test("a tile outside the matrix does not exist", arguments: [(0, 1, 0), (3, 8, 0), (3, 0, -1), (31, 0, 0)])
    func outside(z: Int, x: Int, y: Int) {
        #expect(TileCoordinate(z: z, x: x, y: y) == nil)
    }

    @Test("the parent of a tile covers it")
    func parent() throws {
        let tile = try #require(TileCoordinate(z: 14, x: 13_163, y: 7_560))
        #expect(tile.parent == TileCoordinate(z: 13, x: 6_581, y: 3_780))
    }
}
