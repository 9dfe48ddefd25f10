package import GeoCore

/// A box on the world grid, all four sides included.
package struct GridBox: Hashable, Sendable {
    package var x0: UInt32
    package var y0: UInt32
    package var x1: UInt32
    package var y1: UInt32

    package init(x0: UInt32, y0: UInt32, x1: UInt32, y1: UInt32) {
        self.x0 = x0
        self.y0 = y0
        self.x1 = x1
        self.y1 = y1
    }

    /// The box of one position.
    package init(_ position: GridPosition) {
        self.init(x0: position.x, y0: position.y, x1: position.x, y1: position.y)
    }

    /// The smallest box around the positions, or `nil` where there are none.
    package init?(enclosing positions: some Sequence<GridPosition>) {
        var iterator = positions.makeIterator()
        guard let first = iterator.next() else { return nil }
        self.init(first)
        while let next = iterator.next() { extend(to: next) }
    }

    /// The part of the grid from which a tile takes features: the tile and `buffer` of its 4096 units around it,
    /// rounded outward by one unit and cut at the edges of the world. For zooms to 20.
    package init(of tile: TileCoordinate, buffer: Int = TileFrame.buffer) {
        precondition(tile.z <= 20, "the grid has tile units to zoom 20")
        let unit = 1 << (20 - tile.z)
        let side = 1 << (32 - tile.z)
        let margin = (buffer + 1) * unit
        func cut(_ value: Int) -> UInt32 { UInt32(min(max(value, 0), Int(UInt32.max))) }
        self.init(
            x0: cut(tile.x * side - margin), y0: cut(tile.y * side - margin),
            x1: cut((tile.x + 1) * side + margin), y1: cut((tile.y + 1) * side + margin))
    }

    /// Grows to hold a position.
    package mutating func extend(to position: GridPosition) {
        x0 = min(x0, position.x)
        y0 = min(y0, position.y)
        x1 = max(x1, position.x)
        y1 = max(y1, position.y)
    }

    /// The least box that holds both.
    package func union(_ other: GridBox) -> GridBox {
        GridBox(
            x0: min(x0, other.x0), y0: min(y0, other.y0), x1: max(x1, other.x1), y1: max(y1, other.y1))
    }

    /// Whether the boxes share a position.
    package func intersects(_ other: GridBox) -> Bool {
        x0 <= other.x1 && other.x0 <= x1 && y0 <= other.y1 && other.y0 <= y1
    }

    /// The position in the middle, rounded toward the north-west.
    package var center: GridPosition {
        GridPosition(x: UInt32((UInt64(x0) + UInt64(x1)) / 2), y: UInt32((UInt64(y0) + UInt64(y1)) / 2))
    }
}
