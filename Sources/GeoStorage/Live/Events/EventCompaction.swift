import GRDB

/// Which event is the newest of its topic and subject, and which ones it has made superfluous.
///
/// Superfluous events are removed some thousand at a time, so that whole pages of the file become free.
struct EventCompaction {
    private var newest: [EventSubject: Int64] = [:]
    private var superfluous: [Int64] = []
    static let batchSize = 4_096

    init() {}

    /// Reads a file's events, and removes those that an interruption left superfluous.
    init(_ db: Database) throws {
        let rows = try SQLStatement(
            "SELECT id, topic, subject FROM events WHERE subject IS NOT NULL ORDER BY id", in: db)
        while try rows.step() { note(rows.text(1), rows.text(2), id: rows.int64(0)) }
    }

    /// Takes over what was committed.
    mutating func note(_ events: [LiveEvent], ids: [Int64], removed: [Int64]) {
        if !removed.isEmpty { superfluous.removeAll(keepingCapacity: true) }
        for (event, id) in zip(events, ids) {
            if let subject = event.subject { note(event.topic, subject, id: id) }
        }
    }

    private mutating func note(_ topic: String, _ subject: String, id: Int64) {
        let subject = EventSubject(topic: topic, subject: subject)
        if let old = newest.updateValue(id, forKey: subject) { superfluous.append(old) }
    }

    /// What is to be removed with the next events.
    var due: [Int64] { superfluous.count >= Self.batchSize ? superfluous.sorted() : [] }

    static func remove(_ ids: [Int64], in db: Database) throws {
        guard !ids.isEmpty else { return }
        let statement = try SQLStatement("DELETE FROM events WHERE id = ?", in: db)
        for id in ids {
            statement.bind(id, at: 1)
            try statement.run()
        }
    }
}
