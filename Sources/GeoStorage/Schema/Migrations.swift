import GRDB

/// The store's schema, step by step; run on the writer only.
enum Migrations {
    static var all: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("spatial-metadata") { db in
            try db.execute(sql: "SELECT InitSpatialMetaData(0, 'NONE')")
            try db.execute(sql: "SELECT InsertEpsgSrid(4326)")
        }
        migrator.registerMigration("catalogue", migrate: catalogue)
        migrator.registerMigration("tiles", migrate: tiles)
        migrator.registerMigration("tokens", migrate: tokens)
        migrator.registerMigration("memberships", migrate: memberships)
        migrator.registerMigration("tile-changes", migrate: tileChanges)
        migrator.registerMigration("indicators", migrate: IndicatorSchema.create)
        migrator.registerMigration("operations", migrate: OperationsSchema.create)
        return migrator
    }

    private static func tileChanges(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE bando_tile_changes (
                    sequence INTEGER PRIMARY KEY AUTOINCREMENT, layer TEXT NOT NULL, revision INTEGER NOT NULL,
                    tiles TEXT);
                """)
    }

    private static func catalogue(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE bando_layers (
                    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, geometry TEXT NOT NULL,
                    schema INTEGER NOT NULL REFERENCES bando_schemas(id), key TEXT NOT NULL,
                    tiles TEXT NOT NULL,
                    revision INTEGER NOT NULL DEFAULT 0, committed_at REAL, feature_count INTEGER NOT NULL DEFAULT 0,
                    west REAL, south REAL, east REAL, north REAL,
                    next_fid INTEGER NOT NULL DEFAULT 1, dropped INTEGER NOT NULL DEFAULT 0);
                CREATE TABLE bando_schemas (id INTEGER PRIMARY KEY, fields TEXT NOT NULL UNIQUE);
                CREATE TABLE bando_sources (
                    id INTEGER PRIMARY KEY, layer INTEGER NOT NULL REFERENCES bando_layers(number),
                    file TEXT NOT NULL, crs TEXT, encoding TEXT, evidence TEXT);
                CREATE TABLE bando_revisions (
                    layer INTEGER NOT NULL REFERENCES bando_layers(number), number INTEGER NOT NULL,
                    committed_at REAL NOT NULL, author TEXT NOT NULL, action TEXT NOT NULL,
                    source INTEGER REFERENCES bando_sources(id),
                    added INTEGER NOT NULL, changed INTEGER NOT NULL, removed INTEGER NOT NULL,
                    PRIMARY KEY (layer, number)) WITHOUT ROWID;
                """)
    }

    private static func memberships(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE bando_memberships (
                    layer INTEGER NOT NULL, unit_layer INTEGER NOT NULL, layer_revision INTEGER NOT NULL,
                    unit_revision INTEGER NOT NULL, generation INTEGER NOT NULL,
                    PRIMARY KEY (layer, unit_layer)) WITHOUT ROWID;
                """)
    }

    private static func tokens(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE bando_token (
                    id TEXT PRIMARY KEY, digest TEXT NOT NULL UNIQUE, role TEXT NOT NULL, unit TEXT,
                    created REAL NOT NULL, expires REAL, revoked REAL);
                """)
    }

    private static func tiles(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE bando_tiles (
                    id INTEGER PRIMARY KEY, layer INTEGER NOT NULL, z INTEGER NOT NULL, x INTEGER NOT NULL,
                    y INTEGER NOT NULL, variant TEXT NOT NULL, revision INTEGER NOT NULL, data BLOB NOT NULL);
                CREATE UNIQUE INDEX bando_tiles_place ON bando_tiles (layer, z, x, y, variant);
                """)
    }
}
