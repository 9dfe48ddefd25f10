import GRDB
package import GeoCore

/// Which tiles a commit changed, kept for those who follow the store's changes from another process or after a while.
package struct TileChange: Hashable, Sendable {
    /// Grows with every commit, never used twice.
    package var sequence: Int64
    package var layer: LayerID
    package var revision: Int64
    package var tiles: ChangedTiles
}

extension TileChange {
    /// As many of the newest changes are kept.
    private static let kept = 4_096

    /// Notes a change, in the transaction that makes it.
    static func write(_ tiles: ChangedTiles, of layer: LayerID, revision: Int64, in db: Database) throws {
        let list: String? =
            switch tiles {
            case .all: nil
            case .tiles(let tiles): tiles.map(\.description).sorted().joined(separator: " ")
            }
        guard list != "" else { return }
        try db.execute(
            sql: "INSERT INTO bando_tile_changes (layer, revision, tiles) VALUES (?, ?, ?)",
            arguments: [layer.name, revision, list])
        try db.execute(
            sql: "DELETE FROM bando_tile_changes WHERE sequence <= ?", arguments: [db.lastInsertedRowID - Int64(kept)])
    }
}

extension SpatiaLiteStore {
    /// The newest change's sequence number; 0 where nothing has ever changed.
    package func newestTileChange() async throws -> Int64 {
        try await read("looking for changed tiles") { db in
            try Int64.fetchOne(db, sql: "SELECT max(sequence) FROM bando_tile_changes") ?? 0
        }
    }

    /// The changes after a sequence number that are still kept, in order.
    package func tileChanges(after sequence: Int64, limit: Int = 256) async throws -> [TileChange] {
        try await read("reading changed tiles") { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT sequence, layer, revision, tiles FROM bando_tile_changes WHERE sequence > ?
                    ORDER BY sequence LIMIT ?
                    """, arguments: [sequence, limit])
            return rows.compactMap(TileChange.init)
        }
    }
}

extension TileChange {
    /// `nil` for a layer whose name no layer can have.
    fileprivate init?(_ row: Row) {
        guard let layer = LayerID(row[1] as String) else { return nil }
        let list: String? = row[3]
        let tiles = list.map { $0.split(separator: " ").compactMap(TileCoordinate.init(path:)) }
        self.init(sequence: row[0], layer: layer, revision: row[2], tiles: tiles.map(ChangedTiles.tiles) ?? .all)
    }
}

extension TileCoordinate {
    /// Reads `z/x/y`.
    fileprivate init?(path: Substring) {
        let numbers = path.split(separator: "/").compactMap { Int($0) }
        guard numbers.count == 3 else { return nil }
        self.init(z: numbers[0], x: numbers[1], y: numbers[2])
    }
}
