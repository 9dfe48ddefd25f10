package import Tiling

extension TileFormat {
    /// Reads a path's ending: `mvt`, `pbf`, `png`, `jpg`, `jpeg` or `webp`; `nil` for formats that are not served.
    package init?(ending: String) {
        switch ending {
        case "mvt", "pbf": self = .mvt
        case "png": self = .png
        case "jpg", "jpeg": self = .jpeg
        case "webp": self = .webp
        default: return nil
        }
    }

    package var isRaster: Bool { self != .mvt }
}
