import Foundation
import GeoCore

/// The square of a tile in Web Mercator metres, and its pixels.
struct MercatorTile: Hashable, Sendable {
    /// Half the side of the world's square, in metres.
    static let halfWorld = 20_037_508.342_789_244

    let west: Double
    let north: Double
    /// Mercator metres along the side of one pixel.
    let pixelMeters: Double
    /// Pixels along each side.
    let size: Int

    init(_ tile: TileCoordinate, size: Int) {
        let side = 2 * Self.halfWorld / Double(1 << tile.z)
        west = Double(tile.x) * side - Self.halfWorld
        north = Self.halfWorld - Double(tile.y) * side
        pixelMeters = side / Double(size)
        self.size = size
    }

    private init(west: Double, north: Double, pixelMeters: Double, size: Int) {
        self.west = west
        self.north = north
        self.pixelMeters = pixelMeters
        self.size = size
    }

    /// The same square with some pixels more on every side.
    func widened(by margin: Int) -> MercatorTile {
        let distance = Double(margin) * pixelMeters
        return MercatorTile(
            west: west - distance, north: north + distance, pixelMeters: pixelMeters, size: size + 2 * margin)
    }

    /// The same square in pixels half as wide.
    var doubled: MercatorTile {
        MercatorTile(west: west, north: north, pixelMeters: pixelMeters / 2, size: size * 2)
    }

    /// The size on the ground of a pixel of each row, from the north, in metres.
    var groundMeters: [Double] {
        (0..<size).map { row in
            let y = north - (Double(row) + 0.5) * pixelMeters
            return pixelMeters / cosh(y / (Self.halfWorld / .pi))
        }
    }

    /// Mercator metres of a longitude and latitude in degrees; latitudes are clamped to the square.
    static func meters(_ coordinate: Coordinate) -> Coordinate {
        let limit = WorldGrid.maximumLatitude
        let sine = sin(max(-limit, min(limit, coordinate.y)) * .pi / 180)
        let y = log((1 + sine) / (1 - sine)) / 2 * halfWorld / .pi
        return Coordinate(x: coordinate.x / 180 * halfWorld, y: y)
    }

    /// Longitude and latitude in degrees of Mercator metres.
    static func degrees(_ meters: Coordinate) -> Coordinate {
        let latitude = atan(sinh(meters.y / halfWorld * .pi)) * 180 / .pi
        return Coordinate(x: meters.x / halfWorld * 180, y: latitude)
    }
}
