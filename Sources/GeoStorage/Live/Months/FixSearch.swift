import GRDB

/// Finds fixes in one month's file.
enum FixSearch {
    /// How many objects are asked for at a time where only few of their fixes can be kept.
    static let windowObjects = 2_000
    /// How many objects are in a page of whole tracks at most: what waits in memory of them is copied.
    static let pageObjects = 200

    static let trackSQL =
        "SELECT \(FixRows.columns) FROM fixes WHERE object = ? AND time >= ? AND time < ? ORDER BY time, device"

    /// An object's fixes in a span, by time, and whether the limit cut them off; the last instant is whole.
    static func track(
        of object: Int32, during span: Range<Int64>, limit: Int, in db: Database
    ) throws -> (fixes: [StoredFix], isCut: Bool) {
        let rows = try SQLStatement(trackSQL, in: db)
        var fixes: [StoredFix] = []
        let isCut = try read(rows, of: object, during: span, limit: limit, into: &fixes)
        return (fixes, isCut)
    }

    /// The whole tracks of the first objects in a span, up to the one with which there is enough.
    static func tracks(
        of objects: ArraySlice<Int32>, during span: Range<Int64>, enough limit: Int, in db: Database
    ) throws -> [[StoredFix]] {
        let rows = try SQLStatement(trackSQL, in: db)
        var (tracks, count): ([[StoredFix]], Int) = ([], 0)
        for object in objects where count < limit {
            var fixes: [StoredFix] = []
            _ = try read(rows, of: object, during: span, limit: .max, into: &fixes)
            tracks.append(fixes)
            count += fixes.count
        }
        return tracks
    }

    /// The last fixes of an object in a span, by time.
    static func last(of object: Int32, during span: Range<Int64>, limit: Int, in db: Database) throws -> [StoredFix] {
        let rows = try SQLStatement(
            "SELECT \(FixRows.columns) FROM fixes WHERE object = ? AND time >= ? AND time < ? "
                + "ORDER BY time DESC, device DESC LIMIT ?", in: db)
        rows.bind(Int64(object), at: 1)
        rows.bind(span.lowerBound, at: 2)
        rows.bind(span.upperBound, at: 3)
        rows.bind(limit, at: 4)
        var fixes: [StoredFix] = []
        while try rows.step() { fixes.append(try FixRows.read(rows)) }
        return fixes.reversed()
    }

    private static func read(
        _ rows: borrowing SQLStatement, of object: Int32, during span: Range<Int64>, limit: Int,
        into fixes: inout [StoredFix]
    ) throws -> Bool {
        rows.reset()
        rows.bind(Int64(object), at: 1)
        rows.bind(span.lowerBound, at: 2)
        rows.bind(span.upperBound, at: 3)
        while try rows.step() {
            let fix = try FixRows.read(rows)
            if fixes.count >= limit, fixes.last?.time != fix.time { return true }
            fixes.append(fix)
        }
        return false
    }

    /// The fixes of the log's entries after one, in order, until the limit is reached.
    static func log(
        after sequence: Int64, through last: Int64, limit: Int, in db: Database
    ) throws -> (fixes: [StoredFix], sequence: Int64) {
        let rows = try SQLStatement(
            "SELECT sequence, body FROM log WHERE sequence > ? AND sequence <= ? ORDER BY sequence", in: db)
        rows.bind(sequence, at: 1)
        rows.bind(last, at: 2)
        var fixes: [StoredFix] = []
        var reached = sequence
        while fixes.count < limit, try rows.step() {
            reached = rows.int64(0)
            if case .fixes(let group) = try unsafe rows.withBytes(1, { try unsafe LogEntry($0) }) {
                fixes += group.fixes
            }
        }
        return (fixes, reached)
    }
}

/// Puts together what several files and the memory hold of one object, each fix once.
struct FixMerge {
    private var fixes: [StoredFix] = []
    private var isSorted = true
    /// Beyond the end of the shortest part that was cut off, nothing is certain.
    private var end = Int64.max
    private let limit: Int

    init(_ pending: [StoredFix], limit: Int) {
        self.limit = limit
        add(pending, isCut: false)
    }

    mutating func add(_ part: [StoredFix], isCut: Bool) {
        if let last = fixes.last, let first = part.first, first.key <= last.key { isSorted = false }
        fixes += part
        if isCut, let last = part.last { end = min(end, last.time) }
    }

    /// The first fixes, with the last instant whole, and from when to go on.
    func page() -> (fixes: [StoredFix], next: Int64?) {
        let sorted = sortedFixes()
        guard sorted.count > limit else { return (sorted, end == .max ? nil : end + 1) }
        let last = sorted[limit - 1].time
        let page = sorted.prefix(limit) + sorted.dropFirst(limit).prefix { $0.time == last }
        return (Array(page), page.count == sorted.count && end == .max ? nil : last + 1)
    }

    private func sortedFixes() -> [StoredFix] {
        guard !isSorted || end != .max else { return fixes }
        var once: [StoredFix] = []
        once.reserveCapacity(fixes.count)
        for fix in isSorted ? fixes : fixes.sorted(by: { $0.key < $1.key }) where fix.time <= end {
            if once.last?.key != fix.key { once.append(fix) }
        }
        return once
    }
}
