import Foundation
import GRDB

/// One month's file: its tables and how it is opened.
///
/// `log` is the truth: every group of fixes as it came, chained by hash. `fixes`, `latest` and `event_days` are made from it
/// for reading and hold everything up to the log's entry `merged`; what came after is read from the log when the file is
/// opened.
enum MonthFile {
    /// The version of the tables, kept as SQLite's `user_version`.
    static let version = 1

    static let schema = """
        CREATE TABLE log (
            sequence INTEGER PRIMARY KEY, day INTEGER NOT NULL, fixes INTEGER NOT NULL, hash BLOB NOT NULL,
            body BLOB NOT NULL);
        CREATE TABLE days (
            day INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, fixes INTEGER NOT NULL, hash BLOB NOT NULL);
        CREATE TABLE numbers (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE objects (number INTEGER PRIMARY KEY, name TEXT NOT NULL);
        CREATE TABLE devices (number INTEGER PRIMARY KEY, name TEXT NOT NULL);
        CREATE TABLE fixes (
            object INTEGER NOT NULL, time INTEGER NOT NULL, device INTEGER NOT NULL, delay INTEGER NOT NULL,
            longitude NOT NULL, latitude NOT NULL, speed, course, traits INTEGER NOT NULL,
            PRIMARY KEY (object, time, device)) WITHOUT ROWID;
        CREATE TABLE newest (object INTEGER PRIMARY KEY, time INTEGER NOT NULL);
        CREATE TABLE latest (
            object INTEGER PRIMARY KEY, time INTEGER NOT NULL, device INTEGER NOT NULL, delay INTEGER NOT NULL,
            longitude NOT NULL, latitude NOT NULL, speed, course, traits INTEGER NOT NULL);
        CREATE TABLE event_days (day INTEGER PRIMARY KEY, fixes INTEGER NOT NULL);
        CREATE TABLE events (
            id INTEGER PRIMARY KEY, topic TEXT NOT NULL, subject TEXT, time INTEGER NOT NULL, units TEXT,
            west REAL, south REAL, east REAL, north REAL, access TEXT NOT NULL, payload BLOB NOT NULL);
        CREATE TABLE series (
            number INTEGER PRIMARY KEY, object TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (object, name));
        CREATE TABLE readings (
            series INTEGER NOT NULL, time INTEGER NOT NULL, value NOT NULL,
            PRIMARY KEY (series, time)) WITHOUT ROWID;
        """

    /// Opens the file of the month that is being written, and makes it where there is none.
    static func openForWriting(_ url: URL) throws -> DatabasePool {
        var configuration = common
        configuration.maximumReaderCount = 6
        let pool = try DatabasePool(path: url.path(percentEncoded: false), configuration: configuration)
        try pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = FULL")
            // A merge fills the log beside the file with some thousand pages; it is cut when it is used again.
            try db.execute(sql: "PRAGMA wal_autocheckpoint = 4000")
            try db.execute(sql: "PRAGMA journal_size_limit = 67108864")
            // A merge writes some 20 MB of pages; the entries of the log only follow one another.
            try db.execute(sql: "PRAGMA cache_size = -32768")
        }
        return pool
    }

    /// Opens the file of a month that is over, or that another process writes.
    static func openForReading(_ url: URL) throws -> DatabasePool {
        var configuration = common
        configuration.readonly = true
        configuration.maximumReaderCount = 2
        let pool = try DatabasePool(path: url.path(percentEncoded: false), configuration: configuration)
        try pool.read { db in try requireVersion(in: db, of: url) }
        return pool
    }

    /// Makes the tables in a new file.
    static func prepare(_ db: Database) throws {
        try db.execute(sql: schema)
        try db.execute(sql: "PRAGMA user_version = \(version)")
    }

    /// - Throws: `cannotOpen` where a newer version of the program made the file, `corrupt` where nothing did.
    static func requireVersion(in db: Database, of url: URL) throws {
        let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        if found == version { return }
        let name = url.lastPathComponent
        throw found > version
            ? StorageError(.cannotOpen, "\(name) was written by a newer version of Bando: install that version.")
            : StorageError(.corrupt, "\(name) is not a month of the live history: restore it from a backup.")
    }

    private static var common: Configuration {
        var configuration = Configuration()
        configuration.label = "bando.live"
        configuration.busyMode = .timeout(20)
        configuration.foreignKeysEnabled = false
        return configuration
    }
}

extension Database {
    /// One of the file's counters; `nil` where it was never set.
    func number(_ name: String) throws -> Int64? {
        try Int64.fetchOne(self, sql: "SELECT value FROM numbers WHERE name = ?", arguments: [name])
    }

    func setNumber(_ name: String, _ value: Int64) throws {
        try execute(sql: "INSERT OR REPLACE INTO numbers (name, value) VALUES (?, ?)", arguments: [name, value])
    }
}
