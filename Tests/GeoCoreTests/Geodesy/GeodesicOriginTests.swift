import GeoCore
import Testing

@Suite struct GeodesicOriginTests {
    @Test("a short distance is the full geodesic's to 0.01 mm", arguments: [1e-6, 0.001, 0.1, 0.45, 0.9])
    func shortDistance(degrees: Double) {
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<2_000 {
            let first = generator.coordinate()
            let second = generator.coordinate(around: first, degrees: degrees)
            let exact = Geodesic.distance(from: first, to: second)
            #expect(abs(GeodesicOrigin(first).distance(to: second) - exact) < 1e-5)
        }
    }

    @Test("a limit leaves out exactly what lies beyond it")
    func limit() {
        let center = Coordinate(longitude: 179.999, latitude: 13)
        let origin = GeodesicOrigin(center)
        for azimuth in stride(from: 0.0, to: 360, by: 15) {
            let inside = Geodesic.direct(from: center, azimuth: azimuth, meters: 499.999).coordinate
            let outside = Geodesic.direct(from: center, azimuth: azimuth, meters: 500.001).coordinate
            #expect(origin.distance(to: inside, within: 500) != nil)
            #expect(origin.distance(to: outside, within: 500) == nil)
        }
    }

    @Test("no point of a box is nearer than its lower bound or farther than its upper bound")
    func bounds() {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<300 {
            let corner = generator.coordinate(latitudes: -88...88)
            let box = BoundingBox(
                west: corner.x, south: corner.y,
                east: (corner.x + generator.number(0...30) + 540).truncatingRemainder(dividingBy: 360) - 180,
                north: min(90, corner.y + generator.number(0...20)))
            let origin = GeodesicOrigin(generator.coordinate())
            let lower = origin.lowerBound(to: box), upper = origin.upperBound(to: box)
            for part in box.parts {
                for _ in 0..<20 {
                    let point = Coordinate(
                        longitude: generator.number(part.west...part.east),
                        latitude: generator.number(part.south...part.north))
                    #expect((lower...upper).contains(origin.distance(to: point)))
                }
            }
        }
    }

    @Test("the lower bound is 0 inside a box and near the truth beside it")
    func lowerBoundIsTight() {
        let box = BoundingBox(west: 109, south: 13, east: 110, north: 14)
        #expect(GeodesicOrigin(Coordinate(longitude: 109.5, latitude: 13.5)).lowerBound(to: box) == 0)
        let north = GeodesicOrigin(Coordinate(longitude: 109.5, latitude: 14.1))
        let truth = Geodesic.distance(from: north.coordinate, to: Coordinate(longitude: 109.5, latitude: 14))
        #expect(north.lowerBound(to: box) > truth * 0.99)
        let east = GeodesicOrigin(Coordinate(longitude: 110.1, latitude: 13.5))
        let across = Geodesic.distance(from: east.coordinate, to: Coordinate(longitude: 110, latitude: 13.5))
        #expect(east.lowerBound(to: box) > across * 0.999)
    }
}
