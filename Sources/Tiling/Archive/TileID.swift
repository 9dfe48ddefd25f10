package import GeoCore

/// The number of a tile in a PMTiles archive: all tiles of smaller zooms first, then along a Hilbert curve.
package struct TileID: Hashable, Sendable, Comparable {
    /// Ids end where zoom 31 would, as do those of other implementations.
    package static let deepestZoom = 31
    package let value: UInt64

    /// The id of a tile: 0/0/0 is 0, 1/0/0 is 1, 1/0/1 is 2, 1/1/1 is 3, 1/1/0 is 4.
    package init(_ tile: TileCoordinate) {
        let curve = HilbertCurve.index(x: UInt32(tile.x), y: UInt32(tile.y), bits: tile.z)
        value = Self.count(before: tile.z) + curve
    }

    package init(value: UInt64) {
        self.value = value
    }

    /// The tile of an id, or `nil` beyond the deepest zoom that a `TileCoordinate` has.
    package var tile: TileCoordinate? {
        for zoom in 0...TileCoordinate.deepestZoom where value < Self.count(before: zoom + 1) {
            let (x, y) = HilbertCurve.cell(at: value - Self.count(before: zoom), bits: zoom)
            return TileCoordinate(z: zoom, x: Int(x), y: Int(y))
        }
        return nil
    }

    package static func < (left: TileID, right: TileID) -> Bool { left.value < right.value }

    /// How many tiles smaller zooms have: (4^zoom − 1) / 3.
    static func count(before zoom: Int) -> UInt64 {
        ((1 << UInt64(2 * zoom)) - 1) / 3
    }
}
