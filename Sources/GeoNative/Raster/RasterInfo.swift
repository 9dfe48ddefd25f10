package import GeoCore

/// What a raster file is, found out before anything is done with it.
package struct RasterInfo: Hashable, Sendable {
    package var path: String
    /// GDAL's name of the format: `GTiff`, `PNG`.
    package var driver: String
    package var width: Int
    package var height: Int
    package var bands: [Band]
    /// The coordinate system's code, where it has one.
    package var crs: CRS?
    /// The coordinate system's name; `nil` where the file names none.
    package var crsName: String?
    /// Whether the system is on the datum VN-2000, which is then transformed by EPSG:6960.
    package var isVN2000: Bool
    /// The sizes of the overviews in pixels.
    package var overviews: [Size]
    /// The colours of the palette; 0 without one.
    package var paletteCount: Int
    /// Where and how it is drawn; `nil` where it cannot be, and `problems` says why.
    package var placement: Placement?
    /// Sentences that say what is wrong and what to do.
    package var problems: [String]

    /// The file as a source of tiles; `nil` where it cannot be drawn.
    package var file: RasterFile? {
        placement.map { RasterFile(path: path, assignedCRS: assignedCRS, extent: $0.extent, stretch: $0.stretch) }
    }

    /// The system that the user gave.
    package var assignedCRS: CRS?

    /// One band as the file describes it.
    package struct Band: Hashable, Sendable {
        /// `Byte`, `UInt16`, `Float32` …
        package var type: String
        /// `Red`, `Gray`, `Alpha`, `Palette` …
        package var interpretation: String
        package var noData: Double?
        package var scale: Double
        package var offset: Double
    }

    /// Pixels across and down.
    package struct Size: Hashable, Sendable {
        package var width: Int
        package var height: Int
    }

    /// How a raster lies on the map.
    package struct Placement: Hashable, Sendable {
        /// In degrees; may cross the antimeridian.
        package var extent: BoundingBox
        /// The size of a pixel on the ground in the middle, in metres.
        package var groundMeters: Double
        /// The zoom at which a pixel of a 256-pixel tile is about as large as one of the raster's.
        package var nativeZoom: Int
        /// The zooms worth serving: below them a tile would have to read more than 4096² pixels.
        package var zooms: ClosedRange<Int>
        /// For each drawn band that is not 8-bit, the values between which 96 % of the pixels lie.
        package var stretch: [RasterStretch]
    }
}
