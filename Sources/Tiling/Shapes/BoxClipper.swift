package import GeoCore

/// Cuts lines and polygons to a box that does not cross the antimeridian.
///
/// A polygon's rings are cut into the chains that run inside the box; chains are joined along the box's sides so that
/// the inside stays on the left, which gives separate rings for separate pieces and no bridges between them. Where
/// that does not give the exact area (rings that cross themselves), the plain cut by half planes is taken instead.
package struct BoxClipper: Sendable {
    package let box: BoundingBox
    /// The box's corners in the order of a walk with the inside on the left: the surveyor's area is positive.
    private let corners: [Coordinate]

    package init(_ box: BoundingBox) {
        precondition(!box.crossesAntimeridian, "cut at the antimeridian first")
        self.box = box
        corners = [
            Coordinate(x: box.west, y: box.south), Coordinate(x: box.east, y: box.south),
            Coordinate(x: box.east, y: box.north), Coordinate(x: box.west, y: box.north),
        ]
    }

    /// The stretches of a line inside the box, in its direction; a line that only touches the box at a point gives
    /// none.
    package func clip(line: [Coordinate]) -> [[Coordinate]] {
        var chains: [[Coordinate]] = []
        var current: [Coordinate] = []
        for (start, end) in zip(line, line.dropFirst()) {
            guard let cut = segment(from: start, to: end) else { continue }
            if current.isEmpty { current.append(cut.start) }
            if cut.end != current.last { current.append(cut.end) }
            if cut.end != end || !box.contains(end) { flush(&current, to: &chains) }
        }
        flush(&current, to: &chains)
        return chains
    }

    /// The part of a polygon inside the box; rings are closed on both sides. Exteriors come out with a positive
    /// surveyor's area, holes with a negative one.
    package func clip(_ polygon: Polygon) -> [Polygon] {
        let open = polygon.rings.map { $0.first == $0.last ? Array($0.dropLast()) : $0 }
        return clip(openRings: open).map { rings in Polygon(rings: rings.map { $0 + $0.prefix(1) }) }
    }

    /// The same for rings whose last vertex does not repeat the first.
    package func clip(openRings: [[Coordinate]]) -> [[[Coordinate]]] {
        guard let exterior = openRings.first.flatMap({ Self.turned($0, exterior: true) }) else { return [] }
        let rings = [exterior] + openRings.dropFirst().compactMap { Self.turned($0, exterior: false) }
        let expected = rings.map(halfPlaneCut)
        guard !expected[0].isEmpty else { return [] }
        let joined = join(rings)
        let wanted = expected.reduce(0) { $0 + Self.doubledArea($1) }
        let got = joined.joined().reduce(0) { $0 + Self.doubledArea($1) }
        let tolerance = 1e-9 * (box.east - box.west) * (box.north - box.south)
        if abs(wanted - got) <= tolerance { return joined }
        return [expected.filter { $0.count > 2 && Self.doubledArea($0) != 0 }]
    }
}

extension BoxClipper {
    /// The part of a segment inside the box, with exact coordinates on its sides; `nil` where it is outside. The cut is
    /// the same whichever way the segment runs.
    private func segment(from start: Coordinate, to end: Coordinate) -> (start: Coordinate, end: Coordinate)? {
        if box.contains(start), box.contains(end) { return (start, end) }
        if max(start.x, end.x) < box.west || min(start.x, end.x) > box.east { return nil }
        if max(start.y, end.y) < box.south || min(start.y, end.y) > box.north { return nil }
        let isForward = (start.x, start.y) <= (end.x, end.y)
        let cut = isForward ? orderedSegment(start, end) : orderedSegment(end, start)
        return isForward ? cut : cut.map { ($0.end, $0.start) }
    }

    private func orderedSegment(_ start: Coordinate, _ end: Coordinate) -> (start: Coordinate, end: Coordinate)? {
        var hits: [Coordinate] = []
        if box.contains(start) { hits.append(start) }
        for x in [box.west, box.east] where (start.x < x) != (end.x < x) && start.x != x && end.x != x {
            let y = start.y + (end.y - start.y) * ((x - start.x) / (end.x - start.x))
            if y >= box.south, y <= box.north { hits.append(Coordinate(x: x, y: y)) }
        }
        for y in [box.south, box.north] where (start.y < y) != (end.y < y) && start.y != y && end.y != y {
            let x = start.x + (end.x - start.x) * ((y - start.y) / (end.y - start.y))
            if x >= box.west, x <= box.east { hits.append(Coordinate(x: x, y: y)) }
        }
        if box.contains(end) { hits.append(end) }
        func along(_ hit: Coordinate) -> Double {
            (hit.x - start.x) * (end.x - start.x) + (hit.y - start.y) * (end.y - start.y)
        }
        hits.sort { along($0) < along($1) }
        guard let first = hits.first, let last = hits.last else { return nil }
        return (first, last)
    }

    private func flush(_ chain: inout [Coordinate], to chains: inout [[Coordinate]]) {
        if chain.count > 1 { chains.append(chain) }
        chain = []
    }

    /// Sutherland and Hodgman's cut: its signed area is right for any ring, but pieces hang together along the sides.
    private func halfPlaneCut(_ ring: [Coordinate]) -> [Coordinate] {
        var result = ring
        result = Self.cut(result, keep: { $0.x >= box.west }, at: { Self.atX(box.west, $0, $1) })
        result = Self.cut(result, keep: { $0.x <= box.east }, at: { Self.atX(box.east, $0, $1) })
        result = Self.cut(result, keep: { $0.y >= box.south }, at: { Self.atY(box.south, $0, $1) })
        return Self.cut(result, keep: { $0.y <= box.north }, at: { Self.atY(box.north, $0, $1) })
    }

    private static func cut(
        _ ring: [Coordinate], keep: (Coordinate) -> Bool, at cross: (Coordinate, Coordinate) -> Coordinate
    ) -> [Coordinate] {
        guard var previous = ring.last else { return [] }
        var result: [Coordinate] = []
        result.reserveCapacity(ring.count + 4)
        for point in ring {
            if keep(point) != keep(previous) { result.append(cross(previous, point)) }
            if keep(point) { result.append(point) }
            previous = point
        }
        return result
    }

    private static func atX(_ x: Double, _ start: Coordinate, _ end: Coordinate) -> Coordinate {
        let (low, high) = start.x < end.x ? (start, end) : (end, start)
        return Coordinate(x: x, y: low.y + (high.y - low.y) * ((x - low.x) / (high.x - low.x)))
    }

    private static func atY(_ y: Double, _ start: Coordinate, _ end: Coordinate) -> Coordinate {
        let (low, high) = start.y < end.y ? (start, end) : (end, start)
        return Coordinate(x: low.x + (high.x - low.x) * ((y - low.y) / (high.y - low.y)), y: y)
    }

    /// A ring in the direction its role wants, or `nil` where it has no area.
    private static func turned(_ ring: [Coordinate], exterior: Bool) -> [Coordinate]? {
        let area = doubledArea(ring)
        guard area != 0 else { return nil }
        return (area > 0) == exterior ? ring : ring.reversed()
    }

    /// Twice the signed area, taken from the first vertex.
    static func doubledArea(_ ring: [Coordinate]) -> Double {
        guard let origin = ring.first else { return 0 }
        var sum = 0.0
        var previousX = 0.0, previousY = 0.0
        for point in ring.dropFirst() {
            let x = point.x - origin.x, y = point.y - origin.y
            sum += previousX * y - x * previousY
            (previousX, previousY) = (x, y)
        }
        return sum
    }
}

extension BoxClipper {
    /// A stretch of a ring inside the box, from one point on a side to another.
    private struct Chain {
        var points: [Coordinate]
        /// How far along the box's sides it begins and ends.
        var entry: Double
        var exit: Double
        var isUsed = false
    }

    /// Joins what lies inside the box of an exterior and its holes into polygons.
    private func join(_ rings: [[Coordinate]]) -> [[[Coordinate]]] {
        var chains: [Chain] = []
        var exteriors: [[Coordinate]] = []
        var holes: [[Coordinate]] = []
        var coversBox = false
        for (index, ring) in rings.enumerated() {
            if ring.allSatisfy(box.contains) {
                if index == 0 { exteriors.append(ring) } else { holes.append(ring) }
                continue
            }
            let own = chainsOf(ring)
            chains += own
            guard own.isEmpty else { continue }
            let surrounds = PointInPolygon.contains(box.center, openRing: ring)
            if index == 0 { coversBox = surrounds } else if surrounds { return [] }
        }
        exteriors += walk(&chains)
        if exteriors.isEmpty, coversBox { exteriors = [corners] }
        return assign(holes, to: exteriors)
    }

    private func chainsOf(_ ring: [Coordinate]) -> [Chain] {
        guard let start = ring.firstIndex(where: { !box.contains($0) }) else { return [] }
        let line = Array(ring[start...] + ring[...start])
        return clip(line: line).compactMap { points in
            guard let first = points.first, let last = points.last else { return nil }
            return Chain(points: points, entry: position(of: first), exit: position(of: last))
        }
    }

    /// Goes along each chain, then along the box's sides to the next chain's beginning, until it is back.
    private func walk(_ chains: inout [Chain]) -> [[Coordinate]] {
        let order = chains.indices.sorted { chains[$0].entry < chains[$1].entry }
        var rings: [[Coordinate]] = []
        for start in chains.indices where !chains[start].isUsed {
            var ring: [Coordinate] = []
            var current = start
            while !chains[current].isUsed {
                chains[current].isUsed = true
                ring += chains[current].points
                let exit = chains[current].exit
                let next = order.first { chains[$0].entry >= exit } ?? order[0]
                appendCorners(from: exit, to: chains[next].entry, &ring)
                current = next
            }
            rings.append(ring)
        }
        return rings.filter { Self.doubledArea($0) > 0 }
    }

    private func appendCorners(from exit: Double, to entry: Double, _ ring: inout [Coordinate]) {
        let total = 2 * ((box.east - box.west) + (box.north - box.south))
        let end = entry >= exit ? entry : entry + total
        let places = corners.map(position)
        for turn in [0, total] {
            for (corner, place) in zip(corners, places) where place + turn > exit && place + turn < end {
                ring.append(corner)
            }
        }
    }

    /// How far a point on the box's sides is from its first corner, walking with the inside on the left.
    private func position(of point: Coordinate) -> Double {
        let width = box.east - box.west, height = box.north - box.south
        if point.y == box.south { return point.x - box.west }
        if point.x == box.east { return width + (point.y - box.south) }
        if point.y == box.north { return width + height + (box.east - point.x) }
        return 2 * width + height + (box.north - point.y)
    }

    private func assign(_ holes: [[Coordinate]], to exteriors: [[Coordinate]]) -> [[[Coordinate]]] {
        var polygons = exteriors.map { [$0] }
        for hole in holes {
            let owner =
                exteriors.count == 1
                ? 0 : exteriors.firstIndex { PointInPolygon.contains(hole[0], openRing: $0) }
            if let owner, polygons.indices.contains(owner) { polygons[owner].append(hole) }
        }
        return polygons
    }
}
