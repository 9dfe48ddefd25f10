import GeoCore
import Tiling

/// Collects the tiles in which a feature looks different before and after.
struct ChangedTileSet {
    /// More tiles than this are not listed one by one.
    private static let greatest = 16_384
    /// With more features than this, tiles are told by boxes alone, which may name some that stay the same.
    private static let greatestExact = 128

    private let schema: TileIndexSchema
    private var tiles: Set<TileCoordinate> = []
    private var isExact = true
    private var isOverfull = false

    init(_ schema: TileIndexSchema) {
        self.schema = schema
    }

    /// Says how many features are to come.
    mutating func expect(_ features: Int) {
        isExact = features <= Self.greatestExact
    }

    var changed: ChangedTiles { isOverfull ? .all : .tiles(Array(tiles)) }

    mutating func add(old: TileIndexEntry?, new: TileIndexEntry?) throws {
        let boxes = Self.places(old?.box, new?.box)
        guard !isOverfull, !boxes.isEmpty else { return }
        let oldBlock = try old.map { try TileBlock.pack([$0], schema: schema) } ?? []
        let newBlock = try new.map { try TileBlock.pack([$0], schema: schema) } ?? []
        let first = max(schema.firstZoom, min(old?.visibleFrom ?? .max, new?.visibleFrom ?? .max))
        guard first <= schema.deepestZoom else { return }
        for zoom in first...schema.deepestZoom {
            let spans = boxes.map { TileRange($0, zoom: zoom) }
            guard tiles.count + spans.reduce(0, { $0 + $1.count }) <= Self.greatest else {
                isOverfull = true
                return
            }
            for tile in spans.flatMap(\.tiles) where !tiles.contains(tile) {
                if try !isExact || Self.bytes(oldBlock, tile, schema) != Self.bytes(newBlock, tile, schema) {
                    tiles.insert(tile)
                }
            }
        }
    }

    private static func bytes(
        _ blocks: [TileBlock], _ tile: TileCoordinate, _ schema: TileIndexSchema
    ) throws -> [UInt8]? {
        guard !blocks.isEmpty, var maker = VectorTileMaker(tile: tile, schema: schema) else { return nil }
        for block in blocks { try maker.add(block.data) }
        return maker.finish()?.bytes
    }

    /// Where the feature was and where it is: one box where they meet, so that no tile is looked at twice.
    private static func places(_ old: GridBox?, _ new: GridBox?) -> [GridBox] {
        guard let old, let new else { return [old ?? new].compactMap { $0 } }
        return old.intersects(new) ? [old.union(new)] : [old, new]
    }
}

/// The tiles of one zoom that take features from a box, their buffers counted in.
struct TileRange {
    let zoom: Int
    let columns: ClosedRange<Int>
    let rows: ClosedRange<Int>

    /// For zooms to 20.
    init(_ box: GridBox, zoom: Int) {
        self.zoom = zoom
        let margin = (TileFrame.buffer + 1) << (20 - zoom)
        let last = (1 << zoom) - 1
        func index(_ value: Int) -> Int { min(max(value >> (32 - zoom), 0), last) }
        columns = index(Int(box.x0) - margin)...index(Int(box.x1) + margin)
        rows = index(Int(box.y0) - margin)...index(Int(box.y1) + margin)
    }

    var count: Int { columns.count * rows.count }

    var tiles: [TileCoordinate] {
        rows.flatMap { row in columns.compactMap { TileCoordinate(z: zoom, x: $0, y: row) } }
    }
}
