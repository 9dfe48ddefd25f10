import Foundation
import GRDB
import GeoCore

/// What the state file says that the months must hold.
struct LiveAnchors {
    /// The first entry of each month that there should be a file of.
    var months: [LiveMonth: Int64] = [:]
    var dropped: Set<LiveMonth> = []
    /// The hashes of the log's entries that ended a day, and of the newest.
    var hashes: [Int64: [UInt8]] = [:]
    /// In which month each of them lies.
    var monthOfHash: [Int64: LiveMonth] = [:]

    /// Reads the state file of a folder; `nil` where there is none.
    init?(folder: URL) throws {
        let url = folder.appending(path: LiveState.fileName)
        guard FileManager.default.fileExists(atPath: url.path(percentEncoded: false)) else { return nil }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(20)
        let queue = try DatabaseQueue(path: url.path(percentEncoded: false), configuration: configuration)
        try queue.read { db in
            try readMonths(db)
            try readHashes("SELECT sequence, hash, month FROM days", in: db)
            try readHashes("SELECT sequence, hash, month FROM head", in: db)
        }
        try queue.close()
    }

    private mutating func readMonths(_ db: Database) throws {
        let rows = try SQLStatement("SELECT month, first_sequence, state FROM months", in: db)
        while try rows.step() {
            let month = LiveMonth(number: rows.int64(0))
            if rows.text(2) == "dropped" { dropped.insert(month) } else { months[month] = rows.int64(1) }
        }
    }

    private mutating func readHashes(_ sql: String, in db: Database) throws {
        let rows = try SQLStatement(sql, in: db)
        while try rows.step() {
            hashes[rows.int64(0)] = rows.bytes(1)
            monthOfHash[rows.int64(0)] = LiveMonth(number: rows.int64(2))
        }
    }

    /// The newest entry of a month that is known to have been there.
    func lastKnown(in month: LiveMonth) -> Int64 {
        monthOfHash.filter { $0.value == month }.keys.max() ?? months[month] ?? 0
    }
}
