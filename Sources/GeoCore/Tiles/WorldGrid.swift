import Foundation

/// Web Mercator on integers: the square world in 2^32 steps each way, x eastward from 180° W, y southward from 85.05° N.
///
/// A tile of zoom z spans 2^(32−z) steps, so its 4096 units are `2^(20−z)` steps each: going from the grid to a
/// tile at any zoom to 20 is a shift. In an `rtree_i32` a grid value is stored less 2^31.
package enum WorldGrid {
    package static let stepsLog2 = 32
    /// The latitude at which the Mercator square ends.
    package static let maximumLatitude = 85.051_128_779_806_59

    /// The grid position of a geographic coordinate; latitudes beyond the square and longitude 180 are clamped.
    package static func position(_ coordinate: Coordinate) -> GridPosition {
        let fractionX = coordinate.x / 360 + 0.5
        let sine = sin(max(-maximumLatitude, min(maximumLatitude, coordinate.y)) * .pi / 180)
        let fractionY = 0.5 - log((1 + sine) / (1 - sine)) / (4 * .pi)
        return GridPosition(x: step(fractionX), y: step(fractionY))
    }

    /// The geographic coordinate of a grid position.
    package static func coordinate(_ position: GridPosition) -> Coordinate {
        let fractionX = Double(position.x) / 4_294_967_296
        let fractionY = Double(position.y) / 4_294_967_296
        let latitude = atan(sinh(.pi * (1 - 2 * fractionY))) * 180 / .pi
        return Coordinate(x: (fractionX - 0.5) * 360, y: latitude)
    }

    /// The box of a tile in degrees.
    package static func boundingBox(of tile: TileCoordinate) -> BoundingBox {
        let count = Double(1 << tile.z)
        func latitude(_ row: Double) -> Double { atan(sinh(.pi * (1 - 2 * row / count))) * 180 / .pi }
        return BoundingBox(
            west: Double(tile.x) / count * 360 - 180, south: latitude(Double(tile.y + 1)),
            east: Double(tile.x + 1) / count * 360 - 180, north: latitude(Double(tile.y)))
    }

    private static func step(_ fraction: Double) -> UInt32 {
        let scaled = (fraction * 4_294_967_296).rounded()
        return scaled <= 0 ? 0 : scaled >= 4_294_967_295 ? .max : UInt32(scaled)
    }
}

/// A vertex on the world grid.
package struct GridPosition: Hashable, Sendable {
    package var x: UInt32
    package var y: UInt32

    package init(x: UInt32, y: UInt32) {
        self.x = x
        self.y = y
    }
}
