import GRDB
import GeoCore

/// The rows of the tables `series` and `readings` of one file: a REAL is a number, a TEXT a state.
enum ReadingRows {
    /// A series' number in this file; `nil` where the file has none of it.
    static func series(_ object: ObjectID, _ name: String, in db: Database) throws -> Int64? {
        let row = try SQLStatement("SELECT number FROM series WHERE object = ? AND name = ?", in: db)
        try row.bind(object.text, at: 1)
        try row.bind(name, at: 2)
        return try row.step() ? row.int64(0) : nil
    }

    static func isThere(_ reading: Reading, in db: Database) throws -> Bool {
        guard let series = try series(reading.object, reading.name, in: db) else { return false }
        let row = try SQLStatement("SELECT 1 FROM readings WHERE series = ? AND time = ?", in: db)
        row.bind(series, at: 1)
        row.bind(reading.time.milliseconds, at: 2)
        return try row.step()
    }

    /// Calls the closure with each row of a series in a span, by time, until it says that it has enough.
    static func scan(
        _ object: ObjectID, _ name: String, during span: Range<Int64>, in db: Database,
        _ body: (borrowing SQLStatement) throws -> Bool
    ) throws {
        guard let series = try series(object, name, in: db) else { return }
        let rows = try SQLStatement(
            "SELECT time, value FROM readings WHERE series = ? AND time >= ? AND time < ? ORDER BY time", in: db)
        rows.bind(series, at: 1)
        rows.bind(span.lowerBound, at: 2)
        rows.bind(span.upperBound, at: 3)
        while try rows.step() {
            if try !body(rows) { return }
        }
    }

    static func value(_ row: borrowing SQLStatement) -> ReadingValue {
        row.type(1) == .text ? .state(row.text(1)) : .number(row.double(1))
    }
}

/// The numbers of the series in the file that is being written.
struct SeriesNumbers {
    private var numbers: [Series: Int64] = [:]

    private struct Series: Hashable {
        var object: ObjectID
        var name: String
    }

    /// Writes a reading, unless there is one of the same series and time.
    mutating func write(_ reading: Reading, in db: Database) throws -> AppendOutcome {
        let series = try number(reading, in: db)
        let row = try SQLStatement("INSERT OR IGNORE INTO readings (series, time, value) VALUES (?, ?, ?)", in: db)
        row.bind(series, at: 1)
        row.bind(reading.time.milliseconds, at: 2)
        switch reading.value {
        case .number(let number): row.bind(number, at: 3)
        case .state(let text): try row.bind(text, at: 3)
        }
        try row.run()
        return db.changesCount > 0 ? .stored : .duplicate
    }

    private mutating func number(_ reading: Reading, in db: Database) throws -> Int64 {
        let key = Series(object: reading.object, name: reading.name)
        if let number = numbers[key] { return number }
        if let number = try ReadingRows.series(reading.object, reading.name, in: db) {
            numbers[key] = number
            return number
        }
        let row = try SQLStatement("INSERT INTO series (object, name) VALUES (?, ?)", in: db)
        try row.bind(reading.object.text, at: 1)
        try row.bind(reading.name, at: 2)
        try row.run()
        numbers[key] = db.lastInsertedRowID
        return db.lastInsertedRowID
    }
}
