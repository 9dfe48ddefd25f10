/// A vector tile that was made from the tile index.
package struct MadeTile: Hashable, Sendable {
    /// Uncompressed MVT; tiles of several layers are these bytes one after the other, which MVT allows.
    package var bytes: [UInt8]
    /// Features in the layer, the label points not counted.
    package var featureCount: Int
    /// Features that touch the tile and are not in it: thinned out, or too small to have a shape at its zoom.
    package var omittedCount: Int

    package init(bytes: [UInt8], featureCount: Int, omittedCount: Int) {
        self.bytes = bytes
        self.featureCount = featureCount
        self.omittedCount = omittedCount
    }

    /// One tile of several layers, whose names must differ; `nil` where there are none.
    package static func composite(_ tiles: [MadeTile]) -> MadeTile? {
        guard let first = tiles.first else { return nil }
        return tiles.dropFirst().reduce(into: first) { result, tile in
            result.bytes += tile.bytes
            result.featureCount += tile.featureCount
            result.omittedCount += tile.omittedCount
        }
    }
}
