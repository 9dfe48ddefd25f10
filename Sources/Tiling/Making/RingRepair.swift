/// Makes rings that rounding let touch or cross themselves into rings that do not.
///
/// Vertices that came to lie on other segments, and the rounded points where segments cross, become vertices of both;
/// then the walk is taken apart at every vertex it comes through twice. Loops in the ring's own direction are its
/// pieces; loops in the other direction are holes where a piece holds them, else folds without a meaning.
struct RingRepair {
    /// Each round can bring vertices closer together and so make new touches; more than a few rounds never happen.
    private static let rounds = 8

    /// The pieces of an exterior ring, each with the holes that touching itself made.
    static func pieces(ofExterior ring: [TilePoint]) -> [[[TilePoint]]] {
        let loops = self.loops(of: ring)
        var pieces = loops.filter { area($0) > 0 }.map { [$0] }
        for hole in loops where area(hole) < 0 {
            if let owner = pieces.firstIndex(where: { holds($0[0], hole) }) { pieces[owner].append(hole) }
        }
        return pieces
    }

    /// The pieces of a hole.
    static func pieces(ofHole ring: [TilePoint]) -> [[TilePoint]] {
        loops(of: ring).filter { area($0) < 0 }
    }

    /// The ring of a list of pieces that holds another ring, or `nil`.
    static func owner(of hole: [TilePoint], among pieces: [[[TilePoint]]]) -> Int? {
        pieces.firstIndex { holds($0[0], hole) }
    }

    private static func loops(of ring: [TilePoint]) -> [[TilePoint]] {
        var noded = ring
        for _ in 0..<rounds {
            guard let next = withMeetings(noded) else { break }
            noded = next
        }
        return takenApart(noded)
    }

    /// The ring with a vertex wherever one of its segments meets another, or `nil` where there already is one.
    private static func withMeetings(_ ring: [TilePoint]) -> [TilePoint]? {
        var result: [TilePoint] = []
        for index in ring.indices {
            let segment = TileSegment(ring[index], ring[(index + 1) % ring.count])
            var meetings: [TilePoint] = []
            for other in ring.indices where other != index {
                let crossing = TileSegment(ring[other], ring[(other + 1) % ring.count])
                if let point = segment.innerMeeting(crossing) { meetings.append(point) }
            }
            result.append(segment.start)
            for point in meetings.sorted(by: { segment.along($0) < segment.along($1) }) where point != result.last {
                result.append(point)
            }
        }
        return result.count == ring.count ? nil : result
    }

    private static func takenApart(_ ring: [TilePoint]) -> [[TilePoint]] {
        var loops: [[TilePoint]] = []
        var walk: [TilePoint] = []
        var places: [TilePoint: Int] = [:]
        for point in ring {
            if let start = places[point] {
                let loop = Array(walk[start...])
                if loop.count > 2 { loops.append(loop) }
                for passed in loop.dropFirst() { places[passed] = nil }
                walk.removeSubrange((start + 1)...)
            } else {
                places[point] = walk.count
                walk.append(point)
            }
        }
        if walk.count > 2 { loops.append(walk) }
        return loops
    }

    /// Whether a ring holds the first vertex of another that does not lie on it, or all of them lie on it.
    private static func holds(_ ring: [TilePoint], _ other: [TilePoint]) -> Bool {
        let own = Set(ring)
        guard let point = other.first(where: { !own.contains($0) }) else { return true }
        var isInside = false
        for index in ring.indices {
            let start = ring[index], end = ring[(index + 1) % ring.count]
            guard (start.y > point.y) != (end.y > point.y) else { continue }
            let cross = (end.x - start.x) * (point.y - start.y) - (end.y - start.y) * (point.x - start.x)
            if (cross > 0) == (end.y > start.y) { isInside.toggle() }
        }
        return isInside
    }

    private static func area(_ ring: [TilePoint]) -> Int {
        ring.indices.reduce(0) { sum, index in
            let next = ring[(index + 1) % ring.count]
            return sum + ring[index].x * next.y - next.x * ring[index].y
        }
    }
}

/// A segment in tile units near its tile, so that products fit easily.
struct TileSegment {
    let start: TilePoint
    let end: TilePoint

    @inline(__always)
    init(_ start: TilePoint, _ end: TilePoint) {
        self.start = start
        self.end = end
    }

    /// Positive where a point lies to the left of the segment (y growing upward), 0 in line with it.
    @inline(__always)
    func side(_ point: TilePoint) -> Int {
        (end.x - start.x) * (point.y - start.y) - (end.y - start.y) * (point.x - start.x)
    }

    func along(_ point: TilePoint) -> Int {
        (point.x - start.x) * (end.x - start.x) + (point.y - start.y) * (end.y - start.y)
    }

    @inline(__always)
    func boxMeets(_ other: TileSegment) -> Bool {
        max(start.x, end.x) >= min(other.start.x, other.end.x) && max(other.start.x, other.end.x) >= min(start.x, end.x)
            && max(start.y, end.y) >= min(other.start.y, other.end.y)
            && max(other.start.y, other.end.y) >= min(start.y, end.y)
    }

    /// Whether the segments share a point.
    @inline(__always)
    func meets(_ other: TileSegment) -> Bool {
        guard boxMeets(other) else { return false }
        let first = side(other.start), second = side(other.end)
        if (first > 0 && second > 0) || (first < 0 && second < 0) { return false }
        let third = other.side(start), fourth = other.side(end)
        return !((third > 0 && fourth > 0) || (third < 0 && fourth < 0))
    }

    /// A point strictly inside this segment where the other's start lies, or where the two cross, rounded; `nil` where
    /// there is none or it falls on one of this segment's ends.
    func innerMeeting(_ other: TileSegment) -> TilePoint? {
        guard meets(other) else { return nil }
        if side(other.start) == 0 { return isInner(other.start) ? other.start : nil }
        let first = Double(other.side(start)), second = Double(other.side(end))
        guard first != 0, second != 0, side(other.end) != 0 else { return nil }
        let share = first / (first - second)
        let point = TilePoint(
            x: start.x + Int((Double(end.x - start.x) * share).rounded()),
            y: start.y + Int((Double(end.y - start.y) * share).rounded()))
        return point != start && point != end ? point : nil
    }

    /// Whether a point in line with the segment lies between its ends.
    private func isInner(_ point: TilePoint) -> Bool {
        let place = along(point)
        return place > 0 && place < along(end)
    }
}
