/// The commands of one feature's geometry as packed bytes (MVT 2.1, 4.3).
struct GeometryBuffer: ~Copyable {
    private(set) var bytes = OutputBuffer(capacity: 4096)
    private var cursorX = 0
    private var cursorY = 0

    var isEmpty: Bool { bytes.count == 0 }

    mutating func begin() {
        bytes.removeAll()
        (cursorX, cursorY) = (0, 0)
    }

    mutating func writePoints(_ points: borrowing PathBuffer) {
        bytes.reserve(10 + 10 * points.count)
        bytes.putVarint(UInt64(points.count << 3 | 1))
        for index in 0..<points.count { putDelta(to: points[index]) }
    }

    mutating func writePoint(_ point: TilePoint) {
        bytes.reserve(20)
        bytes.put(1 << 3 | 1)
        putDelta(to: point)
    }

    mutating func writeLine(_ line: borrowing PathBuffer) {
        bytes.reserve(20 + 10 * line.count)
        bytes.put(1 << 3 | 1)
        putDelta(to: line[0])
        bytes.putVarint(UInt64((line.count - 1) << 3 | 2))
        for index in 1..<line.count { putDelta(to: line[index]) }
    }

    /// Writes a ring, backward from its first vertex where `reversed`.
    mutating func writeRing(_ ring: borrowing PathBuffer, reversed: Bool) {
        let count = ring.count
        bytes.reserve(20 + 10 * count)
        bytes.put(1 << 3 | 1)
        putDelta(to: ring[0])
        bytes.putVarint(UInt64((count - 1) << 3 | 2))
        if reversed {
            for index in 1..<count { putDelta(to: ring[count - index]) }
        } else {
            for index in 1..<count { putDelta(to: ring[index]) }
        }
        bytes.put(1 << 3 | 7)
    }

    /// Tile units reach little beyond the tile here, so a delta takes at most five bytes.
    @inline(__always)
    private mutating func putDelta(to point: TilePoint) {
        bytes.putVarint(ZigZag.encode(point.x - cursorX))
        bytes.putVarint(ZigZag.encode(point.y - cursorY))
        (cursorX, cursorY) = (point.x, point.y)
    }
}
