/// The formats of tiles by the endings of their paths.
package enum TileFormat: String, Hashable, Sendable, CaseIterable {
    case mvt
    case png
    case jpeg
    case webp

    /// Reads `mvt`, `pbf`, `png`, `jpg`, `jpeg` or `webp`.
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

    package var mediaType: String {
        switch self {
        case .mvt: "application/vnd.mapbox-vector-tile"
        case .png: "image/png"
        case .jpeg: "image/jpeg"
        case .webp: "image/webp"
        }
    }
}
