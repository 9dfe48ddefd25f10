import GeoCore

/// Finds the vertex zooms of features that changed, and of their neighbours, as a full build would.
///
/// A changed border moves the junctions of those who share it. To get what a full build gives, add as `.changed` the
/// features that changed, in their new shape, and every feature that shares a vertex with their old or new shape; and
/// as `.context` every feature that shares a vertex with one of those. (Boxes that touch are a safe way to find both.)
/// What comes back is to be stored where it differs from what was there.
package struct TileIndexUpdate {
    /// What an entry is there for.
    package enum Role: Hashable, Sendable {
        /// Its zooms are found anew and it is given back.
        case changed
        /// It only says where junctions are.
        case context
    }

    private let schema: TileIndexSchema
    private var finder = JunctionFinder()
    private var changed: [TileIndexEntry] = []

    package init(schema: TileIndexSchema) {
        self.schema = schema
    }

    /// Adds an entry, each feature once.
    package mutating func add(_ entry: TileIndexEntry, role: Role) {
        if role == .changed { changed.append(entry) }
        guard schema.geometry != .point else { return }
        for path in entry.geometry.paths {
            JunctionFinder.visit(path.positions, isRing: schema.geometry == .polygon) { finder.add($0, $1) }
        }
    }

    /// The changed entries in the order they were added, with their vertex zooms.
    package consuming func finish() -> [TileIndexEntry] {
        var junctions = JunctionSet()
        finder.collect(into: &junctions)
        return changed.map { entry in
            var result = entry
            result.geometry = entry.geometry.withZooms(junctions, deepestZoom: schema.deepestZoom)
            return result
        }
    }
}
