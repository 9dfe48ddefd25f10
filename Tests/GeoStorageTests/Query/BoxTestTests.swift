import GeoCore
import Testing

@testable import GeoStorage

@Suite struct BoxTestTests {
    static let box = BoundingBox(west: 0, south: 0, east: 10, north: 10)
    static let cases: [(Geometry, Bool, String)] = [
        (.point(Coordinate(x: 10, y: 10)), true, "a point on the corner"),
        (.point(Coordinate(x: 10.1, y: 5)), false, "a point beside"),
        (.lineString([Coordinate(x: -5, y: 5), Coordinate(x: 15, y: 6)]), true, "a line across"),
        (.lineString([Coordinate(x: -5, y: 9), Coordinate(x: 2, y: 16)]), false, "a line past the corner"),
        (.lineString([Coordinate(x: -5, y: 5), Coordinate(x: 5, y: 15)]), true, "a line through the corner"),
        (.polygon(.square(-5, 15)), true, "a polygon around"),
        (.polygon(.square(11, 15)), false, "a polygon beside"),
        (.polygon(Polygon(rings: [ring(-5, 15), ring(-1, 11)])), false, "a polygon whose hole holds the box"),
        (.polygon(Polygon(rings: [ring(-5, 15), ring(2, 3)])), true, "a polygon with a hole in the box"),
        (.multiPolygon([.square(-9, -8), .square(3, 4)]), true, "a part inside"),
    ]

    @Test("geometries meet a box exactly", arguments: cases)
    func meets(geometry: Geometry, expected: Bool, title: String) {
        #expect(BoxTest(Self.box).meets(geometry) == expected, "\(title)")
    }

    @Test("a box across the antimeridian meets both sides")
    func antimeridian() {
        let test = BoxTest(BoundingBox(west: 170, south: -10, east: -170, north: 10))
        #expect(test.meets(.point(Coordinate(x: 175, y: 0))))
        #expect(test.meets(.point(Coordinate(x: -175, y: 0))))
        #expect(!test.meets(.point(Coordinate(x: 0, y: 0))))
    }

    private static func ring(_ low: Double, _ high: Double) -> [Coordinate] { Polygon.square(low, high).exterior }
}
