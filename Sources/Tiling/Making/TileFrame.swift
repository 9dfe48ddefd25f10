package import GeoCore

/// The square of one tile on the world grid, and the way from grid steps to tile units.
package struct TileFrame: Sendable {
    /// Units across a tile.
    package static let extent = 4096
    /// Units around a tile that its geometry may reach into.
    package static let buffer = 64

    package let tile: TileCoordinate
    /// Grid steps of the tile's north-west corner.
    let originX: Int
    let originY: Int
    /// A unit is `1 << shift` steps.
    let shift: Int
    /// Half a unit, for rounding to the nearest.
    let half: Int
    /// The least and greatest unit that geometry may have.
    let least: Int
    let greatest: Int

    /// `nil` beyond zoom 20, where a tile unit would be finer than the grid.
    package init?(_ tile: TileCoordinate, buffer: Int = TileFrame.buffer) {
        guard tile.z <= 20 else { return nil }
        self.tile = tile
        originX = tile.x << (32 - tile.z)
        originY = tile.y << (32 - tile.z)
        shift = 20 - tile.z
        half = (1 << shift) >> 1
        least = -buffer
        greatest = Self.extent + buffer
    }

    /// The nearest tile unit of a grid position; it may lie far outside the tile.
    @inline(__always)
    func point(_ position: GridPosition) -> TilePoint {
        TilePoint(x: unitX(position.x), y: unitY(position.y))
    }

    @inline(__always)
    func unitX(_ x: UInt32) -> Int { (Int(x) - originX + half) >> shift }

    @inline(__always)
    func unitY(_ y: UInt32) -> Int { (Int(y) - originY + half) >> shift }

    @inline(__always)
    func contains(_ point: TilePoint) -> Bool {
        point.x >= least && point.x <= greatest && point.y >= least && point.y <= greatest
    }

    /// How a box lies to the tile with its buffer, once both are in tile units.
    @inline(__always)
    func relation(to box: GridBox) -> Relation {
        let west = unitX(box.x0), east = unitX(box.x1), north = unitY(box.y0), south = unitY(box.y1)
        if east < least || west > greatest || south < least || north > greatest { return .outside }
        let isInside = west >= least && east <= greatest && north >= least && south <= greatest
        return isInside ? .inside : .crossing
    }

    enum Relation {
        case outside
        case crossing
        case inside
    }
}
