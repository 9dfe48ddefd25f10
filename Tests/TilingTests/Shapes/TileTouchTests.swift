import GeoCore
import Testing
import Tiling

@Suite("Touched tiles")
struct TileTouchTests {
    private let schema = Subdivision.schema()

    @Test("every tile that shows a feature is among those it touches", arguments: [12, 15, 17, 18])
    func includesShown(_ zoom: Int) throws {
        let land = Subdivision(columns: 6, rows: 6)
        for input in land.inputs {
            let entry = try #require(try TileIndexEntry(input, schema: schema, visibleFrom: 0))
            let block = try TileBlock.pack([entry], schema: schema)
            let touched = try #require(entry.geometry.touchedTiles(zoom: zoom))
            let corner = try tile(zoom, at: land.origin)
            for x in (corner.x - 2)...(corner.x + 4) {
                for y in (corner.y - 4)...(corner.y + 2) {
                    let place = try #require(TileCoordinate(z: zoom, x: x, y: y))
                    if try make(place, block, schema) != nil { #expect(touched.contains(place)) }
                }
            }
        }
    }

    @Test("a slanted line does not touch the tiles of its box that it passes by")
    func slantedLine() throws {
        let frame = WorldGrid.boundingBox(of: try #require(TileCoordinate(z: 10, x: 822, y: 472)))
        let width = frame.east - frame.west, height = frame.north - frame.south
        let line = [
            Coordinate(x: frame.west + width / 2, y: frame.north - height / 2),
            Coordinate(x: frame.west + width * 8.5, y: frame.north - height * 8.5),
        ]
        let geometry = try #require(try GridGeometry(.lineString(line)))
        let touched = try #require(geometry.touchedTiles(zoom: 10))
        #expect(touched.count < 30)
        #expect(touched.contains { $0.x == 826 && $0.y == 476 })
        #expect(!touched.contains { $0.x == 829 && $0.y == 473 })
    }

    @Test("a polygon touches the tiles inside it, and not those in its hole")
    func hole() throws {
        func square(_ half: Double) -> [Coordinate] {
            [(-half, -half), (half, -half), (half, half), (-half, half), (-half, -half)]
                .map { Coordinate(x: 109 + $0.0, y: 13 + $0.1) }
        }
        let land = try #require(try GridGeometry(.polygon(Polygon(rings: [square(1), square(0.5)]))))
        #expect(try !land.touches(tile(14, at: Coordinate(x: 109, y: 13))))
        #expect(try land.touches(tile(14, at: Coordinate(x: 109.7, y: 13))))
        #expect(land.touchedTiles(zoom: 20) == nil)
    }
}
