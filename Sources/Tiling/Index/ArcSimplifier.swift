import GeoCore

/// Finds for each vertex of a path the zoom from which it is needed.
///
/// The path is cut at its fixed vertices into arcs, which neighbours share whole. Each arc is simplified by Douglas and
/// Peucker's method in a direction that its own vertices decide, so that every feature with the arc finds the same
/// zooms. Below the deepest zoom a vertex is left out where it lies at most half a tile unit from the line that
/// remains; at the deepest zoom every vertex is kept. An arc of a ring keeps its farthest vertex at every zoom, and a
/// closed arc two vertices besides its start, so that no ring falls below a triangle.
struct ArcSimplifier {
    /// Arcs with more vertices are cut at every such vertex, which bounds the work to this many comparisons a vertex.
    private static let longestArc = 4096

    private let positions: [GridPosition]
    private let isRing: Bool
    private let deepestZoom: UInt8
    private var zooms: [UInt8]

    /// The zooms of a path whose fixed vertices (junctions) are marked; the ends of a line are fixed anyway.
    static func zooms(
        of positions: [GridPosition], isRing: Bool, isFixed: [Bool], deepestZoom: Int
    ) -> [UInt8] {
        var simplifier = ArcSimplifier(
            positions: positions, isRing: isRing, deepestZoom: UInt8(deepestZoom),
            zooms: [UInt8](repeating: UInt8(deepestZoom), count: positions.count))
        simplifier.simplify(isFixed)
        return simplifier.zooms
    }

    private mutating func simplify(_ isFixed: [Bool]) {
        let count = positions.count
        guard count > 0 else { return }
        if isRing {
            let start = isFixed.firstIndex(of: true) ?? leastVertex()
            simplifyArcs(from: start, to: start + count, isFixed)
        } else {
            simplifyArcs(from: 0, to: count - 1, isFixed)
        }
    }

    /// Arcs are ranges of vertex numbers, which for a ring run on past its last vertex.
    private mutating func simplifyArcs(from start: Int, to end: Int, _ isFixed: [Bool]) {
        var arcStart = start
        zooms[wrap(start)] = 0
        for number in (start + 1)..<max(start + 1, end + 1) where number == end || isFixed[wrap(number)] {
            zooms[wrap(number)] = 0
            simplifyArc(from: arcStart, to: number)
            arcStart = number
        }
    }

    private mutating func simplifyArc(from start: Int, to end: Int) {
        guard end - start > 1 else { return }
        if self[start] == self[end] {
            simplifyClosedArc(from: start, to: end)
        } else {
            simplifyOpenArc(from: start, to: end)
        }
    }

    /// Cuts a closed arc at the vertex farthest from its start.
    private mutating func simplifyClosedArc(from start: Int, to end: Int) {
        let forward = Self.precedes(self[start + 1], self[end - 1])
        var farthest = start + 1
        var greatest = -1.0
        for offset in 1..<(end - start) {
            let number = forward ? start + offset : end - offset
            let distance = Self.squaredDistance(self[number], self[start])
            if distance > greatest { (farthest, greatest) = (number, distance) }
        }
        guard greatest > 0 else { return }
        zooms[wrap(farthest)] = 0
        simplifyArc(from: start, to: farthest)
        simplifyArc(from: farthest, to: end)
    }

    private mutating func simplifyOpenArc(from start: Int, to end: Int) {
        let forward = Self.precedes(self[start], self[end])
        let interior = end - start - 1
        var cuts = [0]
        if interior > Self.longestArc { cuts += stride(from: Self.longestArc, to: interior, by: Self.longestArc) }
        cuts.append(end - start)
        for (low, high) in zip(cuts, cuts.dropFirst()) {
            if high != end - start { zooms[wrap(forward ? start + high : end - high)] = 0 }
            split(ArcView(start: start, end: end, forward: forward), from: low, to: high)
        }
    }

    /// An arc in its canonical direction: offset 0 is the end that precedes the other.
    private struct ArcView {
        let start: Int
        let end: Int
        let forward: Bool

        func number(_ offset: Int) -> Int { forward ? start + offset : end - offset }
    }

    private mutating func split(_ arc: ArcView, from low: Int, to high: Int) {
        var pending = [(low: low, high: high, zoom: UInt8(0), isWhole: true)]
        while let part = pending.popLast() {
            guard part.high - part.low > 1 else { continue }
            let (offset, distance) = farthest(in: arc, from: part.low, to: part.high)
            let needed = isRing && part.isWhole ? 0 : max(part.zoom, zoom(forSquaredDeviation: distance))
            zooms[wrap(arc.number(offset))] = needed
            pending.append((part.low, offset, needed, false))
            pending.append((offset, part.high, needed, false))
        }
    }

    private func farthest(in arc: ArcView, from low: Int, to high: Int) -> (offset: Int, distance: Double) {
        let segment = Segment(from: self[arc.number(low)], to: self[arc.number(high)])
        var result = (offset: low + 1, distance: -1.0)
        for offset in (low + 1)..<high {
            let distance = segment.squaredDistance(to: self[arc.number(offset)])
            if distance > result.distance { result = (offset, distance) }
        }
        return result
    }

    /// The least zoom at which half a unit, 2^(19 − zoom) steps, is less than the deviation.
    private func zoom(forSquaredDeviation squared: Double) -> UInt8 {
        guard squared > 0 else { return deepestZoom }
        let exponent = Int(squared.exponent) - (squared.significand == 1 ? 1 : 0)
        let needed = 19 - (exponent >> 1)
        return UInt8(min(max(needed, 0), Int(deepestZoom)))
    }
}

extension ArcSimplifier {
    private func wrap(_ number: Int) -> Int { number >= positions.count ? number - positions.count : number }

    private subscript(number: Int) -> GridPosition { positions[wrap(number)] }

    private func leastVertex() -> Int {
        positions.indices.min { Self.precedes(positions[$0], positions[$1]) } ?? 0
    }

    private static func precedes(_ left: GridPosition, _ right: GridPosition) -> Bool {
        left.x == right.x ? left.y < right.y : left.x < right.x
    }

    private static func squaredDistance(_ left: GridPosition, _ right: GridPosition) -> Double {
        let x = Double(left.x) - Double(right.x), y = Double(left.y) - Double(right.y)
        return x * x + y * y
    }

    /// A segment prepared for distances from it.
    private struct Segment {
        let startX: Double
        let startY: Double
        let deltaX: Double
        let deltaY: Double
        let squaredLength: Double

        init(from start: GridPosition, to end: GridPosition) {
            startX = Double(start.x)
            startY = Double(start.y)
            deltaX = Double(end.x) - startX
            deltaY = Double(end.y) - startY
            squaredLength = deltaX * deltaX + deltaY * deltaY
        }

        func squaredDistance(to position: GridPosition) -> Double {
            let x = Double(position.x) - startX, y = Double(position.y) - startY
            let along = x * deltaX + y * deltaY
            if along <= 0 || squaredLength == 0 { return x * x + y * y }
            if along >= squaredLength {
                let endX = x - deltaX, endY = y - deltaY
                return endX * endX + endY * endY
            }
            let across = x * deltaY - y * deltaX
            return across * across / squaredLength
        }
    }
}
