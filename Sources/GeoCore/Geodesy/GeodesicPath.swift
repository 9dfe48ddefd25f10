/// A line of geodesics that many points are measured against: its edges are cut to 10 km and kept in groups with a ball
/// around each, so that what is far costs one comparison and what is near is exact to 0.01 mm.
package struct GeodesicPath: Sendable {
    /// The vertices as they were given.
    package let vertices: [Coordinate]
    private let edges: [GeodesicEdge]
    private let groups: [Group]
    private let isClosed: Bool

    /// - Parameter vertices: CRS84, on the Earth; fewer than two make a path that is infinitely far from everything.
    package init(_ vertices: [Coordinate]) {
        self.vertices = vertices
        let dense = Geodesic.densified(vertices, maxDeviationMeters: 1e9, maxSpacingMeters: Self.longestEdge)
        let origins = dense.map(GeodesicOrigin.init)
        edges = zip(origins, origins.dropFirst())
            .filter { $0.vector != $1.vector }
            .map(GeodesicEdge.init)
        groups = stride(from: 0, to: edges.count, by: Self.groupSize).map { [edges] first in
            Group(edges[first..<min(first + Self.groupSize, edges.count)])
        }
        isClosed = vertices.count > 2 && vertices.first == vertices.last
    }

    /// A distance that no point of the path is nearer than; infinite for an empty path.
    package func lowerBound(from point: GeodesicOrigin) -> Double {
        groups.reduce(.infinity) { min($0, $1.lowerBound(from: point)) }
    }

    /// The distance to the nearest point of the path and the side one is on; `nil` where that is farther than the limit.
    package func place(of point: GeodesicOrigin, within limit: Double = .infinity) -> PathPlace? {
        var best = limit
        var nearest: Int?
        for group in groups where group.lowerBound(from: point) <= best {
            for index in group.range where edges[index].lowerBound(from: point) <= best {
                let distance = edges[index].distance(from: point)
                guard distance < best || (nearest == nil && distance <= best) else { continue }
                best = distance
                nearest = index
            }
        }
        return nearest.map { PathPlace(distanceMeters: best, side: side(of: point, at: $0)) }
    }

    /// By the edge where the nearest point lies within it, by both edges where it is the corner between them.
    private func side(of point: GeodesicOrigin, at index: Int) -> PathSide {
        let edge = edges[index]
        let share = edge.share(of: point)
        var normal = edge.leftNormal
        var corner = edge.start
        if share <= 0 || share >= 1 {
            guard let other = neighbour(of: index, step: share <= 0 ? -1 : 1) else { return .beyondEnd }
            normal += edges[other].leftNormal
            corner = share <= 0 ? edge.start : edge.end
        }
        return (point.vector - corner.vector).dot(normal) >= 0 ? .left : .right
    }

    private func neighbour(of index: Int, step: Int) -> Int? {
        let other = index + step
        if edges.indices.contains(other) { return other }
        return isClosed ? (other + edges.count) % edges.count : nil
    }

    private static let longestEdge = 10_000.0
    private static let groupSize = 16
}

/// Where a point is in relation to a path.
package struct PathPlace: Hashable, Sendable {
    package var distanceMeters: Double
    package var side: PathSide
}

/// The side of a path, looking along it; beyond a free end there is none.
package enum PathSide: Hashable, Sendable {
    case left
    case right
    case beyondEnd
}

extension GeodesicPath {
    /// Neighbouring edges and a ball that holds them, bulge included.
    private struct Group: Sendable {
        let range: Range<Int>
        let center: SIMD3<Double>
        let radius: Double

        init(_ edges: ArraySlice<GeodesicEdge>) {
            range = edges.indices
            let sum = edges.reduce(SIMD3<Double>.zero) { $0 + $1.start.vector + $1.end.vector }
            let middle = sum / Double(2 * edges.count)
            center = middle
            let squared = edges.reduce(0.0) { farthest, edge in
                let (first, last) = (edge.start.vector - middle, edge.end.vector - middle)
                return max(farthest, first.dot(first), last.dot(last))
            }
            radius = squared.squareRoot() + Self.bulge
        }

        func lowerBound(from point: GeodesicOrigin) -> Double {
            let gap = point.vector - center
            return max(0, gap.dot(gap).squareRoot() - radius)
        }

        /// More than an edge of 10 km rises above its chord, metres.
        private static let bulge = 3.0
    }
}

extension GeodesicEdge {
    /// How far along the chord the foot of a point lies: 0 at the start, 1 at the end.
    fileprivate func share(of point: GeodesicOrigin) -> Double {
        let chord = end.vector - start.vector
        return (point.vector - start.vector).dot(chord) / chord.dot(chord)
    }

    /// Horizontal, to the left of the edge, of length 1.
    fileprivate var leftNormal: SIMD3<Double> {
        let up = (start.vector + end.vector) * SIMD3(1, 1, 1 / (1 - Ellipsoid.eccentricitySquared))
        let chord = end.vector - start.vector
        let left = SIMD3(
            up.y * chord.z - up.z * chord.y, up.z * chord.x - up.x * chord.z, up.x * chord.y - up.y * chord.x)
        return left / left.dot(left).squareRoot()
    }
}
