import GeoCore
import LiveMap
import Testing

@Suite("ZoneIndex")
struct ZoneIndexTests {
    private static let day = CivilDay(number: 20_000)

    @Test(
        "a point is inside as the crossing of all edges says, for stars with holes and several parts", arguments: 0..<8)
    func containsAsAllEdgesSay(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let star = Star(vertices: 1_000, &random)
        let index = ZoneIndex([star.zone("s")])
        for _ in 0..<2_000 {
            let point = Coordinate(
                x: Double.random(in: 108.9...111.1, using: &random), y: Double.random(in: 12.9...15.1, using: &random))
            #expect(index.zones(containing: point, on: Self.day).isEmpty != star.contains(point))
        }
    }

    @Test("corners and points on edges are inside, exactly")
    func containsItsBoundary() {
        let square = ZoneIndex([Sea.zone("s", .port, Sea.box(109.1, 13.1, 109.7, 13.7))])
        for (x, y) in [(109.1, 13.1), (109.7, 13.7), (109.1, 13.4), (109.4, 13.1), (109.4, 13.7), (109.7, 13.2)] {
            #expect(!square.zones(containing: Coordinate(x: x, y: y), on: Self.day).isEmpty)
        }
        for (x, y) in [(109.1.nextDown, 13.4), (109.7.nextUp, 13.4), (109.4, 13.1.nextDown), (109.4, 13.7.nextUp)] {
            #expect(square.zones(containing: Coordinate(x: x, y: y), on: Self.day).isEmpty)
        }
        let slope = [
            Coordinate(x: 0.5, y: 0.5), Coordinate(x: 12.5, y: 12.5), Coordinate(x: 24, y: 24), Coordinate(x: 24, y: 0),
            Coordinate(x: 0.5, y: 0.5),
        ]
        let triangle = ZoneIndex([Sea.zone("t", .port, Polygon(rings: [slope]))])
        for power in 1...50 {
            let along = 0.5 + 1 / Double(UInt64(1) << UInt64(power))
            let left = Coordinate(x: along.nextDown, y: along)
            #expect(!triangle.zones(containing: Coordinate(x: along, y: along), on: Self.day).isEmpty)
            #expect(triangle.zones(containing: left, on: Self.day).isEmpty)
        }
    }

    @Test("two zones that share a border leave no point between them out")
    func leavesNoGap() {
        var random = SplitMix(seed: 9)
        let border = (0...200).map { step in
            Coordinate(x: 110 + Double.random(in: -0.1...0.1, using: &random), y: 13 + Double(step) / 100)
        }
        let west = border + [Coordinate(x: 109, y: 15), Coordinate(x: 109, y: 13), border[0]]
        let east = border + [Coordinate(x: 111, y: 15), Coordinate(x: 111, y: 13), border[0]]
        let index = ZoneIndex([
            Sea.zone("w", .inshore, Polygon(rings: [west])), Sea.zone("e", .offshore, Polygon(rings: [east])),
        ])
        for _ in 0..<20_000 {
            let point = Coordinate(
                x: Double.random(in: 109.89...110.11, using: &random),
                y: Double.random(in: 13.01...14.99, using: &random))
            #expect(index.zones(containing: point, on: Self.day).count == 1)
        }
    }

    @Test("the depth in a zone is the geodesic distance to its border, negative outside", arguments: 20..<24)
    func measuresDepth(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let star = Star(vertices: 300, &random)
        let index = ZoneIndex([star.zone("s")])
        for _ in 0..<60 {
            let point = Coordinate(
                x: Double.random(in: 109.3...110.7, using: &random), y: Double.random(in: 13.3...14.7, using: &random))
            let depth = try #require(index.depth(of: point, in: "s", on: Self.day))
            let rings = star.polygon.rings
            let expected = Geodesic.distance(from: point, to: .multiLineString(rings))
            #expect(abs(abs(depth) - expected) <= 0.002 * expected + 0.1)
            #expect((depth >= 0) == star.contains(point))
        }
    }

    @Test("zones are found among thousands as by looking at each, in order of code")
    func findsAmongThousands() {
        var random = SplitMix(seed: 5)
        let zones = (0..<3_000).map { number in
            let x = Double.random(in: 105...115, using: &random)
            let y = Double.random(in: 8...20, using: &random)
            let width = Double.random(in: 0.01...0.5, using: &random)
            return Sea.zone("z\(number)", .caution, Sea.box(x, y, x + width, y + width))
        }
        let index = ZoneIndex(zones)
        for _ in 0..<300 {
            let point = Coordinate(
                x: Double.random(in: 105...115, using: &random), y: Double.random(in: 8...20, using: &random))
            let expected = zones.filter {
                BoundingBox(enclosing: $0.polygons[0].exterior)?.contains(point) == true
            }.map(\.reference.id).sorted()
            #expect(index.zones(containing: point, on: Self.day).map(\.reference.id) == expected)
        }
    }

    @Test("a zone holds on its days alone, and one code may mean another area later")
    func followsTheDays() throws {
        let change = try #require(CivilDay("2026-01-25"))
        var old = Sea.zone("long", .inshore, Sea.box(109, 13, 110, 14))
        old.validity = DayRange(to: change)
        var new = Sea.zone("long", .inshore, Sea.box(109.5, 13, 110, 14))
        new.validity = DayRange(from: change)
        new.reference.revision = 2
        let index = ZoneIndex([new, old])
        let point = Coordinate(x: 109.2, y: 13.5)
        #expect(index.zones(containing: point, on: change.adding(days: -1)).map(\.reference.revision) == [1])
        #expect(index.zones(containing: point, on: change).isEmpty)
        #expect(index.zone("long", on: change)?.reference.revision == 2)
    }

    @Test("nothing, a line and numbers that are none make no zone and answer nothing")
    func survivesNothing() {
        let flat = Polygon(rings: [Array(repeating: Coordinate(x: 109, y: 13), count: 5)])
        #expect(ZoneIndex([Sea.zone("f", .port, flat), Sea.zone("e", .port, Polygon(rings: []))]).zones.isEmpty)
        let index = ZoneIndex([Sea.zone("s", .port, Sea.box(109, 13, 110, 14))])
        for value in [Double.nan, .infinity, -.infinity, 1e300] {
            let point = Coordinate(x: value, y: 13.5)
            #expect(index.zones(containing: point, on: Self.day).isEmpty)
            #expect(index.zones(containing: Coordinate(x: 109.5, y: value), on: Self.day).isEmpty)
        }
    }
}

/// A star around 110, 14 whose radius changes from vertex to vertex, with a hole of the same kind.
struct Star {
    let polygon: Polygon

    init(vertices: Int, _ random: inout SplitMix) {
        polygon = Polygon(rings: [Self.ring(vertices, 0.5...1, &random), Self.ring(vertices / 4, 0.1...0.4, &random)])
    }

    private static func ring(_ count: Int, _ radii: ClosedRange<Double>, _ random: inout SplitMix) -> [Coordinate] {
        var (x, y) = (1.0, 0.0)
        let turn = Self.turn(count)
        var ring: [Coordinate] = []
        for _ in 0..<count {
            let radius = Double.random(in: radii, using: &random)
            ring.append(Coordinate(x: 110 + radius * x, y: 14 + radius * y))
            (x, y) = (x * turn.x - y * turn.y, x * turn.y + y * turn.x)
        }
        return ring + [ring[0]]
    }

    /// Cosine and sine of a full turn's part, by their series.
    private static func turn(_ count: Int) -> (x: Double, y: Double) {
        let angle = 2 * Double.pi / Double(count)
        let square = angle * angle
        return (
            1 - square / 2 + square * square / 24 - square * square * square / 720,
            angle * (1 - square / 6 + square * square / 120 - square * square * square / 5_040)
        )
    }

    func zone(_ code: String) -> Zone { Sea.zone(code, .caution, polygon) }

    /// By every edge.
    func contains(_ point: Coordinate) -> Bool {
        var isInside = false
        for ring in polygon.rings {
            for (start, end) in zip(ring, ring.dropFirst()) where (start.y > point.y) != (end.y > point.y) {
                let x = start.x + (point.y - start.y) / (end.y - start.y) * (end.x - start.x)
                if point.x < x { isInside.toggle() }
            }
        }
        return isInside
    }
}
