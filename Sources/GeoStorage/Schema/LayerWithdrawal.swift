import GRDB
package import GeoCore

extension SpatiaLiteStore {
    /// Takes back the tables of a layer that were made for an import which came to nothing; a layer that has features
    /// or a revision beside its drop is left as it is.
    package func withdraw(_ layer: LayerID) async throws {
        try await write("taking back layer \(layer)") { db in
            guard let table = try Catalogue.table(layer, in: db), table.layer.featureCount == 0 else { return }
            let last = try String.fetchOne(
                db, sql: "SELECT action FROM bando_revisions WHERE layer = ? ORDER BY number DESC LIMIT 1",
                arguments: [table.number])
            guard last == nil || last == "drop" else { return }
            try LayerRemoval.dropTables(of: table, in: db)
            try db.execute(sql: "DROP TABLE IF EXISTS \(LayerTable.quoted(table.live.history))")
            if last == "drop" {
                try db.execute(sql: "UPDATE bando_layers SET dropped = 1 WHERE number = ?", arguments: [table.number])
            } else {
                try db.execute(sql: "DROP TABLE IF EXISTS \(LayerTable.quoted(table.live.keys))")
                try db.execute(sql: "DELETE FROM bando_sources WHERE layer = ?", arguments: [table.number])
                try db.execute(sql: "DELETE FROM bando_layers WHERE number = ?", arguments: [table.number])
            }
        }
    }
}
