import GRDB
import GeoCore

/// The rows of the table `events`. Unit codes lie in one text, with spaces between.
enum EventRows {
    static let columns = "id, topic, subject, time, units, west, south, east, north, access, payload"

    static func insertion(in db: Database) throws -> SQLStatement {
        try SQLStatement("INSERT INTO events (\(columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", in: db)
    }

    static func write(_ event: LiveEvent, id: Int64, _ statement: borrowing SQLStatement) throws {
        statement.bind(id, at: 1)
        try statement.bind(event.topic, at: 2)
        try bind(event.subject, statement, at: 3)
        statement.bind(event.time.milliseconds, at: 4)
        try bind(event.units?.joined(separator: " "), statement, at: 5)
        bind(event.box, statement)
        try statement.bind(event.access, at: 10)
        try statement.bind(event.payload, at: 11)
        try statement.run()
    }

    private static func bind(_ text: String?, _ statement: borrowing SQLStatement, at index: Int32) throws {
        if let text { try statement.bind(text, at: index) } else { statement.bindNull(at: index) }
    }

    private static func bind(_ box: BoundingBox?, _ statement: borrowing SQLStatement) {
        guard let box else { return (6...9).forEach { statement.bindNull(at: $0) } }
        for (index, edge) in zip(Int32(6)..., [box.west, box.south, box.east, box.north]) {
            statement.bind(edge, at: index)
        }
    }

    static func read(_ row: borrowing SQLStatement) -> StoredEvent {
        let box =
            row.isNull(5)
            ? nil
            : BoundingBox(west: row.double(5), south: row.double(6), east: row.double(7), north: row.double(8))
        let event = LiveEvent(
            topic: row.text(1), subject: row.optionalText(2), time: Instant(milliseconds: row.int64(3)),
            units: row.optionalText(4).map { $0.split(separator: " ").map(String.init) }, box: box,
            access: row.text(9), payload: row.bytes(10))
        return StoredEvent(id: row.int64(0), event: event)
    }

    /// The events after an identifier, ascending, and whether the limit cut them off.
    static func page(
        after id: Int64, topics: Set<String>?, limit: Int, in db: Database
    ) throws -> (events: [StoredEvent], last: Int64, isCut: Bool) {
        let rows = try SQLStatement("SELECT \(columns) FROM events WHERE id > ? ORDER BY id", in: db)
        rows.bind(id, at: 1)
        var events: [StoredEvent] = []
        var last = id
        while try rows.step() {
            if events.count == limit { return (events, last, true) }
            last = rows.int64(0)
            if let topics, !topics.contains(rows.text(1)) { continue }
            events.append(read(rows))
        }
        return (events, last, false)
    }

    /// Of each topic and subject the identifier of its newest event.
    static func newest(in db: Database) throws -> [(subject: EventSubject, id: Int64)] {
        let rows = try SQLStatement(
            "SELECT topic, subject, max(id) FROM events WHERE subject IS NOT NULL GROUP BY topic, subject", in: db)
        var newest: [(subject: EventSubject, id: Int64)] = []
        while try rows.step() {
            newest.append((EventSubject(topic: rows.text(0), subject: rows.text(1)), rows.int64(2)))
        }
        return newest
    }
}
