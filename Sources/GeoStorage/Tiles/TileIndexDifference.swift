import Foundation
import GRDB
import GeoCore
import Tiling

/// Compares two tile indexes of a layer, feature by feature, out of core.
struct TileIndexDifference {
    /// With more features than this, every tile counts as changed.
    private static let greatest = 400_000

    private let schema: TileIndexSchema
    private let folder: URL

    init(_ schema: TileIndexSchema, scratchFolder: URL) {
        self.schema = schema
        folder = scratchFolder
    }

    /// The boxes in which tiles differ; `nil` where they are too many to tell.
    func boxes(from old: BlockTable, to new: BlockTable, in db: Database) throws -> BoxTree? {
        let oldDigests = try digests(old, in: db), newDigests = try digests(new, in: db)
        var before = oldDigests.cursor(), after = newDigests.cursor()
        var oldEntry = try before.next(), newEntry = try after.next()
        var boxes: [BoxTree.Element] = []
        while oldEntry != nil || newEntry != nil {
            let fid = min(oldEntry?.fid ?? .max, newEntry?.fid ?? .max)
            let here = oldEntry?.fid == fid ? oldEntry : nil, there = newEntry?.fid == fid ? newEntry : nil
            if here?.digest != there?.digest { boxes += [here, there].compactMap { $0?.element } }
            guard boxes.count <= Self.greatest else { return nil }
            if here != nil { oldEntry = try before.next() }
            if there != nil { newEntry = try after.next() }
        }
        return BoxTree(boxes)
    }

    private func digests(_ table: BlockTable, in db: Database) throws -> SortedRuns<EntryDigest> {
        var sorter = SpillingSorter<EntryDigest>(scratchFolder: folder)
        let ids = try SQLStatement("SELECT id FROM \(LayerTable.quoted(table.blocks)) ORDER BY id", in: db)
        let blocks = try BlockEditor(table, in: db)
        while try ids.step() {
            for entry in try blocks.entries(of: ids.int64(0), schema: schema) {
                if let digest = EntryDigest(entry) { try sorter.append(digest) }
            }
        }
        return try sorter.finish()
    }
}

/// A feature of a tile index, told from another by a hash of this process.
private struct EntryDigest: SpillingRecord {
    let fid: Int64
    let digest: Int
    let element: BoxTree.Element

    init?(_ entry: TileIndexEntry) {
        guard let box = entry.box else { return nil }
        fid = entry.id
        var hasher = Hasher()
        entry.hash(into: &hasher)
        digest = hasher.finalize()
        element = BoxTree.Element(box, visibleFrom: entry.visibleFrom)
    }

    var sortPrefix: UInt64 { UInt64(bitPattern: fid) }

    static func < (left: EntryDigest, right: EntryDigest) -> Bool { left.fid < right.fid }

    static func == (left: EntryDigest, right: EntryDigest) -> Bool { left.fid == right.fid }
}

/// Boxes on the world grid with a zoom each, searched through a packed tree in memory.
struct BoxTree: Sendable {
    struct Element: BitwiseCopyable, Sendable {
        let west: UInt32
        let north: UInt32
        let east: UInt32
        let south: UInt32
        /// The zoom from which the box counts.
        let zoom: UInt8

        init(_ box: GridBox, visibleFrom: Int) {
            west = box.x0
            north = box.y0
            east = box.x1
            south = box.y1
            zoom = UInt8(clamping: visibleFrom)
        }

        var box: GridBox { GridBox(x0: west, y0: north, x1: east, y1: south) }
    }

    private static let fanout = 16
    /// The elements, then for every sixteen of a level one box around them on the next.
    private let levels: [[Element]]

    init(_ elements: [Element]) {
        let order = elements.map { (place: HilbertCurve.index(of: $0.box.center), element: $0) }
        var levels = [order.sorted { $0.place < $1.place }.map(\.element)]
        while let last = levels.last, last.count > 1 {
            levels.append(
                stride(from: 0, to: last.count, by: Self.fanout).map { start in
                    Self.union(last[start..<min(start + Self.fanout, last.count)])
                })
        }
        self.levels = levels
    }

    /// Whether a tile takes anything from one of the boxes.
    func touches(_ tile: TileCoordinate) -> Bool {
        guard let top = levels.last, !top.isEmpty else { return false }
        return touches(GridBox(of: tile), tile.z, level: levels.count - 1, range: 0..<top.count)
    }

    private func touches(_ box: GridBox, _ zoom: Int, level: Int, range: Range<Int>) -> Bool {
        levels[level][range].indices.contains { index in
            let element = levels[level][index]
            guard Int(element.zoom) <= zoom, element.box.intersects(box) else { return false }
            if level == 0 { return true }
            let start = index * Self.fanout
            return touches(
                box, zoom, level: level - 1, range: start..<min(start + Self.fanout, levels[level - 1].count))
        }
    }

    private static func union(_ elements: ArraySlice<Element>) -> Element {
        let first = elements[elements.startIndex]
        let box = elements.reduce(first.box) { $0.union($1.box) }
        return Element(box, visibleFrom: Int(elements.map(\.zoom).min() ?? 0))
    }
}
