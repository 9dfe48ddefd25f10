import Foundation
import GeoCore
import Testing
import Tiling

@Suite("Box clipper")
struct BoxClipperTests {
    private let box = BoundingBox(west: 0, south: 0, east: 10, north: 10)

    private func polygon(_ points: [(Double, Double)]) -> Polygon {
        Polygon(rings: [points.map { Coordinate(x: $0.0, y: $0.1) } + [Coordinate(x: points[0].0, y: points[0].1)]])
    }

    @Test("random stars keep exactly the area that lies in the box, in rings that do not touch themselves")
    func randomStars() {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<500 {
            let star = randomStar(&random)
            let parts = BoxClipper(box).clip(star)
            let area = parts.reduce(0) { $0 + self.area($1.rings[0]) }
            #expect(parts.allSatisfy { $0.rings.joined().allSatisfy(box.contains) })
            #expect(area <= abs(self.area(star.rings[0])) + 1e-9)
            #expect(abs(area - sampledArea(star)) < 1.5)
            #expect(parts.allSatisfy { RingCheck().check($0) == .valid })
        }
    }

    @Test("a comb falls into one piece for each tooth")
    func comb() {
        let comb = polygon([
            (-5, -3), (12, -3), (12, -1), (9, -1), (9, 5), (7, 5), (7, -1), (3, -1), (3, 5), (1, 5), (1, -1), (-5, -1),
        ])
        let parts = BoxClipper(box).clip(comb)
        #expect(parts.count == 2)
        #expect(parts.allSatisfy { abs(area($0.rings[0]) - 10) < 1e-9 })
    }

    @Test("a hole across the box's side becomes a bay, a hole inside stays, a hole around the box leaves nothing")
    func holes() {
        var land = polygon([(-5, -5), (15, -5), (15, 15), (-5, 15)])
        land.rings +=
            polygon([(-1, 4), (-1, 6), (2, 6), (2, 4)]).rings + polygon([(5, 5), (5, 6), (6, 6), (6, 5)]).rings
        let parts = BoxClipper(box).clip(land)
        #expect(parts.count == 1)
        #expect(parts[0].rings.count == 2)
        #expect(abs(area(parts[0].rings[0]) - 96) < 1e-9)
        #expect(abs(area(parts[0].rings[1]) + 1) < 1e-9)
        let around = polygon([(-2, -2), (-2, 12), (12, 12), (12, -2)]).rings
        #expect(BoxClipper(box).clip(Polygon(rings: land.rings.prefix(1) + around)).isEmpty)
    }

    @Test("polygons that touch the box from outside, or share a side, give nothing or themselves")
    func touching() {
        #expect(BoxClipper(box).clip(polygon([(10, 2), (14, 2), (14, 6), (10, 6)])).isEmpty)
        #expect(BoxClipper(box).clip(polygon([(10, 10), (12, 10), (12, 12)])).isEmpty)
        let inside = BoxClipper(box).clip(polygon([(0, 2), (4, 2), (4, 6), (0, 6)]))
        #expect(inside.count == 1 && abs(area(inside[0].rings[0]) - 16) < 1e-9)
        let half = BoxClipper(box).clip(polygon([(5, 0), (15, 0), (15, 10), (5, 10)]))
        #expect(half.count == 1 && abs(area(half[0].rings[0]) - 50) < 1e-9)
    }

    @Test("a line is cut where it leaves and enters, the same in both directions")
    func lines() {
        let line = [(-1.0, 1.0), (3, 3), (11, 4), (11, 7), (2, 9)].map { Coordinate(x: $0.0, y: $0.1) }
        let pieces = BoxClipper(box).clip(line: line)
        #expect(pieces.count == 2)
        let back = BoxClipper(box).clip(line: line.reversed())
        #expect(back.reversed().map { Array($0.reversed()) } == pieces)
        #expect(BoxClipper(box).clip(line: [Coordinate(x: -1, y: 1), Coordinate(x: 1, y: -1)]).isEmpty)
        #expect(BoxClipper(box).clip(line: []).isEmpty)
    }

    private func randomStar(_ random: inout SeededGenerator) -> Polygon {
        let count = Int.random(in: 3...24, using: &random)
        let x = Double.random(in: -2...12, using: &random), y = Double.random(in: -2...12, using: &random)
        let ring = (0..<count).map { step -> (Double, Double) in
            let angle = 2 * Double.pi * Double(step) / Double(count)
            let radius = Double.random(in: 0.5...9, using: &random)
            return (x + radius * cos(angle), y + radius * sin(angle))
        }
        return polygon(ring)
    }

    private func area(_ ring: [Coordinate]) -> Double {
        zip(ring, ring.dropFirst()).reduce(0) { $0 + $1.0.x * $1.1.y - $1.1.x * $1.0.y } / 2
    }

    /// The area inside the box by counting points of a lattice.
    private func sampledArea(_ polygon: Polygon) -> Double {
        var count = 0
        for column in 0..<60 {
            for row in 0..<60 {
                let point = Coordinate(x: (Double(column) + 0.5) / 6, y: (Double(row) + 0.5) / 6)
                if PointInPolygon.contains(point, polygon) { count += 1 }
            }
        }
        return Double(count) / 36
    }
}
