package import GeoCore

/// What makes two tiles the same tile: the layer, the place, and how much of it the caller may see.
package struct TileKey: Hashable, Sendable {
    package var layer: LayerID
    package var coordinate: TileCoordinate
    /// Names the set of columns that the caller may see; 0 is the public's.
    package var audience: UInt64

    package init(layer: LayerID, coordinate: TileCoordinate, audience: UInt64) {
        self.layer = layer
        self.coordinate = coordinate
        self.audience = audience
    }
}
