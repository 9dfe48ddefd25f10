import Foundation

/// How relief is lit: Horn's slope with one distant light, as GDAL's `gdaldem hillshade` has it.
package struct Hillshade: Hashable, Sendable {
    /// Degrees clockwise from north from which the light comes.
    package var azimuth: Double
    /// Degrees of the light above the horizon, 0 to 90.
    package var altitude: Double
    /// The factor by which heights are multiplied.
    package var exaggeration: Double

    package init(azimuth: Double = 315, altitude: Double = 45, exaggeration: Double = 1) {
        self.azimuth = azimuth
        self.altitude = altitude
        self.exaggeration = exaggeration
    }

    /// Shades a square of heights that has one pixel of margin on every side.
    ///
    /// - Parameters:
    ///   - heights: Metres, row by row from the north, (size + 2)² of them; NaN where unknown.
    ///   - groundMeters: The size on the ground of a pixel of each of the `size` rows.
    /// - Returns: Grey and alpha for each pixel; an unknown height is transparent.
    func shade(_ heights: [Float], size: Int, groundMeters: [Double]) -> [UInt8] {
        precondition(heights.count == (size + 2) * (size + 2), "heights need one pixel of margin on every side")
        let light = Light(self)
        var result = [UInt8](repeating: 0, count: size * size * 2)
        for row in 0..<size {
            let scale = Float(exaggeration / (8 * groundMeters[row]))
            for column in 0..<size {
                let center = (row + 1) * (size + 2) + column + 1
                guard let slope = Slope(heights, center: center, stride: size + 2, scale: scale) else { continue }
                let pixel = (row * size + column) * 2
                result[pixel] = light.grey(slope)
                result[pixel + 1] = 255
            }
        }
        return result
    }
}

/// The rise of the ground eastward and southward at one pixel, in metres a metre.
private struct Slope {
    let east: Float
    let south: Float

    /// `nil` where the height itself is unknown; an unknown neighbour counts as level with the pixel.
    init?(_ heights: [Float], center: Int, stride: Int, scale: Float) {
        let here = heights[center]
        guard !here.isNaN else { return nil }
        func height(_ offset: Int) -> Float {
            let value = heights[center + offset]
            return value.isNaN ? here : value
        }
        let northWest = height(-stride - 1), north = height(-stride), northEast = height(-stride + 1)
        let southWest = height(stride - 1), south = height(stride), southEast = height(stride + 1)
        let west = height(-1), east = height(1)
        self.east = ((northEast + 2 * east + southEast) - (northWest + 2 * west + southWest)) * scale
        self.south = ((southWest + 2 * south + southEast) - (northWest + 2 * north + northEast)) * scale
    }
}

/// The direction toward the light as a unit vector: east, north, up.
private struct Light {
    private let east: Float
    private let north: Float
    private let upward: Float

    init(_ hillshade: Hillshade) {
        let azimuth = hillshade.azimuth * .pi / 180
        let altitude = hillshade.altitude * .pi / 180
        east = Float(sin(azimuth) * cos(altitude))
        north = Float(cos(azimuth) * cos(altitude))
        upward = Float(sin(altitude))
    }

    /// 1 in full shadow to 255 in full light.
    func grey(_ slope: Slope) -> UInt8 {
        let normal = (1 + slope.east * slope.east + slope.south * slope.south).squareRoot()
        let cosine = (upward - slope.east * east + slope.south * north) / normal
        return UInt8(1 + 254 * max(0, min(1, cosine)))
    }
}
