package import Foundation
import GRDB
package import GeoCore

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

extension SpatiaLiteStore {
    /// Takes a layer out of the store, with its history. Its revisions stay listed, the last one being the drop, and no
    /// identifier is ever given to another feature, should the layer come back.
    package func drop(_ layer: LayerID, author: String, time: Date) async throws {
        try await write("dropping layer \(layer)") { db in
            let table = try Catalogue.requiredTable(layer, in: db)
            var counts = ImportPlan.Counts()
            counts.removed = table.layer.featureCount
            let stamp = RevisionStamp(action: "drop", author: author, time: time, source: nil)
            _ = try stamp.writeRevision(of: table, counts: counts, source: nil, featureCount: 0, extent: nil, in: db)
            try LayerRemoval.dropTables(of: table, in: db)
            try db.execute(sql: "DROP TABLE IF EXISTS \(LayerTable.quoted(table.live.history))")
            try TileRemoval.remove(.all, of: table, in: db)
            try db.execute(
                sql: "DELETE FROM bando_memberships WHERE ?1 IN (layer, unit_layer)", arguments: [table.number])
            try db.execute(sql: "UPDATE bando_layers SET dropped = 1 WHERE number = ?", arguments: [table.number])
        }
    }
}
