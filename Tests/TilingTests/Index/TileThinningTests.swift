import GeoCore
import Testing
import Tiling

@Suite("Thinning")
struct TileThinningTests {
    private let land = Subdivision(columns: 30, rows: 30)

    @Test("a tile below the full zoom holds at most the limit, and nothing disappears on the way in")
    func limit() throws {
        let schema = Subdivision.schema(TileSettings(minZoom: 10, maxZoom: 18, fullZoom: 16, featureLimit: 60))
        let all = try blocks(land.inputs, schema)
        for zoom in 10..<16 {
            let center = try tile(zoom, at: land.origin)
            for x in (center.x - 1)...(center.x + 3) {
                for y in (center.y - 3)...(center.y + 1) {
                    let made = try make(try #require(TileCoordinate(z: zoom, x: x, y: y)), all, schema)
                    #expect((made?.featureCount ?? 0) <= 60)
                }
            }
        }
        #expect(try entries(all, schema).values.allSatisfy { $0.visibleFrom <= 16 && $0.visibleFrom >= 10 })
        #expect(try entries(all, schema).values.contains { $0.visibleFrom == 10 })
    }

    @Test("the largest features come first")
    func largestFirst() throws {
        let schema = Subdivision.schema(TileSettings(minZoom: 8, maxZoom: 18, fullZoom: 16, featureLimit: 10))
        let found = try entries(try blocks(land.inputs, schema), schema).values
        func area(_ entry: TileIndexEntry) -> Double {
            let ring = entry.geometry.paths[0].positions
            let first = ring[0]
            return zip(ring, ring.dropFirst()).reduce(0) { sum, pair in
                let (a, b) = (pair.0, pair.1)
                let ax = Double(a.x) - Double(first.x), ay = Double(a.y) - Double(first.y)
                return sum + ax * (Double(b.y) - Double(first.y)) - (Double(b.x) - Double(first.x)) * ay
            }
        }
        let shown = found.filter { $0.visibleFrom == 8 }.map(area).min() ?? 0
        let hidden = found.filter { $0.visibleFrom > 8 }.map(area).max() ?? 0
        #expect(found.filter { $0.visibleFrom == 8 }.count == 10)
        #expect(shown >= hidden)
    }

    @Test("a layer that is never thinned is visible from its first zoom")
    func always() throws {
        let schema = Subdivision.schema(
            TileSettings(minZoom: 3, maxZoom: 18, fullZoom: 16, featureLimit: 10, always: true))
        #expect(try blocks(land.inputs, schema).allSatisfy { $0.visibleFrom == 3 })
    }

    @Test("a new feature is visible from the least zoom that has room")
    func newFeature() throws {
        let schema = Subdivision.schema(TileSettings(minZoom: 3, maxZoom: 18, fullZoom: 16, featureLimit: 10))
        let box = GridBox(WorldGrid.position(land.origin))
        #expect(TileThinning(schema).visibleFrom(box) { $0.z >= 12 ? 5 : 10 } == 12)
        #expect(TileThinning(schema).visibleFrom(box) { _ in 0 } == 3)
        #expect(TileThinning(schema).visibleFrom(box) { _ in 10 } == 16)
    }
}
