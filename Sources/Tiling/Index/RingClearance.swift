import GeoCore

/// How far apart the segments of a polygon lie that are not neighbours, and so from which zoom on rounding cannot make
/// them touch.
///
/// Simplifying moves a border by at most half a unit and rounding a vertex by at most 0.71; two borders that are more
/// than twice the sum apart cannot meet. The same distance is asked of the far end of each segment from its neighbour,
/// which a fold would have to cross.
struct RingClearance {
    private static let unitsNeeded = 2.43
    /// The zoom that no tile has: the rings are always to be looked at.
    static let never: UInt8 = 255

    private struct Edge {
        let start: SIMD2<Double>
        let end: SIMD2<Double>
        let low: SIMD2<Double>
        let high: SIMD2<Double>
        let ring: Int
        let index: Int
    }

    private let edges: [Edge]
    private let counts: [Int]
    private var best: Double

    /// The least zoom at which no ring of the polygon can touch itself or another by simplifying and rounding.
    static func safeZoom(of paths: [GridPath]) -> UInt8 {
        var clearance = RingClearance(paths)
        clearance.search()
        guard clearance.best > 0 else { return never }
        let steps = clearance.best.squareRoot() / unitsNeeded
        return (0...20).first { Double(1 << (20 - $0)) < steps }.map(UInt8.init) ?? never
    }

    private init(_ paths: [GridPath]) {
        var edges: [Edge] = []
        edges.reserveCapacity(paths.reduce(0) { $0 + $1.positions.count })
        for (ring, path) in paths.enumerated() {
            guard let last = path.positions.last else { continue }
            var start = SIMD2(Double(last.x), Double(last.y))
            for (index, position) in path.positions.enumerated() {
                let end = SIMD2(Double(position.x), Double(position.y))
                edges.append(
                    Edge(
                        start: start, end: end, low: pointwiseMin(start, end), high: pointwiseMax(start, end),
                        ring: ring, index: index))
                start = end
            }
        }
        self.edges = edges.count > 40 ? edges.sorted { $0.low.x < $1.low.x } : edges
        counts = paths.map(\.positions.count)
        // Farther apart than this is safe at every zoom, so that nothing beyond needs comparing.
        let enough = Self.unitsNeeded * Double(1 << 20) * 1.01
        best = enough * enough
    }

    private mutating func search() {
        if edges.count > 40 { sweep() } else { compareAll() }
    }

    private mutating func compareAll() {
        for first in edges.indices {
            for second in edges.indices[(first + 1)...] { compare(edges[first], edges[second]) }
        }
    }

    private mutating func sweep() {
        var active: [Edge] = []
        for edge in edges {
            let reach = best.squareRoot()
            active.removeAll { $0.high.x + reach < edge.low.x }
            for other in active {
                compare(edge, other)
                if best == 0 { return }
            }
            active.append(edge)
        }
    }

    @inline(__always)
    private mutating func compare(_ first: Edge, _ second: Edge) {
        let gap = pointwiseMax(pointwiseMax(first.low - second.high, second.low - first.high), SIMD2(0, 0))
        guard (gap * gap).sum() < best else { return }
        if first.ring == second.ring {
            let count = counts[first.ring]
            if (first.index + 1) % count == second.index { return compareNeighbours(first, second) }
            if (second.index + 1) % count == first.index { return compareNeighbours(second, first) }
        }
        compareStrangers(first, second)
    }

    private mutating func compareNeighbours(_ first: Edge, _ second: Edge) {
        best = min(best, Self.distance(first.start, second), Self.distance(second.end, first))
    }

    private mutating func compareStrangers(_ first: Edge, _ second: Edge) {
        if Self.cross(first, second) {
            best = 0
            return
        }
        best = min(best, Self.distance(first.start, second), Self.distance(first.end, second))
        best = min(best, Self.distance(second.start, first), Self.distance(second.end, first))
    }

    private static func cross(_ first: Edge, _ second: Edge) -> Bool {
        func side(_ edge: Edge, _ point: SIMD2<Double>) -> Double {
            let along = edge.end - edge.start, offset = point - edge.start
            return along.x * offset.y - along.y * offset.x
        }
        return side(first, second.start) * side(first, second.end) <= 0
            && side(second, first.start) * side(second, first.end) <= 0
    }

    private static func distance(_ point: SIMD2<Double>, _ edge: Edge) -> Double {
        let along = edge.end - edge.start, offset = point - edge.start
        let length = (along * along).sum()
        let share = min(1, max(0, (along * offset).sum() / length))
        let gap = offset - along * share
        return (gap * gap).sum()
    }
}
