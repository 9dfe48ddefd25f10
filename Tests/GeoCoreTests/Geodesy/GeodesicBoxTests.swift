import GeoCore
import Testing

@Suite struct GeodesicBoxTests {
    @Test(
        "every point of the circle lies in the box, wherever the circle is",
        arguments: [0.0, 5, 500, 50_000, 2e6, 1.5e7])
    func holdsTheCircle(radius: Double) {
        var generator = SeededGenerator(seed: 9)
        for index in 0..<200 {
            var center = generator.coordinate()
            if index % 4 == 0 {
                center.y = center.y < 0 ? generator.number(-90 ... -89.5) : generator.number(89.5...90)
            }
            if index % 4 == 1 { center.x = 180 - generator.number(-0.001...0.001) }
            let box = BoundingBox.enclosing(center, radiusMeters: radius)
            for azimuth in stride(from: 0.0, to: 360, by: 7.5) {
                let point = Geodesic.direct(from: center, azimuth: azimuth, meters: radius).coordinate
                #expect(box.parts.contains { $0.contains(point) }, "\(center) \(azimuth) \(point) \(box)")
            }
        }
    }

    @Test("the box is hardly larger than the circle", arguments: [500.0, 50_000, 300_000])
    func isTight(radius: Double) {
        let center = Coordinate(longitude: 109.2, latitude: 13.8)
        let box = BoundingBox.enclosing(center, radiusMeters: radius)
        let east = Geodesic.direct(from: center, azimuth: 90, meters: radius).coordinate.longitude
        let north = Geodesic.direct(from: center, azimuth: 0, meters: radius).coordinate.latitude
        #expect(box.east - center.longitude < (east - center.longitude) * 1.001)
        #expect(box.north - center.latitude < (north - center.latitude) * 1.000_01)
    }

    @Test("a circle over a pole spans all longitudes up to it, one across the antimeridian has west beyond east")
    func edges() {
        let polar = BoundingBox.enclosing(Coordinate(longitude: 20, latitude: 89.99), radiusMeters: 5_000)
        #expect((polar.west, polar.east, polar.north) == (-180, 180, 90))
        let crossing = BoundingBox.enclosing(Coordinate(longitude: 179.999, latitude: 10), radiusMeters: 1_000)
        #expect(crossing.crossesAntimeridian)
        let whole = BoundingBox.enclosing(Coordinate(longitude: 0, latitude: 0), radiusMeters: 3e7)
        #expect(whole == BoundingBox(west: -180, south: -90, east: 180, north: 90))
    }

    @Test("a densified line stays within its tolerance of the geodesic", arguments: [0.1, 1, 50])
    func densify(tolerance: Double) {
        var generator = SeededGenerator(seed: 10)
        for _ in 0..<20 {
            let start = generator.coordinate(latitudes: -50...50)
            let end = Coordinate(
                longitude: max(-180, min(180, start.longitude + generator.number(-8...8))),
                latitude: start.latitude + generator.number(-8...8))
            let dense = Geodesic.densified([start, end], maxDeviationMeters: tolerance)
            #expect(dense.first == start && dense.last == end)
            for (first, second) in zip(dense, dense.dropFirst()) {
                for share in stride(from: 0.1, to: 1, by: 0.2) {
                    let straight = Coordinate(
                        x: first.x + (second.x - first.x) * share, y: first.y + (second.y - first.y) * share)
                    #expect(Geodesic.distance(from: straight, to: .lineString([start, end])) <= tolerance)
                }
            }
        }
    }

    @Test("a published boundary line of 400 km departs from its chord by more than a metre until it is densified")
    func boundary() {
        let line = [Coordinate(longitude: 109, latitude: 12), Coordinate(longitude: 112.5, latitude: 13)]
        let middle = Coordinate(longitude: 110.75, latitude: 12.5)
        #expect(Geodesic.distance(from: middle, to: .lineString(line)) > 100)
        #expect(Geodesic.densified(line).count > 10)
        #expect(Geodesic.densified(line, maxDeviationMeters: 1e9) == line)
    }

    @Test("no edge of a densified line is longer than the spacing")
    func spacing() {
        let line = [Coordinate(longitude: 109, latitude: 12), Coordinate(longitude: 109.1, latitude: 12.1)]
        let dense = Geodesic.densified(line, maxSpacingMeters: 1_000)
        let edges = zip(dense, dense.dropFirst()).map { Geodesic.distance(from: $0, to: $1) }
        #expect(edges.allSatisfy { $0 <= 1_000.000_001 })
        #expect(dense.count == Int((Geodesic.length(of: line) / 1_000).rounded(.up)) + 1)
    }

    @Test("densifying a polygon keeps its rings closed and leaves points alone")
    func densifyPolygon() throws {
        let ring = [(109.0, 12.0), (112, 12), (112, 14), (109, 12)].map { Coordinate(x: $0.0, y: $0.1) }
        guard case .polygon(let dense) = Geodesic.densified(.polygon(Polygon(rings: [ring]))) else {
            Issue.record("a polygon became something else")
            return
        }
        #expect(dense.exterior.first == dense.exterior.last)
        #expect(dense.exterior.count > ring.count)
        #expect(Geodesic.densified(.multiPoint(ring)) == .multiPoint(ring))
    }
}
