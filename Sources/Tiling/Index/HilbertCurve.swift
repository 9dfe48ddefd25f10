package import GeoCore

/// The position of grid positions along a Hilbert curve over the world: near in number means near on the map.
package enum HilbertCurve {
    /// The index on the curve with 2^32 steps a side.
    package static func index(of position: GridPosition) -> UInt64 {
        index(x: position.x, y: position.y, bits: 32)
    }

    /// The index of a cell among 2^bits cells a side, in the orientation that PMTiles uses.
    static func index(x cellX: UInt32, y cellY: UInt32, bits: Int) -> UInt64 {
        var x = UInt64(cellX), y = UInt64(cellY), result: UInt64 = 0
        for bit in stride(from: bits - 1, through: 0, by: -1) {
            let side: UInt64 = 1 << UInt64(bit)
            let right: UInt64 = x & side == 0 ? 0 : 1
            let lower: UInt64 = y & side == 0 ? 0 : 1
            result += side * side * ((3 * right) ^ lower)
            x &= side - 1
            y &= side - 1
            if lower == 0 { rotate(&x, &y, flip: right == 1, last: side - 1) }
        }
        return result
    }

    /// The cell at an index; the inverse of `index(x:y:bits:)`.
    static func cell(at index: UInt64, bits: Int) -> (x: UInt32, y: UInt32) {
        var rest = index, x: UInt64 = 0, y: UInt64 = 0
        for bit in 0..<bits {
            let side: UInt64 = 1 << UInt64(bit)
            let right = (rest >> 1) & 1
            let lower = (rest ^ right) & 1
            if lower == 0 { rotate(&x, &y, flip: right == 1, last: side - 1) }
            x += side * right
            y += side * lower
            rest >>= 2
        }
        return (UInt32(x), UInt32(y))
    }

    private static func rotate(_ x: inout UInt64, _ y: inout UInt64, flip: Bool, last: UInt64) {
        if flip {
            x = last - x
            y = last - y
        }
        swap(&x, &y)
    }
}
