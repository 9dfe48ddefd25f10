/// Elevation packed into three bytes a pixel, 0.1 m a step from −10 000 m (Mapbox Terrain-RGB v1).
enum TerrainRGB {
    /// Packs heights in metres, NaN as 0 m; heights outside the range are clamped.
    static func pack(_ heights: [Float]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(heights.count * 3)
        for height in heights {
            let steps = step(height)
            result.append(UInt8(steps >> 16))
            result.append(UInt8(steps >> 8 & 255))
            result.append(UInt8(steps & 255))
        }
        return result
    }

    private static func step(_ height: Float) -> Int {
        let meters = height.isNaN ? 0 : Double(height)
        return Int(max(0, min(16_777_215, ((meters + 10_000) * 10).rounded())))
    }
}
