import GRDB
package import GeoCore
package import Tiling

/// A tile as the store keeps it, made from one revision of a layer.
package struct StoredTile: Hashable, Sendable {
    package var layer: LayerID
    package var coordinate: TileCoordinate
    /// Names what the caller may see; the public's is empty.
    package var variant: String
    /// The revision of the layer that the tile was made from.
    package var revision: Int64
    /// Empty where the tile shows nothing.
    package var data: [UInt8]

    package init(layer: LayerID, coordinate: TileCoordinate, variant: String, revision: Int64, data: [UInt8]) {
        self.layer = layer
        self.coordinate = coordinate
        self.variant = variant
        self.revision = revision
        self.data = data
    }
}

/// A tile made from the index, with the revision that it shows.
package struct IndexedTile: Sendable {
    package var revision: Int64
    /// `nil` where the tile shows nothing.
    package var made: MadeTile?
}

extension SpatiaLiteStore {
    /// Makes a tile of a layer from its tile index, in one snapshot.
    ///
    /// - Parameters:
    ///   - visibleFields: The fields that the caller may see; `nil` for all.
    ///   - rows: The rows that the caller may see; `nil` for all.
    /// - Returns: A tile of nothing beyond zoom 20.
    package func makeTile(
        _ tile: TileCoordinate, of layer: LayerID, visibleFields: Set<String>? = nil, rows: RowScope? = nil
    ) async throws -> IndexedTile {
        try await read("making tile \(tile) of layer \(layer)") { db in
            let table = try Catalogue.requiredTable(layer, in: db)
            let revision = table.layer.revision
            guard
                var maker = VectorTileMaker(
                    tile: tile, schema: table.tileSchema, visibleFields: visibleFields, rows: rows)
            else { return IndexedTile(revision: revision, made: nil) }
            let search = try BlockSearch(BlockTable(table.live), in: db)
            try unsafe search.forEachBlock(of: tile) { bytes in try unsafe maker.add(bytes) }
            return IndexedTile(revision: revision, made: maker.finish())
        }
    }

    /// The stored tile, or `nil` where there is none.
    package func storedTile(
        _ tile: TileCoordinate, of layer: LayerID, variant: String
    ) async throws -> StoredTile? {
        try await read("reading a stored tile") { db in
            let select = try SQLStatement(
                """
                SELECT t.revision, t.data FROM bando_tiles AS t JOIN bando_layers AS l ON l.number = t.layer
                WHERE l.id = ? AND l.dropped = 0 AND t.z = ? AND t.x = ? AND t.y = ? AND t.variant = ?
                """, in: db)
            try select.bind(layer.name, at: 1)
            for (index, number) in [tile.z, tile.x, tile.y].enumerated() { select.bind(number, at: Int32(index) + 2) }
            try select.bind(variant, at: 5)
            guard try select.step() else { return nil }
            return StoredTile(
                layer: layer, coordinate: tile, variant: variant, revision: select.int64(0), data: select.bytes(1))
        }
    }

    /// Keeps a tile, unless the layer has moved on since it was made.
    ///
    /// - Returns: Whether it was kept.
    @discardableResult
    package func storeTile(_ tile: StoredTile) async throws -> Bool {
        try await storeTiles([tile]) == 1
    }

    /// Keeps tiles in one transaction; those whose layer has moved on since they were made are left out.
    ///
    /// - Returns: How many were kept.
    @discardableResult
    package func storeTiles(_ tiles: [StoredTile]) async throws -> Int {
        try await write("storing tiles") { db in
            let insert = try SQLStatement(
                """
                INSERT OR REPLACE INTO bando_tiles (layer, z, x, y, variant, revision, data)
                SELECT number, ?, ?, ?, ?, revision, ? FROM bando_layers
                WHERE id = ? AND revision = ? AND dropped = 0
                """, in: db)
            var kept = 0
            for tile in tiles {
                try tile.bind(to: insert)
                try insert.run()
                kept += db.changesCount
            }
            return kept
        }
    }
}

extension StoredTile {
    fileprivate func bind(to insert: borrowing SQLStatement) throws {
        let place = [coordinate.z, coordinate.x, coordinate.y]
        for (index, number) in place.enumerated() { insert.bind(number, at: Int32(index) + 1) }
        try insert.bind(variant, at: 4)
        try insert.bind(data, at: 5)
        try insert.bind(layer.name, at: 6)
        insert.bind(revision, at: 7)
    }
}

/// Removes stored tiles that a commit changed, in its transaction.
enum TileRemoval {
    static func hasTiles(of table: LayerTable, in db: Database) throws -> Bool {
        try Bool.fetchOne(
            db, sql: "SELECT EXISTS (SELECT 1 FROM bando_tiles WHERE layer = ?)", arguments: [table.number]) ?? false
    }

    /// Removes the tiles that take anything from one of the boxes; all where they are `nil`.
    static func remove(touching boxes: BoxTree?, of table: LayerTable, in db: Database) throws {
        guard let boxes else { return try remove(.all, of: table, in: db) }
        let select = try SQLStatement("SELECT DISTINCT z, x, y FROM bando_tiles WHERE layer = ?", in: db)
        select.bind(table.number, at: 1)
        var changed: [TileCoordinate] = []
        while try select.step() {
            let tile = TileCoordinate(z: select.int(0), x: select.int(1), y: select.int(2))
            if let tile, boxes.touches(tile) { changed.append(tile) }
        }
        try remove(.tiles(changed), of: table, in: db)
    }

    static func remove(_ changed: ChangedTiles, of table: LayerTable, in db: Database) throws {
        switch changed {
        case .all:
            try db.execute(sql: "DELETE FROM bando_tiles WHERE layer = ?", arguments: [table.number])
        case .tiles(let tiles):
            let delete = try SQLStatement(
                "DELETE FROM bando_tiles WHERE layer = ? AND z = ? AND x = ? AND y = ?", in: db)
            delete.bind(table.number, at: 1)
            for tile in tiles {
                delete.bind(tile.z, at: 2)
                delete.bind(tile.x, at: 3)
                delete.bind(tile.y, at: 4)
                try delete.run()
            }
        }
    }
}
