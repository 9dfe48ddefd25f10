package import GeoCore

/// Where the pixels of a raster to be written lie.
package struct RasterGrid: Hashable, Sendable {
    package var width: Int
    package var height: Int
    /// The outer corner of the first pixel, easting then northing, in the units of `crs`.
    package var northWest: Coordinate
    /// The side of a pixel in the same units.
    package var pixelSize: Double
    package var crs: CRS

    package init(width: Int, height: Int, northWest: Coordinate, pixelSize: Double, crs: CRS) {
        precondition(width > 0 && height > 0 && pixelSize > 0, "a raster has at least one pixel, of some size")
        self.width = width
        self.height = height
        self.northWest = northWest
        self.pixelSize = pixelSize
        self.crs = crs
    }

    /// The middle of a pixel.
    package func center(column: Int, row: Int) -> Coordinate {
        Coordinate(
            x: northWest.x + (Double(column) + 0.5) * pixelSize, y: northWest.y - (Double(row) + 0.5) * pixelSize)
    }
}
