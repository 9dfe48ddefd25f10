import GeoCore
import Tiling

/// The order in which new features get their identifiers and the spatial index its pages: near in number, near in space.
enum SpatialOrder {
    /// The place of a box's centre along the Hilbert curve over the world grid, in 62 bits, so that it stays clear of
    /// the greatest number, which stands for "nowhere".
    static func place(of box: BoundingBox) -> UInt64 {
        HilbertCurve.index(of: WorldGrid.position(box.center)) >> 2
    }
}
