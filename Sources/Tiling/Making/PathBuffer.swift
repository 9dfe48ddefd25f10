/// The vertices of one path in tile units, without repeats and without spikes that lead back where they came from.
///
/// A pointer for the reason given at `OutputBuffer`.
@safe
struct PathBuffer: ~Copyable {
    private var base: UnsafeMutablePointer<TilePoint>
    private var capacity: Int
    private var first = 0
    private var end = 0

    init() {
        capacity = 1024
        unsafe base = .allocate(capacity: capacity)
    }

    deinit {
        unsafe base.deallocate()
    }

    var count: Int { end - first }

    @inline(__always)
    subscript(index: Int) -> TilePoint {
        assert(index >= 0 && index < count, "index lies outside the path")
        return unsafe base[first + index]
    }

    /// Empties the buffer and makes room for that many vertices.
    mutating func begin(_ vertices: Int) {
        first = 0
        end = 0
        guard vertices > capacity else { return }
        unsafe base.deallocate()
        capacity = max(vertices, capacity * 2)
        unsafe base = .allocate(capacity: capacity)
    }

    /// Adds a vertex of a line unless it repeats the last.
    @inline(__always)
    mutating func appendToLine(_ point: TilePoint) {
        if end > 0, unsafe base[end - 1] == point { return }
        put(point)
    }

    /// Adds a vertex of a ring unless it repeats the last; one that goes straight back to the last but one takes the
    /// spike away.
    @inline(__always)
    mutating func appendToRing(_ point: TilePoint) {
        if end > 0, unsafe base[end - 1] == point { return }
        if end > 1, unsafe base[end - 2] == point {
            end -= 1
            return
        }
        put(point)
    }

    @inline(__always)
    private mutating func put(_ point: TilePoint) {
        assert(end < capacity, "room was not made")
        unsafe base[end] = point
        end += 1
    }

    /// Removes repeats and spikes where the ring's end meets its beginning.
    @inline(__always)
    mutating func closeRing() {
        while count > 2 {
            if self[count - 1] == self[0] {
                end -= 1
            } else if self[count - 2] == self[0] {
                end -= 2
            } else if self[count - 1] == self[1] {
                first += 1
                end -= 1
            } else {
                return
            }
        }
    }

    /// Twice the signed area by the surveyor's formula.
    @inline(__always)
    func doubledArea() -> Int {
        guard count > 2 else { return 0 }
        let origin = self[0]
        var sum = 0
        var previousX = 0, previousY = 0
        for index in 1..<count {
            let x = self[index].x - origin.x, y = self[index].y - origin.y
            sum &+= previousX &* y &- x &* previousY
            (previousX, previousY) = (x, y)
        }
        return sum
    }
}

extension PathBuffer {
    /// Rings with more vertices are searched in order of x.
    private static let sweepAbove = 40

    /// The vertices as an array.
    func points() -> [TilePoint] {
        (0..<count).map { self[$0] }
    }

    /// Whether the ring neither crosses nor touches itself.
    func isSimple() -> Bool {
        if count == 3 { return true }
        return count <= Self.sweepAbove ? isSimpleByPairs() : isSimpleBySweep()
    }

    private func isSimpleByPairs() -> Bool {
        var segment = TileSegment(self[count - 1], self[0])
        for index in 0..<count {
            let next = TileSegment(self[index], self[index + 1 == count ? 0 : index + 1])
            if Self.foldsBack(segment, next) { return false }
            segment = next
            let end = index == 0 ? count - 1 : count
            for other in (index + 2)..<max(index + 2, end)
            where segment.meets(TileSegment(self[other], self[other + 1 == count ? 0 : other + 1])) {
                return false
            }
        }
        return true
    }

    private func isSimpleBySweep() -> Bool {
        let segments = (0..<count).map { TileSegment(self[$0], self[$0 + 1 == count ? 0 : $0 + 1]) }
        let order = segments.indices.sorted {
            min(segments[$0].start.x, segments[$0].end.x) < min(segments[$1].start.x, segments[$1].end.x)
        }
        var active: [Int] = []
        for index in order {
            let segment = segments[index]
            let west = min(segment.start.x, segment.end.x)
            active.removeAll { max(segments[$0].start.x, segments[$0].end.x) < west }
            for other in active where !areApart(index, other, segments) { return false }
            active.append(index)
        }
        return true
    }

    private func areApart(_ first: Int, _ second: Int, _ segments: [TileSegment]) -> Bool {
        if (first + 1) % count == second { return !Self.foldsBack(segments[first], segments[second]) }
        if (second + 1) % count == first { return !Self.foldsBack(segments[second], segments[first]) }
        return !segments[first].meets(segments[second])
    }

    @inline(__always)
    private static func foldsBack(_ segment: TileSegment, _ next: TileSegment) -> Bool {
        segment.side(next.end) == 0 && segment.along(next.end) < segment.along(segment.end)
    }
}
