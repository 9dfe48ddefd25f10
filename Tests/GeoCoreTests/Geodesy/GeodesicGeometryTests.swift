import Foundation
import GeoCore
import Testing

@Suite struct GeodesicGeometryTests {
    private static let square = [(109.0, 13.0), (109.1, 13), (109.1, 13.1), (109, 13.1), (109, 13)]

    private func ring(_ points: [(Double, Double)]) -> [Coordinate] {
        points.map { Coordinate(longitude: $0.0, latitude: $0.1) }
    }

    @Test("the distance to a line is the least over points sampled along it", arguments: [0.001, 0.05, 0.3, 3.0, 20])
    func line(degrees: Double) {
        var generator = SeededGenerator(seed: 6)
        for _ in 0..<40 {
            let point = generator.coordinate(latitudes: -60...60)
            let path = (0..<4).map { _ in generator.coordinate(around: point, degrees: degrees) }
            let distance = Geodesic.distance(from: point, to: .lineString(path))
            let sampled = samples(path).reduce(.infinity) { min($0, Geodesic.distance(from: point, to: $1)) }
            #expect(distance <= sampled + 1e-5)
            #expect(distance >= sampled - Geodesic.length(of: path) / 600)
        }
    }

    @Test("the nearest point lies at the distance, on the line")
    func nearest() throws {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<200 {
            let point = generator.coordinate(latitudes: -60...60)
            let path = (0..<4).map { _ in generator.coordinate(around: point, degrees: 0.2) }
            let found = try #require(GeodesicOrigin(point).nearestPoint(of: .lineString(path)))
            #expect(abs(found.distanceMeters - Geodesic.distance(from: point, to: .lineString(path))) < 2e-5)
            #expect(abs(Geodesic.distance(from: point, to: found.coordinate) - found.distanceMeters) < 1e-6)
            #expect(Geodesic.distance(from: found.coordinate, to: .lineString(path)) < 1e-4)
        }
    }

    @Test("a polygon is at distance 0 inside, at its hole's edge in a hole")
    func polygon() {
        let hole = ring([(109.04, 13.04), (109.06, 13.04), (109.06, 13.06), (109.04, 13.06), (109.04, 13.04)])
        let geometry = Geometry.polygon(Polygon(rings: [ring(Self.square), hole]))
        #expect(Geodesic.distance(from: Coordinate(longitude: 109.02, latitude: 13.02), to: geometry) == 0)
        let inHole = Coordinate(longitude: 109.041, latitude: 13.05)
        let edge = Geodesic.distance(from: inHole, to: Coordinate(longitude: 109.04, latitude: 13.05))
        #expect(abs(Geodesic.distance(from: inHole, to: geometry) - edge) < 1e-3)
        let outside = Coordinate(longitude: 109.05, latitude: 12.9)
        let below = Geodesic.distance(from: outside, to: Coordinate(longitude: 109.05, latitude: 13))
        #expect(abs(Geodesic.distance(from: outside, to: geometry) - below) < 1)
    }

    @Test("an empty geometry is infinitely far")
    func empty() {
        let origin = Coordinate(longitude: 0, latitude: 0)
        #expect(Geodesic.distance(from: origin, to: .multiPoint([])) == .infinity)
        #expect(Geodesic.distance(from: origin, to: .polygon(Polygon(rings: []))) == .infinity)
        #expect(GeodesicOrigin(origin).nearestPoint(of: .multiPolygon([])) == nil)
    }

    @Test("an edge bulges poleward: a point between the straight line and the geodesic is inside")
    func bulge() {
        let polygon = Polygon(rings: [ring([(100, 20), (120, 20), (110, 5), (100, 20)])])
        #expect(polygon.containsGeodesically(Coordinate(longitude: 110, latitude: 20.1)))
        #expect(!polygon.containsGeodesically(Coordinate(longitude: 110, latitude: 20.6)))
        #expect(!polygon.containsGeodesically(Coordinate(longitude: 121, latitude: 20)))
    }

    @Test("containment agrees with which side of every edge of a convex polygon the point is on")
    func containment() {
        var generator = SeededGenerator(seed: 8)
        for size in [0.001, 0.05, 1, 10] {
            for _ in 0..<200 {
                let center = generator.coordinate(latitudes: -65...65)
                let corners = stride(from: 360.0, to: 0, by: -60).map {
                    Geodesic.direct(from: center, azimuth: $0, meters: size * 111_000).coordinate
                }
                let point = generator.coordinate(around: center, degrees: size * 1.2)
                let isLeft = corners.indices.allSatisfy { index in
                    let (start, end) = (corners[index], corners[(index + 1) % corners.count])
                    let edge = Geodesic.inverse(from: start, to: end).azimuth
                    let turn = Geodesic.inverse(from: start, to: point).azimuth - edge
                    return turn.remainder(dividingBy: 360) < 0
                }
                #expect(Polygon(rings: [corners + [corners[0]]]).containsGeodesically(point) == isLeft)
            }
        }
    }

    @Test("in a town, containment is the plane's, but for points at the boundary")
    func planarContainment() {
        var generator = SeededGenerator(seed: 18)
        for _ in 0..<100 {
            let center = generator.coordinate(latitudes: 8...23)
            let corners = stride(from: 0.0, to: 360, by: 18).map { angle in
                Geodesic.direct(from: center, azimuth: angle, meters: generator.number(100...3_000)).coordinate
            }
            let closed = corners + [corners[0]]
            for _ in 0..<30 {
                let point = generator.coordinate(around: center, degrees: 0.03)
                guard Geodesic.distance(from: point, to: .lineString(closed)) > 1 else { continue }
                #expect(Polygon(rings: [closed]).containsGeodesically(point) == planar(closed, holds: point))
            }
        }
    }

    /// The sum of the angles under which the edges are seen is a turn inside and nothing outside.
    private func planar(_ ring: [Coordinate], holds point: Coordinate) -> Bool {
        let angles = ring.map { atan2($0.y - point.y, $0.x - point.x) }
        let turn = zip(angles, angles.dropFirst()).reduce(0) { $0 + ($1.1 - $1.0).remainder(dividingBy: 2 * .pi) }
        return abs(turn) > .pi
    }

    @Test("a polygon across the antimeridian holds what is on both sides")
    func antimeridian() {
        let polygon = Polygon(rings: [ring([(179, 10), (-179, 10), (-179, 11), (179, 11), (179, 10)])])
        #expect(polygon.containsGeodesically(Coordinate(longitude: 180, latitude: 10.5)))
        #expect(polygon.containsGeodesically(Coordinate(longitude: -179.5, latitude: 10.5)))
        #expect(!polygon.containsGeodesically(Coordinate(longitude: 0, latitude: 10.5)))
    }

    @Test("a ring round a pole holds the pole", arguments: [1.0, -1])
    func pole(sign: Double) {
        let polygon = Polygon(rings: [ring([0.0, 90, 180, -90, 0].map { ($0, 70 * sign) })])
        #expect(polygon.containsGeodesically(Coordinate(longitude: 33, latitude: 89 * sign)))
        #expect(polygon.containsGeodesically(Coordinate(longitude: -170, latitude: 85 * sign)))
        #expect(!polygon.containsGeodesically(Coordinate(longitude: -170, latitude: 60 * sign)))
        #expect(!polygon.containsGeodesically(Coordinate(longitude: -170, latitude: -85 * sign)))
    }

    @Test("areas are those of Karney's own program")
    func area() {
        let square = ring([(109, 13), (110, 13), (110, 14), (109, 14), (109, 13)])
        #expect(abs(Geodesic.area(ofRing: square) - 11_977_816_630.4882) < 0.01)
        #expect(abs(Geodesic.area(ofRing: square.reversed()) - 11_977_816_630.4882) < 0.01)
        let south = ring([(-74, -72.9), (-102, -71.9), (-102, -74.9), (-131, -74.3)])
        #expect(abs(Geodesic.area(ofRing: south) - 207_938_334_832.2109) < 0.1)
        let polar = ring([(0, 80), (90, 80), (180, 80), (270, 80)])
        #expect(abs(Geodesic.area(ofRing: polar) - 2_507_270_031_169.8750) < 1)
    }

    @Test(
        "rings of short edges have the area of Karney's own program, across the equator and the antimeridian too",
        arguments: [
            ([(109.2, 13.7), (109.2011, 13.7002), (109.2009, 13.7013), (109.1998, 13.7009)], 13882.6779),
            ([(20, -70), (20.015, -70.004), (20.011, -70.012), (20, -70.01), (19.99, -70.002)], 736830.8528),
            ([(179.995, 0.005), (179.996, -0.006), (-179.994, -0.005), (-179.993, 0.007)], 1557097.6205),
        ] as [([(Double, Double)], Double)])
    func shortEdges(corners: [(Double, Double)], squareMeters: Double) {
        #expect(abs(Geodesic.area(ofRing: ring(corners)) - squareMeters) < 0.000_5)
    }

    @Test("cutting edges along their geodesics does not change the area")
    func subdivision() {
        var generator = SeededGenerator(seed: 17)
        for size in [1_000.0, 20_000] {
            for _ in 0..<100 {
                let center = generator.coordinate(latitudes: -75...75)
                let corners = stride(from: 360.0, through: 0, by: -90).map {
                    Geodesic.direct(from: center, azimuth: $0, meters: size).coordinate
                }
                let dense = Geodesic.densified(corners, maxSpacingMeters: 300)
                #expect(abs(Geodesic.area(ofRing: dense) - Geodesic.area(ofRing: corners)) < 0.001)
            }
        }
    }

    @Test("holes are taken from the area, and fewer than three vertices hold none")
    func holes() {
        let outer = ring(Self.square)
        let hole = ring([(109.04, 13.04), (109.06, 13.04), (109.06, 13.06), (109.04, 13.06), (109.04, 13.04)])
        let whole = Geodesic.area(of: Polygon(rings: [outer]))
        let less = Geodesic.area(of: .multiPolygon([Polygon(rings: [outer, hole])]))
        #expect(abs(whole - less - Geodesic.area(ofRing: hole)) < 1e-3)
        #expect(Geodesic.area(ofRing: Array(outer.prefix(2))) == 0)
        #expect(Geodesic.area(of: .lineString(outer)) == 0)
    }

    private func samples(_ path: [Coordinate]) -> [Coordinate] {
        zip(path, path.dropFirst()).flatMap { start, end in
            let edge = Geodesic.inverse(from: start, to: end)
            let line = GeodesicLine(from: start, azimuth: edge.azimuth)
            return (0...300).map { line.position(atMeters: edge.distanceMeters * Double($0) / 300).coordinate }
        }
    }
}
