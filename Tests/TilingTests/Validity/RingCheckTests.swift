import GeoCore
import Testing
import Tiling

@Suite("Ring check")
struct RingCheckTests {
    private func ring(_ points: [(Double, Double)]) -> [Coordinate] {
        points.map { Coordinate(x: $0.0, y: $0.1) }
    }

    private func check(_ rings: [(Double, Double)]...) -> RingCheck.Result {
        RingCheck().check(Polygon(rings: rings.map(ring)))
    }

    @Test("simple rings are proven, in either direction and with vertices in line")
    func simple() {
        #expect(check([(0, 0), (1, 0), (0, 1), (0, 0)]) == .valid)
        #expect(check([(0, 0), (0, 1), (1, 0), (0, 0)]) == .valid)
        #expect(check([(0, 0), (1, 0), (2, 0), (2, 2), (0, 2), (0, 0)]) == .valid)
        #expect(check([(0, 0), (4, 0), (4, 4), (2, 1), (0, 4), (0, 0)]) == .valid)
    }

    @Test(
        "rings that cross, touch, fold or repeat are not proven",
        arguments: [
            [(0, 0), (2, 2), (2, 0), (0, 2), (0, 0)],
            [(0, 0), (4, 0), (4, 4), (2, 0), (0, 4), (0, 0)],
            [(0, 0), (4, 0), (2, 0), (2, 2), (0, 0)],
            [(0, 0), (4, 0), (4, 0), (2, 2), (0, 0)],
            [(0, 0), (4, 0), (4, 4), (0, 4)],
            [(0, 0), (1, 1), (0, 0)],
            [(0, 0), (1, 1), (2, 2), (0, 0)],
            [(0, 0), (1, .nan), (1, 1), (0, 0)],
            [(0, 0), (1, 0), (1, .infinity), (0, 0)],
            [],
        ] as [[(Double, Double)]])
    func notSimple(_ points: [(Double, Double)]) {
        #expect(check(points) == .notProvenValid)
    }

    @Test("holes must lie inside and apart")
    func holes() {
        let shell = [(0.0, 0.0), (9, 0), (9, 9), (0, 9), (0, 0)]
        let hole = [(1.0, 1.0), (1, 2), (2, 2), (2, 1), (1, 1)]
        let far = [(4.0, 4.0), (4, 5), (5, 5), (5, 4), (4, 4)]
        #expect(check(shell, hole, far) == .valid)
        #expect(check(shell, hole, hole) == .notProvenValid)
        #expect(check(shell, [(10, 10), (10, 11), (11, 11), (10, 10)]) == .notProvenValid)
        #expect(check(shell, [(8, 8), (8, 10), (10, 10), (8, 8)]) == .notProvenValid)
        #expect(check(shell, [(0.5, 0.5), (0.5, 3), (3, 3), (3, 0.5), (0.5, 0.5)], hole) == .notProvenValid)
    }

    @Test("parts of a multipolygon must lie apart")
    func parts() {
        let first = Polygon(rings: [ring([(0, 0), (2, 0), (2, 2), (0, 2), (0, 0)])])
        let apart = Polygon(rings: [ring([(3, 0), (4, 0), (4, 2), (3, 0)])])
        let inside = Polygon(rings: [ring([(0.5, 0.5), (1, 0.5), (1, 1), (0.5, 0.5)])])
        #expect(RingCheck().check(.multiPolygon([first, apart])) == .valid)
        #expect(RingCheck().check(.multiPolygon([first, inside])) == .notProvenValid)
        #expect(RingCheck().check(.multiPolygon([])) == .notProvenValid)
    }

    @Test("the sweep for long rings and the comparison for short ones agree with a plain search", arguments: 1...200)
    func agrees(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let count = Int.random(in: 4...60, using: &random)
        let spread = Bool.random(using: &random) ? 0.9 : 0.01
        let open = (0..<count).map { step -> Coordinate in
            let angle =
                2 * Double.pi * Double(step) / Double(count) + spread * Double.random(in: -0.3...0.3, using: &random)
            let radius = Double.random(in: 1...2, using: &random)
            return Coordinate(x: radius * angle.cosine, y: radius * (angle - .pi / 2).cosine)
        }
        let closed = open + open.prefix(1)
        #expect((RingCheck().check(Polygon(rings: [closed])) == .valid) == isSimpleByPlainSearch(closed))
    }

    /// Proper crossings between any two segments that are not neighbours; random coordinates never merely touch.
    private func isSimpleByPlainSearch(_ ring: [Coordinate]) -> Bool {
        let count = ring.count - 1
        for first in 0..<count {
            for second in 0..<count where second > first + 1 && !(first == 0 && second == count - 1) {
                let a = ring[first], b = ring[first + 1], c = ring[second], d = ring[second + 1]
                func side(_ p: Coordinate, _ q: Coordinate, _ r: Coordinate) -> Bool {
                    (q.x - p.x) * (r.y - p.y) > (q.y - p.y) * (r.x - p.x)
                }
                if side(a, b, c) != side(a, b, d), side(c, d, a) != side(c, d, b) { return false }
            }
        }
        return true
    }

    @Test("orientation is exact where rounding would decide")
    func orientation() {
        let start = Coordinate(x: 12, y: 12), end = Coordinate(x: 24, y: 24)
        #expect(Orientation.sign(start, end, Coordinate(x: 0.5, y: 0.5)) == 0)
        #expect(Orientation.sign(start, end, Coordinate(x: 0.5, y: 0.5.nextUp)) == 1)
        #expect(Orientation.sign(start, end, Coordinate(x: 0.5, y: 0.5.nextDown)) == -1)
        #expect(Orientation.sign(end, start, Coordinate(x: 0.5.nextUp, y: 0.5)) == 1)
    }
}
