import Foundation
import GRDB
import GeoCore
import Tiling

/// Reads and writes the store's list of layers.
enum Catalogue {
    private static let columns = """
        number, id, geometry, schema, key, revision, committed_at, feature_count, west, south, east, north,
        (SELECT fields FROM bando_schemas WHERE bando_schemas.id = schema), tiles
        """

    static func tables(in db: Database) throws -> [LayerTable] {
        let statement = try SQLStatement(
            "SELECT \(columns) FROM bando_layers WHERE dropped = 0 ORDER BY id", in: db)
        var tables: [LayerTable] = []
        while try statement.step() { tables.append(try table(statement)) }
        return tables
    }

    /// The layer's tables, or `nil` where the store has no such layer.
    static func table(_ id: LayerID, in db: Database) throws -> LayerTable? {
        let statement = try SQLStatement(
            "SELECT \(columns) FROM bando_layers WHERE dropped = 0 AND id = ?", in: db)
        try statement.bind(id.name, at: 1)
        return try statement.step() ? table(statement) : nil
    }

    /// The layer's tables; throws `unknownLayer` where the store has no such layer.
    static func requiredTable(_ id: LayerID, in db: Database) throws -> LayerTable {
        guard let table = try table(id, in: db) else {
            throw StorageError(.unknownLayer, "The store has no layer \(id): import it first.")
        }
        return table
    }

    private static func table(_ statement: borrowing SQLStatement) throws -> LayerTable {
        let decoder = JSONDecoder()
        guard let id = LayerID(statement.text(1)), let kind = GeometryKind(rawValue: statement.text(2)) else {
            throw StorageError(.corrupt, "The store's catalogue names a layer that cannot be: run `bando check`.")
        }
        let layer = StoredLayer(
            id: id, geometry: kind,
            fields: try decoder.decode([StoredField].self, from: Data(statement.text(12).utf8)),
            key: try decoder.decode([String].self, from: Data(statement.text(4).utf8)),
            revision: statement.int64(5),
            committedAt: statement.isNull(6) ? nil : Date(timeIntervalSince1970: statement.double(6)),
            featureCount: statement.int(7), extent: extent(statement, from: 8))
        return LayerTable(
            number: statement.int64(0), schema: statement.int64(3), layer: layer,
            tileSchema: try StoredTileSchema.schema(from: statement.text(13)))
    }

    private static func extent(_ statement: borrowing SQLStatement, from column: Int32) -> BoundingBox? {
        guard !statement.isNull(column) else { return nil }
        return BoundingBox(
            west: statement.double(column), south: statement.double(column + 1),
            east: statement.double(column + 2), north: statement.double(column + 3))
    }

    static func setTileSchema(_ schema: TileIndexSchema, of table: LayerTable, in db: Database) throws {
        try db.execute(
            sql: "UPDATE bando_layers SET tiles = ? WHERE number = ?",
            arguments: [try StoredTileSchema(schema).text, table.number])
    }

    /// Notes how many features a layer has now, and a box that holds them all, without a new revision.
    static func setContents(
        of table: LayerTable, featureCount: Int, extent: BoundingBox?, in db: Database
    ) throws {
        try db.execute(
            sql: """
                UPDATE bando_layers SET feature_count = ?, west = ?, south = ?, east = ?, north = ? WHERE number = ?
                """,
            arguments: [featureCount, extent?.west, extent?.south, extent?.east, extent?.north, table.number])
    }

    /// Takes a number of feature identifiers that nothing else will ever get; returns the first.
    static func reserveIdentifiers(_ count: Int, for table: LayerTable, in db: Database) throws -> Int64 {
        let statement = try SQLStatement(
            "UPDATE bando_layers SET next_fid = next_fid + ? WHERE number = ? RETURNING next_fid", in: db)
        statement.bind(count, at: 1)
        statement.bind(table.number, at: 2)
        guard try statement.step() else {
            throw StorageError(.unknownLayer, "Layer \(table.id) was dropped meanwhile.")
        }
        let next = statement.int64(0)
        while try statement.step() {}
        return next - Int64(count)
    }
}
