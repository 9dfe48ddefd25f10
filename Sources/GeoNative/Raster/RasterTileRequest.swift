package import GeoCore

/// One picture to draw: which tile, how large, in which style and format.
package struct RasterTileRequest: Hashable, Sendable {
    package let tile: TileCoordinate
    /// Pixels along each side.
    package let size: Size
    package let style: RasterStyle
    package let format: RasterTileFormat

    package init(
        tile: TileCoordinate, size: Size = .standard, style: RasterStyle = .image, format: RasterTileFormat
    ) {
        self.tile = tile
        self.size = size
        self.style = style
        self.format = format
    }

    /// The sizes in which tiles are drawn; both cover the same ground.
    package enum Size: Int, Hashable, Sendable, CaseIterable {
        case standard = 256
        case double = 512
    }
}

/// What a tile shows of a raster.
package enum RasterStyle: Hashable, Sendable {
    /// The picture as it is; values beyond 8 bits are stretched by the statistics kept with the source.
    case image
    /// Relief lit from one side; without elevation the tile is transparent.
    case hillshade(Hillshade)
    /// Elevation as Mapbox's Terrain-RGB: height = −10 000 m + 0.1 m × (R·65 536 + G·256 + B); no data is 0 m.
    case terrainRGB
}

/// The formats of raster tiles.
package enum RasterTileFormat: String, Hashable, Sendable, CaseIterable {
    case png
    case jpeg
    case webp

    /// The format that a path's ending names (`png`, `jpg`, `jpeg`, `webp`), or `nil`.
    package init?(pathExtension: String) {
        self.init(rawValue: pathExtension == "jpg" ? "jpeg" : pathExtension)
    }

    package var mediaType: String { "image/\(rawValue)" }

    /// Whether the format can leave pixels transparent.
    package var hasTransparency: Bool { self != .jpeg }
}
