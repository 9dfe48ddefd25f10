import GRDB
import GeoCore
import Tiling

/// Writes and finds the blocks of a layer's tile index.
struct BlockTable {
    let blocks: String
    let index: String

    init(_ names: LayerTable.Names) {
        blocks = names.blocks
        index = names.blockIndex
    }

    func create(in db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE \(LayerTable.quoted(blocks)) (
                    id INTEGER PRIMARY KEY, first_fid INTEGER NOT NULL, last_fid INTEGER NOT NULL,
                    features INTEGER NOT NULL, data BLOB NOT NULL)
                """)
        try db.execute(
            sql: "CREATE VIRTUAL TABLE \(LayerTable.quoted(index)) "
                + "USING rtree_i32(id, west, east, north, south, zoom, last_zoom)")
    }

    /// A grid value as the search tree keeps it.
    static func stored(_ value: UInt32) -> Int32 { Int32(bitPattern: value ^ 0x8000_0000) }

    static func bounds(of block: TileBlock) -> RTreeBounds {
        RTreeBounds(block.box, zooms: block.visibleFrom...block.visibleFrom)
    }
}

extension RTreeBounds {
    /// A box on the world grid with a range of zooms, as the tile index keeps it.
    init(_ box: GridBox, zooms: ClosedRange<Int>) {
        lower = SIMD4(
            BlockTable.stored(box.x0), BlockTable.stored(box.y0), Int32(zooms.lowerBound), 0)
        upper = SIMD4(
            BlockTable.stored(box.x1), BlockTable.stored(box.y1), Int32(zooms.upperBound), 0)
    }
}

/// Adds, reads and removes single blocks of a tile index in one database access.
struct BlockEditor: ~Copyable {
    private let insertBlock: SQLStatement
    private let insertBounds: SQLStatement
    private let deleteBlock: SQLStatement
    private let deleteBounds: SQLStatement
    private let select: SQLStatement
    private let count: SQLStatement
    private let reader: RTreeReader

    init(_ table: BlockTable, in db: Database) throws {
        let blocks = LayerTable.quoted(table.blocks), index = LayerTable.quoted(table.index)
        let insertBlock = try SQLStatement(
            "INSERT INTO \(blocks) (id, first_fid, last_fid, features, data) VALUES (?, ?, ?, ?, ?) RETURNING id",
            in: db)
        let insertBounds = try SQLStatement("INSERT INTO \(index) VALUES (?, ?, ?, ?, ?, ?, ?)", in: db)
        let deleteBlock = try SQLStatement("DELETE FROM \(blocks) WHERE id = ?", in: db)
        let deleteBounds = try SQLStatement("DELETE FROM \(index) WHERE id = ?", in: db)
        let select = try SQLStatement("SELECT data FROM \(blocks) WHERE id = ?", in: db)
        let count = try SQLStatement("SELECT features FROM \(blocks) WHERE id = ?", in: db)
        reader = try RTreeReader(table.index, format: .tileIndex, in: db)
        self.insertBlock = insertBlock
        self.insertBounds = insertBounds
        self.deleteBlock = deleteBlock
        self.deleteBounds = deleteBounds
        self.select = select
        self.count = count
    }

    /// Adds a block without its box, and returns its number.
    @discardableResult
    func insertRow(_ block: TileBlock) throws -> Int64 {
        defer { insertBlock.reset() }
        insertBlock.bindNull(at: 1)
        insertBlock.bind(block.ids.lowerBound, at: 2)
        insertBlock.bind(block.ids.upperBound, at: 3)
        insertBlock.bind(block.featureCount, at: 4)
        try insertBlock.bind(block.data, at: 5)
        guard try insertBlock.step() else { throw StorageError(.database, "A block of the tile index was not stored.") }
        let id = insertBlock.int64(0)
        while try insertBlock.step() {}
        return id
    }

    func insert(_ block: TileBlock) throws {
        let bounds = BlockTable.bounds(of: block)
        insertBounds.bind(try insertRow(block), at: 1)
        for dimension in 0..<3 {
            insertBounds.bind(Int(bounds.lower[dimension]), at: Int32(dimension) * 2 + 2)
            insertBounds.bind(Int(bounds.upper[dimension]), at: Int32(dimension) * 2 + 3)
        }
        try insertBounds.run()
    }

    func remove(_ id: Int64) throws {
        deleteBlock.bind(id, at: 1)
        try deleteBlock.run()
        deleteBounds.bind(id, at: 1)
        try deleteBounds.run()
    }

    /// How many features a tile shows, those of whole blocks counted: never too few.
    func featureCount(of tile: TileCoordinate) throws -> Int {
        var ids: [Int64] = []
        try reader.search(RTreeBounds(GridBox(of: tile), zooms: 0...tile.z)) { ids.append($0.id) }
        var count = 0
        for id in ids {
            defer { self.count.reset() }
            self.count.bind(id, at: 1)
            if try self.count.step() { count += self.count.int(0) }
        }
        return count
    }

    /// The numbers of the blocks whose boxes meet a box, at any zoom.
    func blocks(meeting box: GridBox) throws -> [Int64] {
        var found: [Int64] = []
        try reader.search(RTreeBounds(box, zooms: 0...TileCoordinate.deepestZoom)) { found.append($0.id) }
        return found
    }

    /// The features of a block.
    func entries(of id: Int64, schema: TileIndexSchema) throws -> [TileIndexEntry] {
        defer { select.reset() }
        select.bind(id, at: 1)
        guard try select.step() else {
            throw StorageError(.corrupt, "A block of the tile index is missing: run `bando check`.")
        }
        // Entries are read from the bytes alone.
        let block = TileBlock(
            box: GridBox(x0: 0, y0: 0, x1: 0, y1: 0), visibleFrom: 0, featureCount: 0, ids: id...id,
            data: select.bytes(0))
        return try block.entries(schema: schema)
    }
}
