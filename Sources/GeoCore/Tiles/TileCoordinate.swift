/// A tile of the WebMercatorQuad pyramid in XYZ order: y grows southward (OGC Two Dimensional Tile Matrix Set, annex D.1).
package struct TileCoordinate: Hashable, Sendable {
    package let z: Int
    package let x: Int
    package let y: Int

    /// The deepest zoom that exists; the world grid has 2^32 steps, so 30 still leaves two bits.
    package static let deepestZoom = 30

    /// `nil` outside 0 ≤ z ≤ 30, 0 ≤ x, y < 2^z.
    package init?(z: Int, x: Int, y: Int) {
        guard (0...Self.deepestZoom).contains(z) else { return nil }
        let count = 1 << z
        guard (0..<count).contains(x), (0..<count).contains(y) else { return nil }
        self.z = z
        self.x = x
        self.y = y
    }

    package var parent: TileCoordinate? { TileCoordinate(z: z - 1, x: x >> 1, y: y >> 1) }
}

extension TileCoordinate: CustomStringConvertible {
    package var description: String { "\(z)/\(x)/\(y)" }
}
