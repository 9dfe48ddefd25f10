import GeoCore

/// A quick proof of validity for the usual parcel: one ring of few vertices that clearly does not touch itself.
///
/// GEOS takes several microseconds for a polygon of a dozen vertices, this a tenth of one. It only ever answers yes
/// where rounding cannot change the answer; all else is left to GEOS.
enum SimpleRing {
    /// The number of vertices up to which comparing all pairs of segments is quicker than GEOS.
    private static let limit = 80

    static func isSurelyValid(_ geometry: Geometry) -> Bool {
        switch geometry {
        case .point, .multiPoint: geometry.paths.allSatisfy { $0.allSatisfy(\.isFinite) }
        case .polygon(let polygon): polygon.rings.count == 1 && isSurelySimple(polygon.exterior)
        case .multiPolygon(let polygons):
            polygons.count == 1 && polygons[0].rings.count == 1 && isSurelySimple(polygons[0].exterior)
        case .lineString, .multiLineString: false
        }
    }

    /// Twice-summed trapezes about the first vertex, so that large coordinates lose nothing; counterclockwise is positive.
    static func signedArea(_ ring: [Coordinate]) -> Double {
        guard let origin = ring.first else { return 0 }
        var sum = 0.0
        for index in ring.indices.dropLast() {
            let a = ring[index]
            let b = ring[index + 1]
            sum += (a.x - origin.x) * (b.y - origin.y) - (b.x - origin.x) * (a.y - origin.y)
        }
        return sum / 2
    }

    private static func isSurelySimple(_ ring: [Coordinate]) -> Bool {
        guard (4...limit).contains(ring.count), ring[0] == ring[ring.count - 1] else { return false }
        let vertices = ring.span
        for first in 0..<ring.count - 1 where !isSurelyApart(first, in: vertices) { return false }
        return true
    }

    /// Whether the segment from a vertex meets no later one but its neighbour, and that only in their vertex.
    private static func isSurelyApart(_ first: Int, in ring: Span<Coordinate>) -> Bool {
        let segments = ring.count - 1
        let next = first + 1 == segments ? 0 : first + 1
        guard turnsOrGoesOn(ring[first], ring[first + 1], ring[next + 1]) else { return false }
        // The last segment is a neighbour of the first.
        let end = first == 0 ? segments - 1 : segments
        var second = first + 2
        while second < end {
            guard surelyApart(ring[first], ring[first + 1], ring[second], ring[second + 1]) else { return false }
            second += 1
        }
        return true
    }

    /// Neighbours share a vertex; they share more only where the second turns back on the first.
    private static func turnsOrGoesOn(_ a: Coordinate, _ b: Coordinate, _ c: Coordinate) -> Bool {
        if side(a, b, c) != 0 { return true }
        let along = (b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y)
        let scale = abs((b.x - a.x) * (c.x - b.x)) + abs((b.y - a.y) * (c.y - b.y))
        return along > scale * 0.5
    }

    private static func surelyApart(_ a: Coordinate, _ b: Coordinate, _ c: Coordinate, _ d: Coordinate) -> Bool {
        if max(a.x, b.x) < min(c.x, d.x) || max(c.x, d.x) < min(a.x, b.x) { return true }
        if max(a.y, b.y) < min(c.y, d.y) || max(c.y, d.y) < min(a.y, b.y) { return true }
        let c1 = side(a, b, c)
        if c1 != 0, c1 == side(a, b, d) { return true }
        let a1 = side(c, d, a)
        return a1 != 0 && a1 == side(c, d, b)
    }

    /// 1 left, -1 right, 0 where rounding could decide (Shewchuk's first error bound for the orientation test).
    private static func side(_ a: Coordinate, _ b: Coordinate, _ c: Coordinate) -> Int {
        let left = (a.x - c.x) * (b.y - c.y)
        let right = (a.y - c.y) * (b.x - c.x)
        let determinant = left - right
        let bound = 3.330_669_073_875_471_6e-16 * (abs(left) + abs(right)) * 2
        return determinant > bound ? 1 : determinant < -bound ? -1 : 0
    }
}
