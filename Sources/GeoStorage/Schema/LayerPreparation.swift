import Foundation
import GRDB
import GeoCore
import Tiling

/// Brings a layer's tables in line with its definition.
enum LayerPreparation {
    /// Names that SpatiaLite gives its own tables and that a layer's identifier could spell.
    private static let reserved: Set<String> = [
        "networks", "topologies", "knn", "spatialindex", "elementarygeometries",
    ]

    /// Makes the layer's tables where there are none; adds the columns of new fields.
    ///
    /// Throws `definitionMismatch` where the geometry or a field's type has changed, or a field has gone, in a
    /// layer that holds features: an import in mode `replace` after `drop` is the way then.
    static func prepare(_ definition: LayerDefinition, in db: Database) throws -> LayerTable {
        try checkNames(definition)
        let wanted = definition.fields.map { StoredField(name: $0.name, type: $0.type) }
        guard let table = try Catalogue.table(definition.id, in: db) else {
            return try create(definition, fields: wanted, in: db)
        }
        let layer = table.layer
        if layer.geometry == definition.geometry, layer.fields == wanted, layer.key == definition.key {
            return try adopt(TileIndexSchema(definition), table, in: db)
        }
        guard layer.featureCount == 0 else { throw mismatch(layer.id) }
        try LayerRemoval.dropTables(of: table, in: db)
        try register(definition, fields: wanted, in: db)
        let fresh = try Catalogue.requiredTable(definition.id, in: db)
        try fresh.create(in: db)
        return fresh
    }

    /// Throws what `prepare` would throw, and changes nothing.
    static func check(_ definition: LayerDefinition, in db: Database) throws {
        try checkNames(definition)
        guard let layer = try Catalogue.table(definition.id, in: db)?.layer else {
            return try checkTable(definition, in: db)
        }
        let wanted = definition.fields.map { StoredField(name: $0.name, type: $0.type) }
        let isSame = layer.geometry == definition.geometry && layer.fields == wanted && layer.key == definition.key
        guard isSame || layer.featureCount == 0 else { throw mismatch(layer.id) }
    }

    private static func mismatch(_ layer: LayerID) -> StorageError {
        StorageError(
            .definitionMismatch,
            "The geometry, key or fields of layer \(layer) have changed since its features were imported: "
                + "drop the layer and import it again.")
    }

    private static func checkTable(_ definition: LayerDefinition, in db: Database) throws {
        if try db.tableExists(definition.id.name) {
            throw StorageError(
                .definitionMismatch,
                "The store has a table \(definition.id) that is not a layer of Bando's: rename it or the layer.")
        }
    }

    /// Where the layer is empty, its tile index needs no building; otherwise the old schema stays for now.
    private static func adopt(
        _ schema: TileIndexSchema, _ table: LayerTable, in db: Database
    ) throws -> LayerTable {
        guard schema != table.tileSchema, table.layer.featureCount == 0 else { return table }
        try Catalogue.setTileSchema(schema, of: table, in: db)
        return try Catalogue.requiredTable(table.id, in: db)
    }

    private static func create(
        _ definition: LayerDefinition, fields: [StoredField], in db: Database
    ) throws -> LayerTable {
        try checkTable(definition, in: db)
        try register(definition, fields: fields, in: db)
        let table = try Catalogue.requiredTable(definition.id, in: db)
        try table.create(in: db)
        return table
    }

    private static func register(_ definition: LayerDefinition, fields: [StoredField], in db: Database) throws {
        let names = try json(fields)
        try db.execute(sql: "INSERT OR IGNORE INTO bando_schemas (fields) VALUES (?)", arguments: [names])
        try db.execute(
            sql: """
                INSERT INTO bando_layers (id, geometry, schema, key, tiles)
                SELECT ?, ?, id, ?, ? FROM bando_schemas WHERE fields = ?
                ON CONFLICT (id) DO UPDATE SET geometry = excluded.geometry, schema = excluded.schema,
                    key = excluded.key, tiles = excluded.tiles, dropped = 0
                """,
            arguments: [
                definition.id.name, definition.geometry.rawValue, try json(definition.key),
                try StoredTileSchema(TileIndexSchema(definition)).text, names,
            ])
    }

    private static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    private static func checkNames(_ definition: LayerDefinition) throws {
        var seen: Set<String> = ["fid", "geometry", "rowid", "oid", "_rowid_"]
        for field in definition.fields where !seen.insert(field.name.lowercased()).inserted {
            throw StorageError(
                .definitionMismatch,
                "Layer \(definition.id) cannot have a field named \(field.name): it exists already in its table.")
        }
        for name in definition.key where !definition.fields.contains(where: { $0.name == name }) {
            throw StorageError(
                .definitionMismatch, "The key of layer \(definition.id) names \(name), which is none of its fields.")
        }
        if reserved.contains(definition.id.name) {
            throw StorageError(
                .definitionMismatch, "A layer cannot be called \(definition.id): SpatiaLite has a table of that name.")
        }
    }
}
