import GeoCore

/// Remembers where vertices came out of a transformation: neighbours share them, so a cadastre has each two or three
/// times, and to look one up costs a twentieth of transforming it.
///
/// It holds 65,536 vertices in 2 MB, a newer one in the place of an older; it serves one transformer.
package struct VertexMemo {
    private struct Entry {
        var x: UInt64
        var y: UInt64
        var result: Coordinate
    }

    private static let bits = 16
    private var entries: [Entry]
    private var missing: [Int] = []
    private var pending: [Coordinate] = []

    /// An empty memo.
    package init() {
        // A vertex at two numbers that are none is never asked for: such vertices are refused on reading.
        let none = Entry(x: Double.nan.bitPattern, y: Double.nan.bitPattern, result: Coordinate(x: .nan, y: .nan))
        entries = [Entry](repeating: none, count: 1 << Self.bits)
    }

    /// Replaces the vertices of a path, calling `transform` once for those that are not known.
    ///
    /// The results are those of `transform`, bit for bit; where it throws, the path is as it was.
    mutating func replace(
        _ path: inout [Coordinate], _ transform: (inout [Coordinate]) throws(NativeError) -> Void
    ) throws(NativeError) {
        missing.removeAll(keepingCapacity: true)
        pending.removeAll(keepingCapacity: true)
        var result = path
        // A ring ends where it began.
        let isClosed = path.count > 1 && Self.isSame(path[0], path[path.count - 1])
        for index in 0..<(isClosed ? path.count - 1 : path.count) {
            let entry = entries[Self.slot(path[index])]
            if entry.x == path[index].x.bitPattern, entry.y == path[index].y.bitPattern {
                result[index] = entry.result
            } else {
                missing.append(index)
                pending.append(path[index])
            }
        }
        if !pending.isEmpty {
            try transform(&pending)
            for (place, index) in missing.enumerated() {
                result[index] = pending[place]
                remember(path[index], pending[place])
            }
        }
        if isClosed { result[path.count - 1] = result[0] }
        path = result
    }

    private mutating func remember(_ source: Coordinate, _ result: Coordinate) {
        entries[Self.slot(source)] = Entry(x: source.x.bitPattern, y: source.y.bitPattern, result: result)
    }

    private static func isSame(_ first: Coordinate, _ second: Coordinate) -> Bool {
        first.x.bitPattern == second.x.bitPattern && first.y.bitPattern == second.y.bitPattern
    }

    private static func slot(_ source: Coordinate) -> Int {
        let mixed = (source.x.bitPattern &* 0x9E37_79B9_7F4A_7C15) ^ (source.y.bitPattern &* 0xC2B2_AE3D_27D4_EB4F)
        return Int(((mixed ^ (mixed >> 29)) &* 0x9E37_79B9_7F4A_7C15) >> UInt64(64 - bits))
    }
}
