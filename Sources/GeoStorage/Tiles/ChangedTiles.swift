package import GeoCore

/// The tiles of one layer that a commit changed.
package enum ChangedTiles: Hashable, Sendable {
    /// Exactly these, in no order.
    case tiles([TileCoordinate])
    /// Too many to list, or all: every tile of the layer may have changed.
    case all

    package static let none = ChangedTiles.tiles([])
}
