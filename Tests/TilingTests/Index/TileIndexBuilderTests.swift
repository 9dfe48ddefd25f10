import GeoCore
import Testing
import Tiling

@Suite("Tile index")
struct TileIndexBuilderTests {
    private let land = Subdivision(columns: 20, rows: 20)
    private let schema = Subdivision.schema()

    @Test("every feature comes back with its id, shape and values")
    func roundTrip() throws {
        let inputs = land.inputs
        let found = try entries(try blocks(inputs, schema), schema)
        #expect(found.count == inputs.count)
        for input in inputs {
            let entry = try #require(found[input.id])
            #expect(entry.values == input.values)
            let expected = try #require(try GridGeometry(input.geometry))
            #expect(entry.geometry.paths.map(\.positions) == expected.paths.map(\.positions))
        }
    }

    @Test("the order in which features come changes nothing")
    func orderOfArrival() throws {
        var random = SeededGenerator(seed: 3)
        let thinned = Subdivision.schema(TileSettings(maxZoom: 16, fullZoom: 15, featureLimit: 50))
        let first = try entries(try blocks(land.inputs, thinned), thinned)
        let second = try entries(try blocks(land.inputs.shuffled(using: &random), thinned), thinned)
        #expect(first == second)
    }

    @Test("neighbours share every simplified border at every zoom")
    func sharedBorders() throws {
        let found = try entries(try blocks(land.inputs, schema), schema)
        let rim = Set(oneSided(found.values, 18).joined())
        for zoom in 0...18 {
            let oneSided = oneSided(found.values, zoom)
            #expect(oneSided.count >= 80)
            #expect(oneSided.allSatisfy { $0.isSubset(of: rim) })
        }
    }

    /// The edges that only one parcel has: without mistakes those on the rim of the land.
    private func oneSided(_ entries: some Collection<TileIndexEntry>, _ zoom: Int) -> [Set<GridPosition>] {
        var sides: [Set<GridPosition>: Int] = [:]
        for path in entries.flatMap({ $0.geometry.simplified(to: zoom).paths }) {
            for (position, next) in zip(path.positions, path.positions.dropFirst() + path.positions.prefix(1)) {
                sides[[position, next], default: 0] += 1
            }
        }
        return sides.filter { $0.value != 2 }.map(\.key)
    }

    @Test("no ring falls below a triangle at any zoom, and every vertex is kept at the deepest")
    func rings() throws {
        for entry in try entries(try blocks(land.inputs, schema), schema).values {
            for path in entry.geometry.paths {
                #expect(path.simplified(to: 0).positions.count >= 3)
                #expect(path.simplified(to: schema.deepestZoom).positions == path.positions)
            }
        }
    }

    @Test("what is left out lies within half a tile unit of what remains", arguments: [10, 13, 15, 16])
    func tolerance(_ zoom: Int) throws {
        let limit = Double(1 << (20 - zoom)) / 2
        for entry in try entries(try blocks(land.inputs, schema), schema).values {
            for path in entry.geometry.paths {
                let kept = path.simplified(to: zoom).positions
                #expect(path.positions.allSatisfy { distance($0, fromRing: kept) <= limit })
            }
        }
    }

    @Test("an island and the hole it fills are simplified alike")
    func islandInHole() throws {
        var random = SeededGenerator(seed: 8)
        let circle = (0..<60).map { step -> Coordinate in
            let angle = Double(step) * .pi / 30, radius = 0.001 * Double.random(in: 0.8...1, using: &random)
            return Coordinate(x: 109 + radius * angle.cosine, y: 13 + radius * (angle + .pi / 2).cosine)
        }
        let outer = [(108.99, 12.99), (109.01, 12.99), (109.01, 13.01), (108.99, 13.01), (108.99, 12.99)]
            .map { Coordinate(x: $0.0, y: $0.1) }
        let values = [FieldValue](repeating: .null, count: 4)
        let ring = circle + circle.prefix(1)
        let rotated = Array((circle[25...] + circle[...25]).reversed())
        let found = try entries(
            try blocks(
                [
                    TileIndexInput(id: 1, geometry: .polygon(Polygon(rings: [outer, ring])), values: values),
                    TileIndexInput(id: 2, geometry: .polygon(Polygon(rings: [rotated])), values: values),
                ], schema), schema)
        for zoom in 0...18 {
            let hole = try #require(found[1]).geometry.paths[1].simplified(to: zoom).positions
            let island = try #require(found[2]).geometry.paths[0].simplified(to: zoom).positions
            #expect(Set(hole) == Set(island))
            #expect(hole.count >= 3)
        }
    }

    @Test("a label point lies inside its polygon")
    func labels() throws {
        var random = SeededGenerator(seed: 4)
        for number in 0..<300 {
            let ring = starRing(&random)
            let input = TileIndexInput(
                id: Int64(number + 1), geometry: .polygon(Polygon(rings: [ring])),
                values: [FieldValue](repeating: .null, count: 4))
            let entry = try #require(try TileIndexEntry(input, schema: schema, visibleFrom: 0))
            let label = try #require(entry.label)
            let onGrid = entry.geometry.paths[0].positions.map { Coordinate(x: Double($0.x), y: Double($0.y)) }
            let point = Coordinate(x: Double(label.x), y: Double(label.y))
            #expect(PointInPolygon.contains(point, Polygon(rings: [onGrid + onGrid.prefix(1)])))
        }
    }

    @Test("a coordinate that is no number is refused, a polygon smaller than the grid is not indexed")
    func badInput() throws {
        let values = [FieldValue](repeating: .null, count: 4)
        var builder = TileIndexBuilder(schema: schema, scratch: MemoryScratchSpace())
        let bad = [(0.0, 0.0), (1, .nan), (1, 1), (0, 0)].map { Coordinate(x: $0.0, y: $0.1) }
        #expect(throws: TilingError.self) {
            try builder.add(TileIndexInput(id: 1, geometry: .polygon(Polygon(rings: [bad])), values: values))
        }
        let tiny = [(0.0, 0.0), (1e-9, 0), (1e-9, 1e-9), (0, 0)].map { Coordinate(x: $0.0, y: $0.1) }
        let input = TileIndexInput(id: 1, geometry: .polygon(Polygon(rings: [tiny])), values: values)
        #expect(try builder.add(input) == false)
        #expect(throws: TilingError.self) {
            try builder.add(TileIndexInput(id: 1, geometry: .point(bad[0]), values: values))
        }
    }

    @Test("no features give no blocks")
    func empty() throws {
        #expect(try blocks([], schema).isEmpty)
    }
}

/// A ring around a centre with spikes in and out, so that its centroid is often outside.
private func starRing(_ random: inout SeededGenerator) -> [Coordinate] {
    let count = Int.random(in: 3...40, using: &random)
    let part = Double.random(in: 0.3...1, using: &random)
    let ring = (0..<count).map { step -> Coordinate in
        let angle = 2 * .pi * part * Double(step) / Double(count)
        let radius = 0.002 * Double.random(in: 0.1...1, using: &random)
        return Coordinate(x: 109 + radius * angle.cosine, y: 13 + radius * (angle - .pi / 2).cosine)
    }
    return ring + ring.prefix(1)
}

/// The distance in grid steps from a vertex to the nearest segment of a ring.
private func distance(_ position: GridPosition, fromRing ring: [GridPosition]) -> Double {
    func vector(_ from: GridPosition, _ to: GridPosition) -> SIMD2<Double> {
        SIMD2(Double(to.x) - Double(from.x), Double(to.y) - Double(from.y))
    }
    return ring.indices.map { index in
        let start = ring[index]
        let along = vector(start, ring[(index + 1) % ring.count]), offset = vector(start, position)
        let share = min(1, max(0, (along * offset).sum() / (along * along).sum()))
        let gap = offset - along * share
        return (gap * gap).sum().squareRoot()
    }.min() ?? .infinity
}
