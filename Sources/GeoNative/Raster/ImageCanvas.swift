/// A tile being drawn from above: what is drawn first lies on top, and later pictures show only where it is transparent.
struct ImageCanvas {
    let size: Int
    /// Red, green, blue, alpha; row by row from the north.
    private(set) var bytes: [UInt8]

    init(size: Int) {
        self.size = size
        bytes = [UInt8](repeating: 0, count: size * size * 4)
    }

    var picture: PixelBuffer { PixelBuffer(size: size, channels: .rgba, bytes: bytes) }

    /// Whether nothing more can show.
    var isOpaque: Bool {
        stride(from: 3, to: bytes.count, by: 4).allSatisfy { bytes[$0] == 255 }
    }

    /// Draws a picture of twice the size under what is there already, four pixels averaged into one.
    mutating func add(halving finer: ImageCanvas) {
        precondition(finer.size == size * 2, "only a canvas of twice the size can be halved into this one")
        for row in 0..<size {
            for column in 0..<size {
                let color = finer.average(row: row, column: column)
                guard color.w > 0 else { continue }
                add(
                    red: UInt8(color.x), green: UInt8(color.y), blue: UInt8(color.z), alpha: UInt8(color.w), atRow: row,
                    column: column)
            }
        }
    }

    /// Red, green, blue and alpha of four pixels, the colours weighted by their opacity.
    @inline(__always)
    private func average(row: Int, column: Int) -> SIMD4<Int> {
        let first = (row * size + column) * 8
        var sum = SIMD4<Int>.zero
        for start in [first, first + 4, first + size * 4, first + size * 4 + 4] {
            let alpha = Int(bytes[start + 3])
            sum &+= SIMD4(
                Int(bytes[start]) * alpha, Int(bytes[start + 1]) * alpha, Int(bytes[start + 2]) * alpha, alpha)
        }
        guard sum.w > 0 else { return .zero }
        let half = sum.w / 2
        return SIMD4((sum.x + half) / sum.w, (sum.y + half) / sum.w, (sum.z + half) / sum.w, (sum.w + 2) / 4)
    }

    /// Draws under what is there already.
    @inline(__always)
    mutating func add(red: UInt8, green: UInt8, blue: UInt8, alpha: UInt8, atRow row: Int, column: Int) {
        let start = (row * size + column) * 4
        let covered = bytes[start + 3]
        guard covered == 0 else {
            blend([red, green, blue], alpha: alpha, at: start, under: covered)
            return
        }
        bytes[start] = red
        bytes[start + 1] = green
        bytes[start + 2] = blue
        bytes[start + 3] = alpha
    }

    private mutating func blend(_ color: [UInt8], alpha: UInt8, at start: Int, under covered: UInt8) {
        guard covered < 255, alpha > 0 else { return }
        let above = Int(covered) * 255
        let below = Int(alpha) * (255 - Int(covered))
        for channel in 0..<3 {
            let sum = Int(bytes[start + channel]) * above + Int(color[channel]) * below
            bytes[start + channel] = UInt8(sum / (above + below))
        }
        bytes[start + 3] = UInt8((above + below + 127) / 255)
    }
}

/// The heights of a tile being collected; what is found first stays.
struct HeightCanvas {
    let size: Int
    /// Metres, NaN where not known; row by row from the north.
    private(set) var heights: [Float]

    init(size: Int) {
        self.size = size
        heights = [Float](repeating: .nan, count: size * size)
    }

    var isEmpty: Bool { heights.allSatisfy(\.isNaN) }
    var isFull: Bool { !heights.contains(where: \.isNaN) }

    /// Adds the mean of each four heights of a canvas of twice the size.
    mutating func add(halving finer: HeightCanvas) {
        precondition(finer.size == size * 2, "only a canvas of twice the size can be halved into this one")
        for row in 0..<size {
            for column in 0..<size {
                let first = (row * finer.size + column) * 2
                let known = [first, first + 1, first + finer.size, first + finer.size + 1]
                    .map { finer.heights[$0] }.filter { !$0.isNaN }
                guard !known.isEmpty else { continue }
                add(known.reduce(0, +) / Float(known.count), atRow: row, column: column)
            }
        }
    }

    @inline(__always)
    mutating func add(_ height: Float, atRow row: Int, column: Int) {
        let index = row * size + column
        if heights[index].isNaN { heights[index] = height }
    }
}
