import GeoCore

/// About 128 features that lie near each other and are visible from the same zoom, in one compact piece of bytes.
///
/// Stored as a row whose box and `visibleFrom` go into a search tree, so that a tile is made from a hundred rows and
/// not from ten thousand.
package struct TileBlock: Hashable, Sendable {
    /// How many features a builder puts in a block.
    package static let usualCount = 128
    /// How many features a block can hold.
    package static let greatestCount = 255
    /// A block is closed early rather than let grow beyond this many bytes of geometry.
    static let usualBytes = 96 << 10

    package var box: GridBox
    /// The zoom from which tiles show the features.
    package var visibleFrom: Int
    package var featureCount: Int
    /// The least and greatest feature id in the block.
    package var ids: ClosedRange<Int64>
    package var data: [UInt8]

    package init(box: GridBox, visibleFrom: Int, featureCount: Int, ids: ClosedRange<Int64>, data: [UInt8]) {
        self.box = box
        self.visibleFrom = visibleFrom
        self.featureCount = featureCount
        self.ids = ids
        self.data = data
    }

    /// Packs entries, which share one `visibleFrom`, into blocks in their order.
    ///
    /// - Throws: `.invalidInput` where an entry is empty or does not fit the schema.
    package static func pack(_ entries: [TileIndexEntry], schema: TileIndexSchema) throws(TilingError) -> [TileBlock] {
        try pack(entries, schema: schema, count: usualCount)
    }

    private static func pack(
        _ entries: [TileIndexEntry], schema: TileIndexSchema, count: Int
    ) throws(TilingError) -> [TileBlock] {
        var encoder = TileBlockEncoder(schema: schema, fullCount: count)
        var blocks: [TileBlock] = []
        for entry in entries {
            if !encoder.isEmpty, encoder.isFull || encoder.visibleFrom != entry.visibleFrom {
                blocks.append(encoder.finish())
            }
            try encoder.add(entry)
        }
        if !encoder.isEmpty { blocks.append(encoder.finish()) }
        return blocks
    }

    /// Every feature of the block with its geometry, zooms, label point and values, in the block's order.
    package func entries(schema: TileIndexSchema) throws(TilingError) -> [TileIndexEntry] {
        try TileBlockDecoder(schema: schema).entries(of: data)
    }

    /// The ids of the block's features in its order, read without the rest.
    package func featureIDs() throws(TilingError) -> [Int64] {
        try TileBlockDecoder.featureIDs(of: data)
    }

    /// The block with some entries replaced (by id), others removed and others added at its end.
    ///
    /// - Returns: Blocks to store in place of this one: none where nothing is left, more than one where entries differ
    ///   in `visibleFrom` or do not fit into one.
    package func replacing(
        _ changed: [TileIndexEntry], removing removed: Set<Int64> = [], schema: TileIndexSchema
    ) throws(TilingError) -> [TileBlock] {
        var pending: [Int64: TileIndexEntry] = [:]
        for entry in changed { pending[entry.id] = entry }
        var result: [TileIndexEntry] = []
        for entry in try entries(schema: schema) where !removed.contains(entry.id) {
            result.append(pending.removeValue(forKey: entry.id) ?? entry)
        }
        for entry in changed where pending[entry.id] != nil { result.append(entry) }
        result.sort { $0.visibleFrom < $1.visibleFrom }
        // A block that edits fill is not cut before it is half again as full, so that single features do not pile up
        // in blocks of their own.
        let roomy = Self.usualCount * 3 / 2
        return try Self.pack(result, schema: schema, count: result.count <= roomy ? roomy : Self.usualCount)
    }
}
