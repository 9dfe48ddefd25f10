import GeoCore

/// The edges of a zone's polygons, found by bands of latitude so that a question touches only the few beside the point.
///
/// Rings count by turns (even-odd), so holes and several parts need no order; parts must not overlap, as valid
/// multipolygons do not. Answers are exact for the vertices as they are.
///
/// A class, since it is asked for every fix and copying its arrays with it cost as much as some of the answers.
final class ZoneShape: Sendable {
    let box: BoundingBox
    private let edges: [Edge]
    private let bandsPerDegree: Double
    private let bandCount: Int
    /// For each band where its edges begin in `members`, and the end of the last.
    private let offsets: [Int32]
    private let members: [Int32]

    /// `nil` where there is no ring with an area.
    init?(_ polygons: [Polygon]) {
        let rings = polygons.flatMap(\.rings).filter { $0.count > 3 }
        guard let box = BoundingBox(enclosing: rings.joined()), box.north > box.south else { return nil }
        self.box = box
        edges = rings.flatMap { ring in zip(ring, ring.dropFirst()).filter { $0 != $1 }.map(Edge.init) }
        bandCount = max(1, min(edges.count / 2, Self.mostBands))
        bandsPerDegree = Double(bandCount) / (box.north - box.south)
        (offsets, members) = Self.bands(edges, count: bandCount, south: box.south, perDegree: bandsPerDegree)
    }

    /// Whether a point is inside or on the boundary.
    func contains(_ point: Coordinate) -> Bool {
        guard box.contains(point) else { return false }
        let band = Self.band(point.y, count: bandCount, south: box.south, perDegree: bandsPerDegree)
        var isInside = false
        for member in offsets[band]..<offsets[band + 1] {
            switch edges[Int(members[Int(member)])].meeting(rayEastFrom: point) {
            case .none: continue
            case .crossed: isInside.toggle()
            case .touched: return true
            }
        }
        return isInside
    }

    /// Metres from a point to the boundary, from inside or outside, or `nil` where that is more than the limit.
    func distanceToBoundary(from point: Coordinate, within limit: Double) -> Double? {
        let scale = LocalScale(latitude: point.y)
        let reach = limit / scale.metersPerDegreeNorth * 1.01
        guard point.y + reach >= box.south, point.y - reach <= box.north else { return nil }
        var best = limit * limit * 1.02
        var nearest: Edge?
        forEachEdge(south: point.y - reach, north: point.y + reach) { edge in
            let squared = edge.squaredDistance(from: point, scale: scale)
            guard squared < best else { return }
            best = squared
            nearest = edge
        }
        guard let nearest else { return nil }
        let exact = GeodesicOrigin(point).distance(to: .lineString([nearest.start, nearest.end]))
        return exact <= limit ? exact : nil
    }

    /// The parts of the straight way between two points that lie inside, as shares of it in order: 0 is `start`, 1 is `end`.
    func partsInside(from start: Coordinate, to end: Coordinate) -> [ClosedRange<Double>] {
        let way = BoundingBox(
            west: min(start.x, end.x), south: min(start.y, end.y), east: max(start.x, end.x),
            north: max(start.y, end.y))
        guard way.intersects(box) else { return [] }
        var cuts: [Double] = []
        forEachEdge(south: way.south, north: way.north) { edge in
            if let share = edge.crossing(from: start, to: end, way: way) { cuts.append(share) }
        }
        guard !cuts.isEmpty else { return contains(Self.point(at: 0.5, from: start, to: end)) ? [0...1] : [] }
        cuts += [0, 1]
        cuts.sort()
        return parts(between: cuts, from: start, to: end)
    }

    private func parts(
        between cuts: [Double], from start: Coordinate, to end: Coordinate
    ) -> [ClosedRange<Double>] {
        var parts: [ClosedRange<Double>] = []
        for (first, last) in zip(cuts, cuts.dropFirst()) where last > first {
            guard contains(Self.point(at: (first + last) / 2, from: start, to: end)) else { continue }
            if let previous = parts.last, previous.upperBound == first {
                parts[parts.count - 1] = previous.lowerBound...last
            } else {
                parts.append(first...last)
            }
        }
        return parts
    }

    private static func point(at share: Double, from start: Coordinate, to end: Coordinate) -> Coordinate {
        Coordinate(x: start.x + (end.x - start.x) * share, y: start.y + (end.y - start.y) * share)
    }

    private static let mostBands = 4_096
}

extension ZoneShape {
    /// Calls for every edge of the bands between two latitudes; more than once for an edge of several bands.
    private func forEachEdge(south: Double, north: Double, _ body: (Edge) -> Void) {
        let first = Self.band(south, count: bandCount, south: box.south, perDegree: bandsPerDegree)
        let last = Self.band(north, count: bandCount, south: box.south, perDegree: bandsPerDegree)
        for member in offsets[first]..<offsets[last + 1] { body(edges[Int(members[Int(member)])]) }
    }

    private static func band(_ latitude: Double, count: Int, south: Double, perDegree: Double) -> Int {
        Int(max(0, min(Double(count - 1), (latitude - south) * perDegree)))
    }

    private static func bands(
        _ edges: [Edge], count: Int, south: Double, perDegree: Double
    ) -> (offsets: [Int32], members: [Int32]) {
        func range(_ edge: Edge) -> ClosedRange<Int> {
            band(
                edge.south, count: count, south: south, perDegree: perDegree)...band(
                    edge.north, count: count, south: south, perDegree: perDegree)
        }
        var offsets = Array<Int32>(repeating: 0, count: count + 1)
        for edge in edges { for band in range(edge) { offsets[band + 1] += 1 } }
        for band in 0..<count { offsets[band + 1] += offsets[band] }
        var members = Array<Int32>(repeating: 0, count: Int(offsets[count]))
        var next = offsets
        for (index, edge) in edges.enumerated() {
            for band in range(edge) {
                members[Int(next[band])] = Int32(index)
                next[band] += 1
            }
        }
        return (offsets, members)
    }
}

extension ZoneShape {
    /// A straight edge in degrees, its ends different.
    fileprivate struct Edge: Sendable {
        let start: Coordinate
        let end: Coordinate

        var south: Double { min(start.y, end.y) }
        var north: Double { max(start.y, end.y) }

        enum Meeting {
            case none
            case crossed
            case touched
        }

        /// Half open in latitude, so that a corner on the ray counts once.
        func meeting(rayEastFrom point: Coordinate) -> Meeting {
            guard point.y >= south, point.y <= north, point.x <= max(start.x, end.x) else { return .none }
            let straddles = (start.y <= point.y) != (end.y <= point.y)
            if point.x < min(start.x, end.x) { return straddles ? .crossed : .none }
            let sign = Orientation.sign(start, end, point)
            if sign == 0 { return .touched }
            guard straddles else { return .none }
            return (sign > 0) == (end.y > start.y) ? .crossed : .none
        }

        func squaredDistance(from point: Coordinate, scale: LocalScale) -> Double {
            let east = scale.metersPerDegreeEast
            let north = scale.metersPerDegreeNorth
            let (dx, dy) = ((end.x - start.x) * east, (end.y - start.y) * north)
            let (px, py) = ((point.x - start.x) * east, (point.y - start.y) * north)
            let share = max(0, min(1, (px * dx + py * dy) / (dx * dx + dy * dy)))
            let (gx, gy) = (px - share * dx, py - share * dy)
            return gx * gx + gy * gy
        }

        /// The share of a way at which it meets this edge; `nil` where it does not, or runs along it.
        func crossing(from first: Coordinate, to last: Coordinate, way: BoundingBox) -> Double? {
            guard max(start.x, end.x) >= way.west, min(start.x, end.x) <= way.east, north >= way.south,
                south <= way.north
            else { return nil }
            let before = Orientation.sign(start, end, first)
            let after = Orientation.sign(start, end, last)
            guard (before > 0) != (after > 0) || before == 0 || after == 0, before != after else { return nil }
            let one = Orientation.sign(first, last, start)
            let other = Orientation.sign(first, last, end)
            guard one == 0 || other == 0 || (one > 0) != (other > 0) else { return nil }
            return max(0, min(1, before / (before - after)))
        }
    }
}
