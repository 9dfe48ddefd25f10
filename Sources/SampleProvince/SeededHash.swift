/// Numbers that depend on a seed and a place only, so that every part of the province can be made alone and again.
struct SeededHash: Hashable, Sendable {
    let seed: UInt64

    /// 64 well-mixed bits for up to four numbers (the finaliser of splitmix64).
    func bits(_ a: Int, _ b: Int = 0, _ c: Int = 0, _ d: Int = 0) -> UInt64 {
        var state = seed
        for value in [a, b, c, d] {
            state = Self.mix(state &+ 0x9E37_79B9_7F4A_7C15 &+ UInt64(bitPattern: Int64(value)))
        }
        return state
    }

    /// 0 ≤ value < 1.
    func unit(_ a: Int, _ b: Int = 0, _ c: Int = 0, _ d: Int = 0) -> Double {
        Double(bits(a, b, c, d) >> 11) * 0x1p-53
    }

    /// −1 ≤ value < 1.
    func signed(_ a: Int, _ b: Int = 0, _ c: Int = 0, _ d: Int = 0) -> Double { unit(a, b, c, d) * 2 - 1 }

    /// 0 ≤ value < limit.
    func index(below limit: Int, _ a: Int, _ b: Int = 0, _ c: Int = 0, _ d: Int = 0) -> Int {
        Int(bits(a, b, c, d) % UInt64(limit))
    }

    func pick<Element>(_ list: [Element], _ a: Int, _ b: Int = 0, _ c: Int = 0, _ d: Int = 0) -> Element {
        list[index(below: list.count, a, b, c, d)]
    }

    /// Smooth noise between about −1 and 1 (Perlin's): slopes given at whole numbers, blended.
    func noise(_ x: Double, _ y: Double, _ channel: Int = 0) -> Double {
        let (column, row) = (x.rounded(.down), y.rounded(.down))
        let (dx, dy) = (x - column, y - row)
        let (i, j) = (Int(column), Int(row))
        func slope(_ right: Int, _ up: Int) -> Double {
            let bits = bits(i + right, j + up, channel)
            let (a, b) = (Double(bits & 0xFFFF) / 32_768 - 1, Double(bits >> 16 & 0xFFFF) / 32_768 - 1)
            return a * (dx - Double(right)) + b * (dy - Double(up))
        }
        let (tx, ty) = (Self.smooth(dx), Self.smooth(dy))
        let south = slope(0, 0) * (1 - tx) + slope(1, 0) * tx
        let north = slope(0, 1) * (1 - tx) + slope(1, 1) * tx
        return 1.9 * (south * (1 - ty) + north * ty)
    }

    private static func smooth(_ t: Double) -> Double { t * t * t * (t * (t * 6 - 15) + 10) }

    private static func mix(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
