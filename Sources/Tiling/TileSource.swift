package import GeoCore

/// Something that tiles can be read from, one at a time: an archive, or a layer whose tiles are made on request.
package protocol TileSource: Sendable {
    /// The bytes of a tile as they are stored, or `nil` where there is none.
    func tile(at coordinate: TileCoordinate) async throws -> StoredTile?
}

/// A tile as an archive holds it.
package struct StoredTile: Hashable, Sendable {
    package var bytes: [UInt8]
    package var format: TileFormat
    package var compression: TileCompression

    package init(bytes: [UInt8], format: TileFormat, compression: TileCompression) {
        self.bytes = bytes
        self.format = format
        self.compression = compression
    }
}

/// What a tile's bytes are; the numbers are PMTiles' own.
package enum TileFormat: UInt8, Hashable, Sendable, CaseIterable {
    case unknown = 0
    case mvt = 1
    case png = 2
    case jpeg = 3
    case webp = 4
    case avif = 5
    case mlt = 6

    package var mediaType: String {
        switch self {
        case .unknown: "application/octet-stream"
        case .mvt: "application/vnd.mapbox-vector-tile"
        case .png: "image/png"
        case .jpeg: "image/jpeg"
        case .webp: "image/webp"
        case .avif: "image/avif"
        case .mlt: "application/vnd.maplibre-tile"
        }
    }

    /// The ending of a path that asks for the format, without its dot.
    package var pathExtension: String {
        switch self {
        case .unknown: "bin"
        case .mvt: "mvt"
        case .png: "png"
        case .jpeg: "jpg"
        case .webp: "webp"
        case .avif: "avif"
        case .mlt: "mlt"
        }
    }
}

/// How bytes are compressed; the numbers are PMTiles' own.
package enum TileCompression: UInt8, Hashable, Sendable, CaseIterable {
    case unknown = 0
    case none = 1
    case gzip = 2
    case brotli = 3
    case zstd = 4
}
