import Foundation
import GeoCore

/// The borders between the pieces of a `UnitMap`, each stored once, from which the units of every level and era are
/// put together: two units that meet have the same vertices.
struct UnitArcs: Sendable {
    struct Arc: Sendable {
        var left: Int16
        var right: Int16
        var start: Int
        var end: Int
        var points: [Coordinate]
    }

    private(set) var arcs: [Arc] = []

    init(_ map: UnitMap) {
        var tracer = ArcTracer(map)
        arcs = tracer.trace()
    }

    /// The units that a key puts pieces into, by key; pieces with `nil` belong to none.
    func units(by key: (Int16) -> String?) -> [String: [Polygon]] {
        var pieces: [String: [Directed]] = [:]
        for (index, arc) in arcs.enumerated() {
            let left = arc.left == UnitMap.outside ? nil : key(arc.left)
            let right = arc.right == UnitMap.outside ? nil : key(arc.right)
            guard left != right else { continue }
            if let left { pieces[left, default: []].append(Directed(index: index, isReversed: false)) }
            if let right { pieces[right, default: []].append(Directed(index: index, isReversed: true)) }
        }
        return pieces.mapValues { polygons(rings($0)) }
    }

    private struct Directed {
        var index: Int
        var isReversed: Bool
    }

    /// Links arcs, the unit on their left, into closed rings.
    private func rings(_ pieces: [Directed]) -> [[Coordinate]] {
        var byStart: [Int: [Directed]] = [:]
        for piece in pieces.reversed() { byStart[start(piece), default: []].append(piece) }
        var rings: [[Coordinate]] = []
        for piece in pieces {
            let first = start(piece)
            guard let position = byStart[first]?.lastIndex(where: { $0.index == piece.index }) else { continue }
            var current = byStart[first]?.remove(at: position)
            var ring: [Coordinate] = []
            while let arc = current {
                let points = points(arc)
                ring.append(contentsOf: ring.isEmpty ? points[...] : points.dropFirst())
                let node = end(arc)
                current = node == first ? nil : takeLeftmost(after: arc, from: &byStart[node, default: []])
            }
            rings.append(ring)
        }
        return rings
    }

    /// Where a unit touches itself in a point the sharpest left turn keeps its rings apart.
    private func takeLeftmost(after arc: Directed, from choices: inout [Directed]) -> Directed? {
        guard choices.count > 1 else { return choices.popLast() }
        let arriving = points(arc).suffix(2).map(\.self)
        func turn(_ next: Directed) -> Double {
            let leaving = points(next).prefix(2).map(\.self)
            let before = atan2(arriving[1].y - arriving[0].y, arriving[1].x - arriving[0].x)
            let after = atan2(leaving[1].y - leaving[0].y, leaving[1].x - leaving[0].x)
            return (after - before + 5 * .pi).truncatingRemainder(dividingBy: 2 * .pi)
        }
        guard let best = choices.indices.max(by: { turn(choices[$0]) < turn(choices[$1]) }) else { return nil }
        return choices.remove(at: best)
    }

    private func points(_ piece: Directed) -> [Coordinate] {
        piece.isReversed ? arcs[piece.index].points.reversed() : arcs[piece.index].points
    }

    private func start(_ piece: Directed) -> Int { piece.isReversed ? arcs[piece.index].end : arcs[piece.index].start }

    private func end(_ piece: Directed) -> Int { piece.isReversed ? arcs[piece.index].start : arcs[piece.index].end }

    /// Puts each hole into the ring around it; larger polygons first.
    private func polygons(_ rings: [[Coordinate]]) -> [Polygon] {
        let outer = rings.filter { PlaneArea.signed($0) > 0 }.sorted { PlaneArea.signed($0) > PlaneArea.signed($1) }
        var polygons = outer.map { Polygon(rings: [$0]) }
        for hole in rings where PlaneArea.signed(hole) < 0 {
            let owner = outer.lastIndex { ring in hole.contains { UnitMap.surrounds(ring, $0) } }
            if let owner { polygons[owner].rings.append(hole) }
        }
        return polygons
    }
}

/// Areas in the plane.
enum PlaneArea {
    /// Square units of the coordinates, positive for counter-clockwise rings; measured from the first vertex, so that
    /// large eastings and northings cost no digits.
    static func signed(_ ring: [Coordinate]) -> Double {
        guard let base = ring.first else { return 0 }
        var twice = 0.0
        for (start, end) in zip(ring, ring.dropFirst()) {
            twice += (start.x - base.x) * (end.y - base.y) - (end.x - base.x) * (start.y - base.y)
        }
        return twice / 2
    }
}

/// Follows the borders of the lattice from node to node.
private struct ArcTracer {
    private let map: UnitMap
    private let width: Int
    /// The four neighbours of a lattice corner that a border leads to, as bits: east, north, west, south.
    private var exits: [UInt8]
    /// The same before any border was followed.
    private let all: [UInt8]
    private static let steps = [(1, 0), (0, 1), (-1, 0), (0, -1)]

    init(_ map: UnitMap) {
        self.map = map
        width = map.columns + 1
        var exits = [UInt8](repeating: 0, count: width * (map.rows + 1))
        for row in 0...map.rows {
            for column in 0...map.columns { exits[row * width + column] = Self.borders(map, column, row) }
        }
        self.exits = exits
        all = exits
    }

    mutating func trace() -> [UnitArcs.Arc] {
        var arcs: [UnitArcs.Arc] = []
        for corner in exits.indices where isNode(corner) { appendArcs(from: corner, to: &arcs) }
        for corner in exits.indices where exits[corner] != 0 { appendArcs(from: corner, to: &arcs) }
        return arcs
    }

    private mutating func appendArcs(from corner: Int, to arcs: inout [UnitArcs.Arc]) {
        for direction in 0..<4 where exits[corner] >> direction & 1 == 1 {
            arcs.append(follow(from: corner, direction))
        }
    }

    private func isNode(_ corner: Int) -> Bool { all[corner] != 0 && all[corner].nonzeroBitCount != 2 }

    private mutating func follow(from corner: Int, _ direction: Int) -> UnitArcs.Arc {
        var path = [corner]
        var (here, heading) = (corner, direction)
        let (left, right) = sides(corner, direction)
        repeat {
            exits[here] &= ~(1 << UInt8(heading))
            here += Self.steps[heading].0 + Self.steps[heading].1 * width
            exits[here] &= ~(1 << UInt8((heading + 2) % 4))
            path.append(here)
            guard !isNode(here), here != corner else { break }
            heading = exits[here].trailingZeroBitCount
        } while true
        return UnitArcs.Arc(
            left: left, right: right, start: corner, end: here, points: ArcShape.smooth(path.map(place)))
    }

    private static func borders(_ map: UnitMap, _ column: Int, _ row: Int) -> UInt8 {
        let northEast = map.label(column: column, row: row)
        let northWest = map.label(column: column - 1, row: row)
        let southWest = map.label(column: column - 1, row: row - 1)
        let southEast = map.label(column: column, row: row - 1)
        var bits: UInt8 = 0
        if northEast != southEast { bits |= 1 }
        if northEast != northWest { bits |= 2 }
        if northWest != southWest { bits |= 4 }
        if southWest != southEast { bits |= 8 }
        return bits
    }

    private func sides(_ corner: Int, _ direction: Int) -> (Int16, Int16) {
        let (column, row) = (corner % width, corner / width)
        let cells = [
            map.label(column: column, row: row), map.label(column: column - 1, row: row),
            map.label(column: column - 1, row: row - 1), map.label(column: column, row: row - 1),
        ]
        return (cells[direction], cells[(direction + 3) % 4])
    }

    private func place(_ corner: Int) -> Coordinate {
        Coordinate(
            x: map.origin.x + Double(corner % width) * UnitMap.cell,
            y: map.origin.y + Double(corner / width) * UnitMap.cell)
    }
}

/// Makes a border of lattice steps look drawn; its ends stay.
enum ArcShape {
    static func smooth(_ path: [Coordinate]) -> [Coordinate] {
        var points = path
        for _ in 0..<3 {
            let source = points
            for index in source.indices.dropFirst().dropLast() {
                let (before, here, after) = (source[index - 1], source[index], source[index + 1])
                points[index] = Coordinate(
                    x: (before.x + 2 * here.x + after.x) / 4, y: (before.y + 2 * here.y + after.y) / 4)
            }
        }
        return thin(points[...], tolerance: 40)
    }

    /// Douglas–Peucker.
    static func thin(_ points: ArraySlice<Coordinate>, tolerance: Double) -> [Coordinate] {
        guard points.count > 2, let first = points.first, let last = points.last else { return Array(points) }
        var farthest = points.startIndex
        var distance = -1.0
        for index in points.indices.dropFirst().dropLast() {
            let away = offset(points[index], from: first, to: last)
            if away > distance { (farthest, distance) = (index, away) }
        }
        guard distance > tolerance else { return [first, last] }
        return thin(points[...farthest], tolerance: tolerance).dropLast()
            + thin(points[farthest...], tolerance: tolerance)
    }

    private static func offset(_ point: Coordinate, from start: Coordinate, to end: Coordinate) -> Double {
        let length = hypot(end.x - start.x, end.y - start.y)
        guard length > 0 else { return hypot(point.x - start.x, point.y - start.y) }
        return abs((end.x - start.x) * (start.y - point.y) - (start.x - point.x) * (end.y - start.y)) / length
    }
}
