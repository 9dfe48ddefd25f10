import GRDB
package import GeoCore

extension SpatiaLiteStore {
    /// Writes values in one transaction, each in the place of the one with its key, and keeps what changed as history.
    ///
    /// - Parameter objection: Says why a row may not take the place of what stands there; `nil` where it may.
    /// - Throws: `conflict` with the objection to a row; then nothing is written.
    package func putIndicatorValues(
        _ rows: [IndicatorRow],
        objection: @escaping @Sendable (IndicatorRow, IndicatorRow.Figures) -> String? = { _, _ in nil }
    ) async throws -> IndicatorOutcome {
        try await write("writing the values of indicators") { db in
            var outcome = IndicatorOutcome()
            for row in rows { try IndicatorWriter.put(row, in: db, &outcome, objection: objection) }
            return outcome
        }
    }

    /// The values of an indicator in a period, by category, level, unit and era.
    package func indicatorValues(of indicator: String, period: String) async throws -> [IndicatorRow] {
        try await read("reading the values of an indicator") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM bando_indicator_values WHERE indicator = ? AND period = ?
                    ORDER BY category, level, unit, era
                    """, arguments: [indicator, period]
            ).compactMap(IndicatorRow.init)
        }
    }

    /// The values of an indicator in the periods that begin within a range of days, by time, category, level, unit, era.
    ///
    /// - Parameters:
    ///   - unit: Only those of this code, in whatever version; `nil` takes all.
    ///   - days: Of the periods' first days.
    package func indicatorValues(
        of indicator: String, unit: String? = nil, beginningIn days: ClosedRange<CivilDay>
    ) async throws -> [IndicatorRow] {
        try await read("reading the values of an indicator") { db in
            var sql = """
                SELECT * FROM bando_indicator_values WHERE indicator = ? AND first_day BETWEEN ? AND ?
                """
            var arguments: StatementArguments = [indicator, days.lowerBound.number, days.upperBound.number]
            if let unit {
                sql += " AND unit = ?"
                arguments += [unit]
            }
            sql += " ORDER BY first_day, period, category, level, unit, era"
            return try Row.fetchAll(db, sql: sql, arguments: arguments).compactMap(IndicatorRow.init)
        }
    }

    /// The periods that an indicator has values for, the latest first.
    package func indicatorPeriods(of indicator: String) async throws -> [String] {
        try await read("reading the periods of an indicator") { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT DISTINCT period FROM bando_indicator_values WHERE indicator = ?
                    ORDER BY first_day DESC, period
                    """, arguments: [indicator])
        }
    }

    /// The latest changes of an indicator, the newest first; of a unit's code or a period only where they are given.
    package func indicatorChanges(
        of indicator: String, unit: String? = nil, period: String? = nil, limit: Int = 1_000
    ) async throws -> [IndicatorChange] {
        try await read("reading the history of an indicator") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM bando_indicator_changes
                    WHERE indicator = ?1 AND (?2 IS NULL OR unit = ?2) AND (?3 IS NULL OR period = ?3)
                    ORDER BY number DESC LIMIT ?4
                    """, arguments: [indicator, unit, period, limit]
            ).compactMap(IndicatorChange.init)
        }
    }

    /// The number of the last change of any of the indicators; 0 before the first. Grows with every change.
    package func lastIndicatorChange(of indicators: [String]) async throws -> Int64 {
        try await read("reading the history of indicators") { db in
            try indicators.map { indicator in
                try Int64.fetchOne(
                    db, sql: "SELECT max(number) FROM bando_indicator_changes WHERE indicator = ?",
                    arguments: [indicator]) ?? 0
            }.max() ?? 0
        }
    }
}

/// Writes one value and its history.
private enum IndicatorWriter {
    static func put(
        _ row: IndicatorRow, in db: Database, _ outcome: inout IndicatorOutcome,
        objection: (IndicatorRow, IndicatorRow.Figures) -> String?
    ) throws {
        let before = try current(row.key, in: db)
        guard before != row.figures else {
            outcome.unchanged += 1
            return
        }
        if let reason = before.flatMap({ objection(row, $0) }) { throw StorageError(.conflict, reason) }
        if before == nil { outcome.added += 1 } else { outcome.changed += 1 }
        try replace(row, in: db)
        try keep(row, before, in: db)
    }

    private static func current(_ key: IndicatorRow.Key, in db: Database) throws -> IndicatorRow.Figures? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT value, count, target, state FROM bando_indicator_values
                WHERE indicator = ? AND period = ? AND category = ? AND level = ? AND unit = ? AND era = ?
                """)
        return try Row.fetchOne(
            statement,
            arguments: [key.indicator, key.period, key.category, key.level.rawValue, key.unit, key.eraNumber]
        ).flatMap { IndicatorRow.Figures($0) }
    }

    private static func replace(_ row: IndicatorRow, in db: Database) throws {
        let (key, figures) = (row.key, row.figures)
        let statement = try db.cachedStatement(
            sql: "INSERT OR REPLACE INTO bando_indicator_values VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        try statement.execute(arguments: [
            key.indicator, key.level.rawValue, key.unit, key.eraNumber, key.period, key.firstDay.number, key.category,
            figures.value, figures.count, figures.target, figures.state, row.updated.milliseconds, row.author,
        ])
    }

    private static func keep(_ row: IndicatorRow, _ before: IndicatorRow.Figures?, in db: Database) throws {
        let (key, figures) = (row.key, row.figures)
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO bando_indicator_changes VALUES (
                    NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        try statement.execute(arguments: [
            key.indicator, key.level.rawValue, key.unit, key.eraNumber, key.period, key.firstDay.number, key.category,
            before?.value, before?.count, before?.target, before?.state, figures.value, figures.count, figures.target,
            figures.state, row.updated.milliseconds, row.author,
        ])
    }
}
