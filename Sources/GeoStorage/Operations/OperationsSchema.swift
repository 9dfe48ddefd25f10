import GRDB

/// The tables of what lies beside the layers' rows: who sent a report, what was done about it, where a camera streams.
///
/// None of this is in a layer's table, so no query, tile, export or search of a layer can give it away.
enum OperationsSchema {
    static func create(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE bando_reports (
                    fid INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, category TEXT NOT NULL, commune TEXT,
                    state TEXT NOT NULL, received INTEGER NOT NULL, due INTEGER NOT NULL, done INTEGER, rating INTEGER,
                    lon REAL NOT NULL, lat REAL NOT NULL, accuracy REAL, text TEXT NOT NULL,
                    secret INTEGER NOT NULL, sender TEXT NOT NULL, receipt TEXT NOT NULL);
                CREATE INDEX bando_reports_received ON bando_reports (category, received);
                CREATE TABLE bando_report_contacts (
                    report INTEGER PRIMARY KEY, name TEXT, phone TEXT, received INTEGER NOT NULL);
                CREATE TABLE bando_report_steps (
                    id INTEGER PRIMARY KEY, report INTEGER NOT NULL, former TEXT, state TEXT NOT NULL,
                    time INTEGER NOT NULL, actor TEXT NOT NULL, note TEXT NOT NULL, assignee TEXT, rating INTEGER);
                CREATE INDEX bando_report_steps_report ON bando_report_steps (report, id);
                CREATE TABLE bando_report_pictures (
                    id TEXT PRIMARY KEY, report INTEGER NOT NULL, type TEXT NOT NULL, width INTEGER NOT NULL,
                    height INTEGER NOT NULL, bytes INTEGER NOT NULL, time INTEGER NOT NULL, actor TEXT NOT NULL);
                CREATE INDEX bando_report_pictures_report ON bando_report_pictures (report, time);
                CREATE TABLE bando_personal_reads (
                    id INTEGER PRIMARY KEY, subject TEXT NOT NULL, reader TEXT NOT NULL, purpose TEXT NOT NULL,
                    time INTEGER NOT NULL);
                CREATE TABLE bando_camera_streams (camera TEXT PRIMARY KEY, address TEXT NOT NULL);
                """)
    }
}
