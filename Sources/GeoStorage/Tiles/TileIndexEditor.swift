import GRDB
import GeoCore
import Tiling

/// A feature before and after a commit, as the tile index sees it.
struct TileIndexChange: Sendable {
    var fid: Int64
    /// `nil` for a feature that was not there, or that had no place.
    var old: TileIndexInput?
    /// `nil` for a feature that has gone, or that has no place.
    var new: TileIndexInput?

    /// Whether tiles can show any difference.
    var isVisible: Bool { old != new }
}

/// Brings a tile index up to date with a small commit, touching only the blocks around the changes.
///
/// A changed border moves the junctions of its neighbours, and with them the zooms of their vertices: they are found
/// anew as a full build would find them, and stored where they differ.
struct TileIndexEditor: ~Copyable {
    private let schema: TileIndexSchema
    private let editor: BlockEditor
    private var blocks: [Int64: [TileIndexEntry]] = [:]
    private var replaced: [Int64: [Int64: TileIndexEntry?]] = [:]
    private var tiles: ChangedTileSet

    init(_ table: LayerTable, in db: Database) throws {
        schema = table.tileSchema
        editor = try BlockEditor(BlockTable(table.live), in: db)
        tiles = ChangedTileSet(table.tileSchema)
    }

    /// Applies the changes and returns the tiles that they change.
    consuming func apply(_ changes: [TileIndexChange]) throws -> ChangedTiles {
        let visible = changes.filter(\.isVisible)
        guard !visible.isEmpty else { return .none }
        tiles.expect(visible.count)
        var surroundings = Surroundings()
        for change in visible { try locate(change, in: &surroundings) }
        try findNeighbours(&surroundings)
        try settle(surroundings)
        try writeBlocks()
        return tiles.changed
    }

    /// The changed features and those whose vertices they share.
    private struct Surroundings {
        var old: [Int64: Located] = [:]
        /// In the order of the changes.
        var new: [TileIndexEntry] = []
        var changed: Set<Int64> = []
        var neighbours: [Int64: Located] = [:]
        var context: [Int64: TileIndexEntry] = [:]
    }

    private struct Located {
        var block: Int64
        var entry: TileIndexEntry
    }

    // MARK: Finding

    private mutating func locate(_ change: TileIndexChange, in surroundings: inout Surroundings) throws {
        surroundings.changed.insert(change.fid)
        var visibleFrom: Int?
        if let old = change.old, let box = try GridGeometry(old.geometry)?.box {
            let located = try entries(meeting: box).first { $0.entry.id == change.fid }
            surroundings.old[change.fid] = located
            visibleFrom = located?.entry.visibleFrom
        }
        guard let new = change.new, let box = try GridGeometry(new.geometry)?.box else { return }
        let zoom = try visibleFrom ?? TileThinning(schema).visibleFrom(box) { try editor.featureCount(of: $0) }
        if let entry = try TileIndexEntry(new, schema: schema, visibleFrom: zoom) { surroundings.new.append(entry) }
    }

    private mutating func entries(meeting box: GridBox) throws -> [Located] {
        var found: [Located] = []
        for id in try editor.blocks(meeting: box) {
            for entry in try entries(of: id) where entry.box?.intersects(box) ?? false {
                found.append(Located(block: id, entry: entry))
            }
        }
        return found
    }

    private mutating func entries(of block: Int64) throws -> [TileIndexEntry] {
        if let known = blocks[block] { return known }
        let entries = try editor.entries(of: block, schema: schema)
        blocks[block] = entries
        return entries
    }

    private mutating func findNeighbours(_ surroundings: inout Surroundings) throws {
        guard schema.geometry != .point else { return }
        let moved = surroundings.old.values.map(\.entry) + surroundings.new
        for located in try sharing(with: moved) where !surroundings.changed.contains(located.entry.id) {
            surroundings.neighbours[located.entry.id] = located
        }
        for located in try sharing(with: surroundings.neighbours.values.map(\.entry) + surroundings.new) {
            let id = located.entry.id
            if surroundings.changed.contains(id) || surroundings.neighbours[id] != nil { continue }
            surroundings.context[id] = located.entry
        }
    }

    /// The entries of the index that share a vertex with one of these.
    private mutating func sharing(with entries: [TileIndexEntry]) throws -> [Located] {
        var vertices: Set<GridPosition> = []
        for entry in entries { for path in entry.geometry.paths { vertices.formUnion(path.positions) } }
        var found: [Int64: Located] = [:]
        for entry in entries {
            guard let box = entry.box else { continue }
            for located in try self.entries(meeting: box) where found[located.entry.id] == nil {
                let shares = located.entry.geometry.paths.contains { $0.positions.contains(where: vertices.contains) }
                if shares { found[located.entry.id] = located }
            }
        }
        return Array(found.values)
    }

    // MARK: Storing

    private mutating func settle(_ surroundings: Surroundings) throws {
        var update = TileIndexUpdate(schema: schema)
        for entry in surroundings.new { update.add(entry, role: .changed) }
        for located in surroundings.neighbours.values { update.add(located.entry, role: .changed) }
        for entry in surroundings.context.values { update.add(entry, role: .context) }
        let found = update.finish()
        let present = Set(surroundings.new.map(\.id))
        for (fid, old) in surroundings.old where !present.contains(fid) { try remove(fid, old) }
        for entry in found {
            let old = surroundings.old[entry.id] ?? surroundings.neighbours[entry.id]
            try store(entry, in: old)
        }
    }

    private mutating func remove(_ fid: Int64, _ old: Located) throws {
        replaced[old.block, default: [:]][fid] = .some(nil)
        try tiles.add(old: old.entry, new: nil)
    }

    private mutating func store(_ entry: TileIndexEntry, in old: Located?) throws {
        if old?.entry == entry { return }
        try tiles.add(old: old?.entry, new: entry)
        if let old, let box = entry.box, old.entry.box?.intersects(box) ?? false {
            replaced[old.block, default: [:]][entry.id] = entry
            return
        }
        if let old { replaced[old.block, default: [:]][entry.id] = .some(nil) }
        let home = try home(of: entry)
        replaced[home, default: [:]][entry.id] = entry
    }

    /// The block that a new entry goes into: one that it lies in, visible from the same zoom; 0 where there is none.
    private mutating func home(of entry: TileIndexEntry) throws -> Int64 {
        guard let box = entry.box else { return 0 }
        for id in try editor.blocks(meeting: box) where try entries(of: id).first?.visibleFrom == entry.visibleFrom {
            return id
        }
        return 0
    }

    private mutating func writeBlocks() throws {
        for (id, edits) in replaced {
            var pending = edits
            var result: [TileIndexEntry] = []
            for entry in id == 0 ? [] : try entries(of: id) {
                guard let edit = pending.removeValue(forKey: entry.id) else {
                    result.append(entry)
                    continue
                }
                if let edit { result.append(edit) }
            }
            result += pending.values.compactMap { $0 }.sorted { $0.id < $1.id }
            result.sort { $0.visibleFrom < $1.visibleFrom }
            if id != 0 { try editor.remove(id) }
            for block in try TileBlock.pack(result, schema: schema) { try editor.insert(block) }
        }
    }
}
