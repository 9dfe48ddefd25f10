import GRDB
import GeoCore

/// Takes a layer's tables out of the store, leaving what identifiers and history need.
enum LayerRemoval {
    /// Drops the rows, their spatial index and everything derived from them; keys and history stay, so that
    /// identifiers are never given to another feature.
    static func dropTables(of table: LayerTable, in db: Database) throws {
        let names = table.live
        let disabled = try Int.fetchOne(
            db, sql: "SELECT DisableSpatialIndex(?, 'geometry')", arguments: [names.rows])
        guard disabled == 1 else {
            throw StorageError(.database, "SpatiaLite could not give up the spatial index of layer \(table.id).")
        }
        try db.execute(sql: "DROP TABLE IF EXISTS \(LayerTable.quoted(names.spatialIndex))")
        try db.execute(sql: "SELECT DiscardGeometryColumn(?, 'geometry')", arguments: [names.rows])
        for name in [names.rows, names.side, names.members, names.blockIndex, names.blocks] {
            try db.execute(sql: "DROP TABLE IF EXISTS \(LayerTable.quoted(name))")
        }
    }
}
