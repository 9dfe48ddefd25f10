import GRDB
import GeoCore

/// The tables of indicators: values as they are now, and every change, which nothing rewrites.
enum IndicatorSchema {
    /// A unit that has always been has the era −1 << 62, since a key column of SQLite takes several NULLs for different.
    static let always = Int64(-1) << 62

    static func create(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE bando_indicator_values (
                    indicator TEXT NOT NULL, level TEXT NOT NULL, unit TEXT NOT NULL, era INTEGER NOT NULL,
                    period TEXT NOT NULL, first_day INTEGER NOT NULL, category TEXT NOT NULL,
                    value REAL, count INTEGER, target REAL, state TEXT NOT NULL,
                    updated INTEGER NOT NULL, author TEXT NOT NULL,
                    PRIMARY KEY (indicator, period, category, level, unit, era)) WITHOUT ROWID;
                CREATE INDEX bando_indicator_values_unit
                    ON bando_indicator_values (indicator, unit, first_day);
                CREATE INDEX bando_indicator_values_time ON bando_indicator_values (indicator, first_day);
                CREATE TABLE bando_indicator_changes (
                    number INTEGER PRIMARY KEY AUTOINCREMENT,
                    indicator TEXT NOT NULL, level TEXT NOT NULL, unit TEXT NOT NULL, era INTEGER NOT NULL,
                    period TEXT NOT NULL, first_day INTEGER NOT NULL, category TEXT NOT NULL,
                    old_value REAL, old_count INTEGER, old_target REAL, old_state TEXT,
                    value REAL, count INTEGER, target REAL, state TEXT NOT NULL,
                    updated INTEGER NOT NULL, author TEXT NOT NULL);
                CREATE INDEX bando_indicator_changes_indicator ON bando_indicator_changes (indicator, number);
                CREATE TRIGGER bando_indicator_changes_kept BEFORE UPDATE ON bando_indicator_changes
                    BEGIN SELECT RAISE(ABORT, 'the history of indicators is not rewritten'); END;
                CREATE TRIGGER bando_indicator_changes_stay BEFORE DELETE ON bando_indicator_changes
                    BEGIN SELECT RAISE(ABORT, 'the history of indicators is not rewritten'); END;
                """)
    }
}

extension IndicatorRow.Key {
    /// `nil` for a level that this program does not know.
    init?(_ row: Row) {
        guard let level = UnitLevel(rawValue: row["level"]) else { return nil }
        let era: Int64 = row["era"]
        self.init(
            indicator: row["indicator"], level: level, unit: row["unit"],
            era: era == IndicatorSchema.always ? nil : CivilDay(number: era), period: row["period"],
            firstDay: CivilDay(number: row["first_day"]), category: row["category"])
    }

    var eraNumber: Int64 { era?.number ?? IndicatorSchema.always }
}

extension IndicatorRow.Figures {
    /// - Parameter prefix: `old_` for what stood there before.
    init?(_ row: Row, prefix: String = "") {
        guard let state: String = row[prefix + "state"] else { return nil }
        self.init(
            value: row[prefix + "value"], count: row[prefix + "count"], target: row[prefix + "target"], state: state)
    }
}

extension IndicatorRow {
    init?(_ row: Row) {
        guard let key = Key(row), let figures = Figures(row) else { return nil }
        self.init(key: key, figures: figures, updated: Instant(milliseconds: row["updated"]), author: row["author"])
    }
}

extension IndicatorChange {
    init?(_ row: Row) {
        guard let key = IndicatorRow.Key(row), let after = IndicatorRow.Figures(row) else { return nil }
        self.init(
            number: row["number"], key: key, before: IndicatorRow.Figures(row, prefix: "old_"), after: after,
            time: Instant(milliseconds: row["updated"]), author: row["author"])
    }
}
