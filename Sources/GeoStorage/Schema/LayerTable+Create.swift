import GRDB
import GeoCore

extension LayerTable {
    /// Makes the live tables of a new layer, its geometry registered and its spatial index made SpatiaLite's way.
    func create(in db: Database) throws {
        try createRows(live.rows, in: db)
        try createKeyIndex(on: live.rows, revision: 0, in: db)
        let type = Self.geometryType(layer.geometry)
        let added = try Int.fetchOne(
            db, sql: "SELECT AddGeometryColumn(?, 'geometry', 4326, ?, 'XY')", arguments: [live.rows, type])
        let indexed = try Int.fetchOne(db, sql: "SELECT CreateSpatialIndex(?, 'geometry')", arguments: [live.rows])
        guard added == 1, indexed == 1 else {
            throw StorageError(.database, "SpatiaLite could not register the geometry of layer \(id).")
        }
        try createSide(live, in: db)
        try db.execute(
            sql: """
                CREATE TABLE IF NOT EXISTS \(Self.quoted(live.keys)) (
                    key BLOB NOT NULL, fid INTEGER NOT NULL, PRIMARY KEY (key, fid)) WITHOUT ROWID
                """)
        try createHistory(live, in: db)
        try BlockTable(live).create(in: db)
        try db.execute(
            sql: """
                CREATE TABLE IF NOT EXISTS \(Self.quoted(live.members)) (
                    unit_layer INTEGER NOT NULL, generation INTEGER NOT NULL, unit_fid INTEGER NOT NULL,
                    fid INTEGER NOT NULL, PRIMARY KEY (unit_layer, generation, unit_fid, fid)) WITHOUT ROWID
                """)
    }

    /// The definition's columns without the geometry, which SpatiaLite adds itself.
    func createRows(_ name: String, in db: Database, withGeometry: Bool = false) throws {
        var columns = ["fid INTEGER PRIMARY KEY NOT NULL"]
        columns += layer.fields.map { "\(Self.quoted($0.name)) \($0.declaredType)" }
        if withGeometry { columns.append("\"geometry\" \(Self.geometryType(layer.geometry))") }
        try db.execute(sql: "CREATE TABLE \(Self.quoted(name)) (\(columns.joined(separator: ", ")))")
    }

    /// An index on the key's fields; its name carries a revision, since SQLite cannot rename an index.
    func createKeyIndex(on table: String, revision: Int64, in db: Database) throws {
        guard !layer.key.isEmpty else { return }
        let name = Self.quoted("bando_key_\(id)_\(revision)")
        let columns = layer.key.map(Self.quoted).joined(separator: ", ")
        try db.execute(sql: "CREATE INDEX \(name) ON \(Self.quoted(table)) (\(columns))")
    }

    func createSide(_ names: Names, in db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE \(Self.quoted(names.side)) (
                    fid INTEGER PRIMARY KEY, hash BLOB NOT NULL, revision INTEGER NOT NULL, source INTEGER,
                    record INTEGER, area REAL)
                """)
    }

    func createHistory(_ names: Names, in db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE IF NOT EXISTS \(Self.quoted(names.history)) (
                    id INTEGER PRIMARY KEY, fid INTEGER NOT NULL, revision_from INTEGER NOT NULL,
                    revision_to INTEGER NOT NULL, hash BLOB NOT NULL, source INTEGER, record INTEGER, area REAL,
                    schema INTEGER NOT NULL, row BLOB NOT NULL)
                """)
        guard names.history == live.history else { return }
        try db.execute(
            sql: """
                CREATE INDEX IF NOT EXISTS \(Self.quoted("bando_superseded_\(id)"))
                ON \(Self.quoted(names.history)) (revision_to, fid)
                """)
    }

    /// The geometry type of a layer's table.
    static func geometryType(_ kind: GeometryKind) -> String {
        switch kind {
        case .point: "POINT"
        case .line: "MULTILINESTRING"
        case .polygon: "MULTIPOLYGON"
        }
    }
}
