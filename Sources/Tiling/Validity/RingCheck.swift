package import GeoCore

/// Proves polygons valid in the sense of OGC simple features, fast, so that only the doubtful ones go to GEOS.
///
/// A proof is never wrong: every decision is made by exact orientation. What is not proven may still be valid, such as
/// a ring that touches another at one point or repeats a vertex.
package struct RingCheck: Sendable {
    /// What a check has shown.
    package enum Result: Hashable, Sendable {
        case valid
        case notProvenValid
    }

    /// Rings with more segments than this are swept along x; fewer are compared each with each.
    private static let sweepAbove = 40

    package init() {}

    /// Whether every polygon of a geometry is valid and none touches another; points and lines are valid where finite
    /// and lines have two different vertices.
    package func check(_ geometry: Geometry) -> Result {
        switch geometry {
        case .point(let point): point.isFinite ? .valid : .notProvenValid
        case .multiPoint(let points): points.allSatisfy(\.isFinite) ? .valid : .notProvenValid
        case .lineString(let line): checkLine(line)
        case .multiLineString(let lines):
            lines.allSatisfy { checkLine($0) == .valid } ? .valid : .notProvenValid
        case .polygon(let polygon): check(polygon)
        case .multiPolygon(let polygons): check(polygons)
        }
    }

    /// Whether the rings are closed, of at least four finite vertices, without repeats, crossings or touches, the holes
    /// inside the exterior and outside each other.
    package func check(_ polygon: Polygon) -> Result {
        guard !polygon.rings.isEmpty, polygon.rings.allSatisfy(isWellFormed) else { return .notProvenValid }
        guard areApart(polygon.rings) else { return .notProvenValid }
        for (index, hole) in polygon.holes.enumerated() {
            guard PointInPolygon.contains(hole[0], openRing: polygon.exterior) else { return .notProvenValid }
            for (other, ring) in polygon.holes.enumerated() where other != index {
                if PointInPolygon.contains(hole[0], openRing: ring) { return .notProvenValid }
            }
        }
        return .valid
    }

    private func check(_ polygons: [Polygon]) -> Result {
        guard polygons.allSatisfy({ check($0) == .valid }) else { return .notProvenValid }
        guard polygons.count > 1 else { return polygons.isEmpty ? .notProvenValid : .valid }
        guard areApart(polygons.flatMap(\.rings)) else { return .notProvenValid }
        for (index, polygon) in polygons.enumerated() {
            for (other, container) in polygons.enumerated() where other != index {
                if PointInPolygon.contains(polygon.exterior[0], container) { return .notProvenValid }
            }
        }
        return .valid
    }

    private func checkLine(_ line: [Coordinate]) -> Result {
        guard let first = line.first, line.allSatisfy(\.isFinite), line.contains(where: { $0 != first }) else {
            return .notProvenValid
        }
        return .valid
    }

    private func isWellFormed(_ ring: [Coordinate]) -> Bool {
        guard ring.count >= 4, ring.first == ring.last else { return false }
        // Beyond this range products of differences could overflow or underflow and the exact sum would not be exact.
        return ring.allSatisfy { $0.isFinite && abs($0.x) < 1e100 && abs($0.y) < 1e100 }
    }

    /// Whether no segments of the rings meet but neighbours at their common vertex.
    private func areApart(_ rings: [[Coordinate]]) -> Bool {
        if rings.count == 1, rings[0].count <= Self.sweepAbove { return isSimple(rings[0]) }
        return SegmentSweep(rings).areApart()
    }

    /// Compares each segment of a small ring with each later one.
    private func isSimple(_ ring: [Coordinate]) -> Bool {
        let count = ring.count - 1
        for first in 0..<count {
            let segment = Segment(ring[first], ring[first + 1])
            guard segment.start != segment.end else { return false }
            let next = first + 1 == count ? 1 : first + 2
            guard !segment.turnsBack(to: ring[next]) else { return false }
            let end = first == 0 ? count - 1 : count
            for second in (first + 2)..<max(first + 2, end)
            where segment.meets(ring[second], ring[second + 1]) {
                return false
            }
        }
        return true
    }
}

/// A segment with its box.
struct Segment {
    let start: Coordinate
    let end: Coordinate
    let west: Double
    let east: Double
    let south: Double
    let north: Double

    @inline(__always)
    init(_ start: Coordinate, _ end: Coordinate) {
        self.start = start
        self.end = end
        (west, east) = start.x < end.x ? (start.x, end.x) : (end.x, start.x)
        (south, north) = start.y < end.y ? (start.y, end.y) : (end.y, start.y)
    }

    /// Whether the segment from this one's end to `next` runs back over it.
    @inline(__always)
    func turnsBack(to next: Coordinate) -> Bool {
        let forward = (end.x - start.x) * (next.x - end.x) + (end.y - start.y) * (next.y - end.y)
        return forward <= 0 && Orientation.sign(start, end, next) == 0
    }

    /// Whether the segment shares a point with the one from `from` to `to`.
    @inline(__always)
    func meets(_ from: Coordinate, _ to: Coordinate) -> Bool {
        if from.x < west && to.x < west || from.x > east && to.x > east { return false }
        if from.y < south && to.y < south || from.y > north && to.y > north { return false }
        let first = Orientation.sign(start, end, from), second = Orientation.sign(start, end, to)
        if first * second > 0 { return false }
        if Orientation.sign(from, to, start) * Orientation.sign(from, to, end) > 0 { return false }
        // Neither lies strictly on one side of the other, and their boxes overlap: they meet, or all four are in line.
        return true
    }
}

/// Looks for segments that meet by sweeping along x: each is compared with those whose stretch of x overlaps.
private struct SegmentSweep {
    private struct Item {
        let segment: Segment
        let ring: Int
        let index: Int
    }

    private let items: [Item]
    private let counts: [Int]

    init(_ rings: [[Coordinate]]) {
        var items: [Item] = []
        for (number, ring) in rings.enumerated() {
            for index in 0..<(ring.count - 1) {
                items.append(Item(segment: Segment(ring[index], ring[index + 1]), ring: number, index: index))
            }
        }
        self.items = items.sorted { $0.segment.west < $1.segment.west }
        counts = rings.map { $0.count - 1 }
    }

    func areApart() -> Bool {
        var active: [Item] = []
        for item in items {
            guard item.segment.start != item.segment.end else { return false }
            active.removeAll { $0.segment.east < item.segment.west }
            for other in active where !isAllowed(item, other) { return false }
            active.append(item)
        }
        return true
    }

    private func isAllowed(_ item: Item, _ other: Item) -> Bool {
        if item.ring == other.ring {
            let count = counts[item.ring]
            if (other.index + 1) % count == item.index { return !other.segment.turnsBack(to: item.segment.end) }
            if (item.index + 1) % count == other.index { return !item.segment.turnsBack(to: other.segment.end) }
        }
        return !item.segment.meets(other.segment.start, other.segment.end)
    }
}
