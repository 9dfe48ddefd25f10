import GRDB
import GeoCore
import Tiling

/// Finds the blocks that a tile is made from.
struct BlockSearch: ~Copyable {
    private let reader: RTreeReader
    private let select: SQLStatement

    init(_ table: BlockTable, in db: Database) throws {
        let reader = try RTreeReader(table.index, format: .tileIndex, in: db)
        select = try SQLStatement("SELECT data FROM \(LayerTable.quoted(table.blocks)) WHERE id = ?", in: db)
        self.reader = reader
    }

    /// Lends the bytes of every block that a tile may show something of, in the order of their numbers.
    ///
    /// Blocks of deeper zooms come, too, below the layer's full zoom, so that what is thinned out can be counted.
    func forEachBlock(of tile: TileCoordinate, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        guard tile.z <= 20 else { return }
        var ids: [Int64] = []
        try reader.search(RTreeBounds(GridBox(of: tile), zooms: 0...tile.z)) { ids.append($0.id) }
        ids.sort()
        for id in ids {
            defer { select.reset() }
            select.bind(id, at: 1)
            guard try select.step() else {
                throw StorageError(.corrupt, "A block of the tile index is missing: run `bando check`.")
            }
            try unsafe select.withBytes(0, body)
        }
    }
}
