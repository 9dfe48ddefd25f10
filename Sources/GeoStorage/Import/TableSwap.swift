import Foundation
import GRDB
import GeoCore

/// Puts the tables that a bulk load filled in the place of the live ones, and clears away those that were superseded.
enum TableSwap {
    /// Runs inside the transaction that writes the revision.
    static func swap(_ table: LayerTable, _ filled: BulkFilling.Filled, in db: Database) throws {
        let live = table.live, hidden = table.hidden
        let triggers = try triggers(of: live.rows, in: db)
        for trigger in triggers { try db.execute(sql: "DROP TRIGGER \(LayerTable.quoted(trigger.name))") }
        try exchange(live.swapped, for: hidden.swapped, revision: table.layer.revision + 1, in: db)
        try appendHistory(table, in: db)
        try rekey(table, filled.rekeyed, in: db)
        for trigger in triggers { try db.execute(sql: trigger.sql) }
        try writeStatistics(of: live.rows, filled, in: db)
    }

    /// Puts tables in the place of others, which are named anew for clearing.
    ///
    /// - Parameter revision: The revision that is being written.
    static func exchange(_ old: [String], for new: [String], revision: Int64, in db: Database) throws {
        try renaming(in: db) {
            for (old, new) in zip(old, new) {
                try rename(old, to: "\(supersededPrefix)\(revision)_\(old)", in: db)
                try rename(new, to: old, in: db)
            }
        }
    }

    /// Renames without rewriting views and triggers: no view names these tables, and their own triggers are made again.
    private static func renaming(in db: Database, _ body: () throws -> Void) throws {
        try db.execute(sql: "PRAGMA legacy_alter_table = ON")
        do {
            try body()
        } catch {
            try db.execute(sql: "PRAGMA legacy_alter_table = OFF")
            throw error
        }
        try db.execute(sql: "PRAGMA legacy_alter_table = OFF")
    }

    private static func rename(_ name: String, to newName: String, in db: Database) throws {
        try db.execute(sql: "ALTER TABLE \(LayerTable.quoted(name)) RENAME TO \(LayerTable.quoted(newName))")
    }

    private static func triggers(of name: String, in db: Database) throws -> [(name: String, sql: String)] {
        try Row.fetchAll(
            db, sql: "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", arguments: [name]
        ).map { ($0["name"], $0["sql"]) }
    }

    private static func appendHistory(_ table: LayerTable, in db: Database) throws {
        let columns = "fid, revision_from, revision_to, hash, source, record, area, schema, row"
        let hidden = LayerTable.quoted(table.hidden.history)
        try db.execute(
            sql: """
                INSERT INTO \(LayerTable.quoted(table.live.history)) (\(columns)) SELECT \(columns) FROM \(hidden)
                """)
        try db.execute(sql: "DROP TABLE \(hidden)")
    }

    private static func rekey(_ table: LayerTable, _ rekeyed: [BulkFilling.Rekeying], in db: Database) throws {
        let keys = LayerTable.quoted(table.live.keys)
        for feature in rekeyed {
            try db.execute(
                sql: "DELETE FROM \(keys) WHERE key = ? AND fid = ?",
                arguments: [Data(feature.old.bytes), feature.fid])
            try db.execute(
                sql: "INSERT OR IGNORE INTO \(keys) (key, fid) VALUES (?, ?)",
                arguments: [Data(feature.new.bytes), feature.fid])
        }
    }

    /// What QGIS reads in place of the whole table.
    private static func writeStatistics(of name: String, _ filled: BulkFilling.Filled, in db: Database) throws {
        let extent = filled.extent
        try db.execute(
            sql: """
                UPDATE geometry_columns_time SET last_insert = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
                WHERE f_table_name = lower(?1)
                """, arguments: [name])
        try db.execute(
            sql: """
                INSERT OR REPLACE INTO geometry_columns_statistics
                    (f_table_name, f_geometry_column, last_verified, row_count,
                     extent_min_x, extent_min_y, extent_max_x, extent_max_y)
                VALUES (lower(?), 'geometry', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), ?, ?, ?, ?, ?)
                """,
            arguments: [name, filled.count, extent?.west, extent?.south, extent?.east, extent?.north])
    }
}

extension TableSwap {
    private static let supersededPrefix = "bando_old_"

    /// Drops one table that a load has left behind, or empties it as far as the deadline lets it; false where there is
    /// none. Only the holder of the load lock may call it: to anybody else the tables of a load under way look the same.
    static func dropSuperseded(until deadline: Deadline, in db: Database) throws -> Bool {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT name, sql LIKE 'CREATE VIRTUAL%' FROM sqlite_master
                WHERE type = 'table' AND (name GLOB 'bando_old_*' OR name GLOB 'bando_new_*'
                    OR name GLOB 'idx_bando_new_*_geometry')
                ORDER BY 2 DESC LIMIT 1
                """)
        guard let row else { return false }
        let name: String = row[0]
        if row[1] == false, try !empty(name, until: deadline, in: db) { return true }
        try db.execute(sql: "DROP TABLE \(LayerTable.quoted(name))")
        return true
    }

    /// Deletes rows until the deadline; answers whether none is left. Dropping a large table whole would hold the
    /// writer for as long as it takes to read it.
    private static func empty(_ name: String, until deadline: Deadline, in db: Database) throws -> Bool {
        let indexes = try String.fetchAll(
            db, sql: "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL",
            arguments: [name])
        for index in indexes { try db.execute(sql: "DROP INDEX \(LayerTable.quoted(index))") }
        let table = LayerTable.quoted(name)
        let delete = try SQLStatement(
            "DELETE FROM \(table) WHERE rowid IN (SELECT rowid FROM \(table) ORDER BY rowid LIMIT 2000)", in: db)
        repeat {
            try delete.run()
            if db.changesCount == 0 { return true }
        } while !deadline.isPast
        return false
    }
}
