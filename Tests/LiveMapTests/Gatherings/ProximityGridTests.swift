import GeoCore
import Testing

@Suite("ProximityGrid and UncertainPlace")
struct ProximityGridTests {
    private static func points(around center: Coordinate, count: Int, spread: Double) -> [Coordinate] {
        var state: UInt64 = 11
        func signed() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 11) * 0x1p-52 - 1
        }
        return (0..<count).map { _ in
            let longitude = (center.longitude + signed() * spread).remainder(dividingBy: 360)
            return Coordinate(
                longitude: longitude, latitude: min(90, max(-90, center.latitude + signed() * spread)))
        }
    }

    @Test(
        "the pairs are those that comparing all with all finds, at sea, at the antimeridian and at a pole",
        arguments: [(109.5, 13.5, 0.1), (180, -17, 0.1), (0, 89.99, 0.02), (0, 0, 0.1)])
    func pairs(longitude: Double, latitude: Double, spread: Double) {
        let points = Self.points(around: Coordinate(x: longitude, y: latitude), count: 120, spread: spread)
        var expected: Set<[Int]> = []
        for first in points.indices {
            for second in points.indices where second > first {
                if Geodesic.distance(from: points[first], to: points[second]) <= 1_500 {
                    expected.insert([first, second])
                }
            }
        }
        var found: [[Int]] = []
        let grid = ProximityGrid(points, radiusMeters: 1_500)
        grid.forEachPair { first, second, _ in found.append([first, second]) }
        #expect(Set(found) == expected && found.count == expected.count && !expected.isEmpty)
        #expect(points.indices.reduce(0) { $0 + grid.neighbours(of: $1).count } == 2 * expected.count)
    }

    @Test("a point that is not on the Earth has no neighbours")
    func invalid() {
        let points = [Coordinate(x: 1, y: 1), Coordinate(x: .nan, y: 1), Coordinate(x: 1, y: 91)]
        #expect(points.indices.allSatisfy { ProximityGrid(points, radiusMeters: 10).neighbours(of: $0).isEmpty })
    }

    @Test("the chance of being within a radius is Rayleigh's at the centre and that of a half-plane far from it")
    func chances() {
        let rayleigh = UncertainPlace.probability(withinMeters: 1_000, offsetMeters: 0, deviationMeters: 1_000)
        #expect(abs(rayleigh - 0.393_469) < 1e-4)
        let edge = UncertainPlace.probability(withinMeters: 100_000, offsetMeters: 100_000, deviationMeters: 10)
        #expect(abs(edge - 0.5) < 1e-3)
        #expect(UncertainPlace.probability(withinMeters: 10, offsetMeters: 11, deviationMeters: 0) == 0)
        #expect(UncertainPlace.probability(withinMeters: 10, offsetMeters: 1e6, deviationMeters: 1) == 0)
    }
}
