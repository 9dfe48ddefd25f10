/// Takes values between the pixels of a window that was read from a level.
///
/// Positions are in pixels of the full resolution. Outside the raster there is nothing; at its edges the outermost
/// pixels reach to the border. Indices are clamped to the window, so that no position can reach beyond its memory.
struct PixelSampler {
    private let level: RasterLevel
    private let window: RasterWindow
    private let fullWidth: Double
    private let fullHeight: Double

    init(_ window: RasterWindow, of level: RasterLevel, fullWidth: Int, fullHeight: Int) {
        self.level = level
        self.window = window
        self.fullWidth = Double(fullWidth)
        self.fullHeight = Double(fullHeight)
    }

    /// The four pixels around a position, as indices into the window, and the position's share between them.
    struct Taps {
        let topLeft: Int
        let topRight: Int
        let bottomLeft: Int
        let bottomRight: Int
        /// 0 at the left or upper pixels, 1 at the right or lower.
        let shareX: Float
        let shareY: Float

        /// The one of the four that is nearest.
        @inline(__always) var nearest: Int {
            shareY < 0.5 ? (shareX < 0.5 ? topLeft : topRight) : (shareX < 0.5 ? bottomLeft : bottomRight)
        }
    }

    /// `nil` outside the raster, also for NaN.
    @inline(__always)
    func taps(x: Double, y: Double) -> Taps? {
        guard x >= 0, y >= 0, x <= fullWidth, y <= fullHeight else { return nil }
        let (left, right, shareX) = Self.pair(
            x / level.scaleX - 0.5, first: window.x, count: window.width)
        let (top, bottom, shareY) = Self.pair(
            y / level.scaleY - 0.5, first: window.y, count: window.height)
        return Taps(
            topLeft: top * window.width + left, topRight: top * window.width + right,
            bottomLeft: bottom * window.width + left, bottomRight: bottom * window.width + right,
            shareX: shareX, shareY: shareY)
    }

    @inline(__always)
    private static func pair(_ position: Double, first: Int, count: Int) -> (Int, Int, Float) {
        let inside = max(0, min(Double(count - 1), position - Double(first)))
        let low = Int(inside)
        return (low, min(low + 1, count - 1), Float(inside - Double(low)))
    }
}
