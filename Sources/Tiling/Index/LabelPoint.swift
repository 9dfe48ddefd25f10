import GeoCore

/// Finds where the label of a polygon stands: well inside its largest part, far from its borders.
///
/// The centroid is taken where it lies deep enough inside; else the middles of the widest cuts along several rows
/// compete with it, and the best is moved while that takes it farther from the border.
struct LabelPoint {
    /// A centroid whose squared distance from the border is at least this share of the area is good enough: a
    /// rectangle of 1 : 8 has 1/32.
    private static let enough = 0.03
    private static let rows: [Double] = [0.5, 0.25, 0.75, 0.125, 0.375, 0.625, 0.875]

    /// Edges in grid steps from the first vertex: x and y of the start, x and y of the end.
    private var edges: [SIMD4<Double>] = []
    private let origin: GridPosition

    /// The label point of a polygon geometry, or `nil` for another kind or an empty one.
    static func find(in geometry: GridGeometry) -> GridPosition? {
        guard geometry.kind == .polygon, let part = largestPart(of: geometry.paths) else { return nil }
        return LabelPoint(rings: geometry.paths[part]).find(area: geometry.paths[part.lowerBound].doubledArea / 2)
    }

    /// The range of paths of the polygon whose exterior has the largest area.
    private static func largestPart(of paths: [GridPath]) -> Range<Int>? {
        guard !paths.isEmpty else { return nil }
        var best = 0
        var bestArea = -1.0
        for (index, path) in paths.enumerated() where path.beginsPart {
            let area = path.doubledArea
            if area > bestArea { (best, bestArea) = (index, area) }
        }
        var end = best + 1
        while end < paths.count, !paths[end].beginsPart { end += 1 }
        return best..<end
    }

    private init(rings: ArraySlice<GridPath>) {
        origin = rings.first?.positions.first ?? GridPosition(x: 0, y: 0)
        edges.reserveCapacity(rings.reduce(0) { $0 + $1.positions.count })
        for ring in rings {
            guard let last = ring.positions.last else { continue }
            var previous = relative(last)
            for position in ring.positions {
                let next = relative(position)
                edges.append(SIMD4(lowHalf: previous, highHalf: next))
                previous = next
            }
        }
    }

    private func find(area: Double) -> GridPosition {
        let centroid = centroid()
        let depth = depth(at: centroid)
        if depth >= Self.enough * area { return position(centroid) }
        var best = (point: centroid, depth: depth)
        for point in rowMiddles() {
            let depth = self.depth(at: point)
            if depth > best.depth { best = (point, depth) }
        }
        return position(best.depth > 0 ? refined(best.point, best.depth) : best.point)
    }

    /// Moves a point by ever smaller steps to where the border is farther.
    private func refined(_ start: SIMD2<Double>, _ startDepth: Double) -> SIMD2<Double> {
        var best = start
        var depth = startDepth
        var step = depth.squareRoot()
        for _ in 0..<6 {
            for move in [SIMD2(step, 0), SIMD2(-step, 0), SIMD2(0, step), SIMD2(0, -step)] {
                let candidate = ((best + move) as SIMD2<Double>).rounded(.toNearestOrEven)
                let candidateDepth = self.depth(at: candidate)
                if candidateDepth > depth { (best, depth) = (candidate, candidateDepth) }
            }
            step /= 2
        }
        return best
    }

    /// The squared distance to the nearest edge, or −1 outside.
    private func depth(at point: SIMD2<Double>) -> Double {
        var isInside = false
        var least = Double.infinity
        for edge in edges {
            let start = edge.lowHalf, end = edge.highHalf
            let delta = end - start, offset = point - start
            if (start.y > point.y) != (end.y > point.y), offset.x < delta.x * offset.y / delta.y { isInside.toggle() }
            let length = (delta * delta).sum()
            let along = length == 0 ? 0 : min(1, max(0, (offset * delta).sum() / length))
            let gap = offset - delta * along
            least = min(least, (gap * gap).sum())
        }
        return isInside ? least : -1
    }

    /// The centroid over all rings, holes taken off, on a grid position.
    private func centroid() -> SIMD2<Double> {
        var sum = SIMD2<Double>(0, 0)
        var doubledArea = 0.0
        for edge in edges {
            let cross = edge.x * edge.w - edge.z * edge.y
            doubledArea += cross
            sum += (edge.lowHalf + edge.highHalf) * cross
        }
        guard doubledArea != 0 else { return SIMD2(0, 0) }
        return (sum / (3 * doubledArea)).rounded(.toNearestOrEven)
    }

    /// The middle of the widest stretch inside on each of several rows between the northernmost and southernmost
    /// vertex.
    private func rowMiddles() -> [SIMD2<Double>] {
        let north = edges.lazy.map(\.y).min() ?? 0, south = edges.lazy.map(\.y).max() ?? 0
        return Self.rows.compactMap { share in
            let y = (north + (south - north) * share).rounded()
            return widestMiddle(atRow: y)
        }
    }

    private func widestMiddle(atRow y: Double) -> SIMD2<Double>? {
        var crossings: [Double] = []
        for edge in edges where (edge.y > y) != (edge.w > y) {
            crossings.append(edge.x + (edge.z - edge.x) * (y - edge.y) / (edge.w - edge.y))
        }
        crossings.sort()
        var best: (middle: Double, width: Double)?
        for index in stride(from: 0, to: crossings.count - 1, by: 2) {
            let width = crossings[index + 1] - crossings[index]
            if width > best?.width ?? -1 { best = ((crossings[index] + crossings[index + 1]) / 2, width) }
        }
        return best.map { SIMD2($0.middle.rounded(), y) }
    }

    private func relative(_ position: GridPosition) -> SIMD2<Double> {
        SIMD2(Double(position.x) - Double(origin.x), Double(position.y) - Double(origin.y))
    }

    private func position(_ point: SIMD2<Double>) -> GridPosition {
        func step(_ value: Double) -> UInt32 { UInt32(min(max(value, 0), Double(UInt32.max))) }
        return GridPosition(x: step(point.x + Double(origin.x)), y: step(point.y + Double(origin.y)))
    }
}
