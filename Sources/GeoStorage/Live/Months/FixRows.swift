import GRDB

/// The rows of the tables `fixes` and `latest`: object, time, device, delay, longitude, latitude, speed, course, traits.
///
/// `time` is milliseconds of event time, `delay` milliseconds from it to arrival. Coordinates are whole numbers of 1e-7
/// degrees, or, where `traits` says so, of 1/600,000 degrees; speed and course are whole numbers of tenths. A REAL is the
/// number itself. `traits` holds source, quality and the form of the coordinates in two bits each.
enum FixRows {
    static let columns = "object, time, device, delay, longitude, latitude, speed, course, traits"

    static func insertion(into table: String, in db: Database) throws -> SQLStatement {
        try SQLStatement(
            "INSERT OR REPLACE INTO \(table) (\(columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", in: db)
    }

    /// Writes a row with a statement made by `insertion`.
    static func write(_ fix: StoredFix, _ statement: borrowing SQLStatement) throws {
        let place = CoordinateForm.shortest(fix.longitude, fix.latitude)
        statement.bind(Int64(fix.object), at: 1)
        statement.bind(fix.time, at: 2)
        statement.bind(Int64(fix.device), at: 3)
        statement.bind(fix.received &- fix.time, at: 4)
        if place.form == .exact {
            statement.bind(fix.longitude, at: 5)
            statement.bind(fix.latitude, at: 6)
        } else {
            statement.bind(place.x, at: 5)
            statement.bind(place.y, at: 6)
        }
        bind(fix.speed, statement, at: 7)
        bind(fix.course, statement, at: 8)
        statement.bind(Int64(fix.traits.bits | place.form.rawValue << 4), at: 9)
        try statement.run()
    }

    private static func bind(_ value: Double, _ statement: borrowing SQLStatement, at index: Int32) {
        let measure = MeasureForm.shortest(value)
        switch measure.form {
        case .absent: statement.bindNull(at: index)
        case .tenths: statement.bind(measure.tenths, at: index)
        case .exact: statement.bind(value, at: index)
        }
    }

    /// Reads the row that a statement stands on, whose columns are `columns`.
    ///
    /// - Throws: `corrupt` where the row cannot have been written here.
    static func read(_ row: borrowing SQLStatement) throws -> StoredFix {
        let bits = row.int64(8)
        guard (0..<64).contains(bits), let form = CoordinateForm(rawValue: UInt8(bits) >> 4),
            let traits = FixTraits(bits: UInt8(bits) & 15), let object = Int32(exactly: row.int64(0)),
            let device = Int32(exactly: row.int64(2))
        else { throw damaged }
        let time = row.int64(1)
        return StoredFix(
            object: object, device: device, time: time, received: time &+ row.int64(3),
            longitude: coordinate(row, 4, form), latitude: coordinate(row, 5, form), speed: measure(row, 6),
            course: measure(row, 7), traits: traits)
    }

    private static func coordinate(_ row: borrowing SQLStatement, _ column: Int32, _ form: CoordinateForm) -> Double {
        row.type(column) == .integer ? Double(row.int64(column)) / form.scale : row.double(column)
    }

    private static func measure(_ row: borrowing SQLStatement, _ column: Int32) -> Double {
        switch row.type(column) {
        case .null: .nan
        case .integer: Double(row.int64(column)) / 10
        default: row.double(column)
        }
    }

    static let damaged = StorageError(.corrupt, "A row of the live history is damaged: run bando check.")
}
