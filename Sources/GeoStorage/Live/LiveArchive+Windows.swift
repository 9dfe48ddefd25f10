import GRDB
package import GeoCore

extension LiveArchive {
    /// Of each window of event time the newest fixes of an object, in event order; suspect fixes do not count.
    ///
    /// Only as many places are looked up as there are windows with fixes, however many fixes are in each; those that do not count are
    /// passed over one by one. Of a window all fixes of its last instant are given, one for each device.
    ///
    /// - Parameters:
    ///   - span: Of event time; a window that reaches beyond it counts as far as it lies within.
    ///   - sources: Fixes of other sources do not count.
    package func newestFixes(
        of object: ObjectID, inEach windows: TimeWindows, during span: Range<Instant>, from sources: Set<FixSource>
    ) async throws -> [Fix] {
        let search = WindowSearch(
            windows: windows, span: span.lowerBound.milliseconds..<span.upperBound.milliseconds, sources: sources)
        // What waits is read before the files: a merge meanwhile gives it twice, and never not at all.
        let known = memory.read { memory in
            memory.objects.number(object).map { number in
                (number, Array(memory.pending(number, during: search.span)), memory.months(during: search.span))
            }
        }
        guard let (number, pending, months) = known else { return [] }
        var newest = NewestInWindows(windows)
        for fix in pending where search.counts(fix) { newest.add(fix) }
        for month in months {
            let rows = try await files.read(month) { db in try search.newest(of: number, in: db) }
            for fix in rows { newest.add(fix) }
        }
        return named(newest.fixes).map(\.fix).sorted { $0.precedes($1) }
    }
}

extension LiveArchive {
    /// The last few fixes of an object in event order, suspect ones included, none older than ten days before the last.
    ///
    /// - Parameter limit: At least 1.
    package func newestFixes(of object: ObjectID, limit: Int) async throws -> [ReceivedFix] {
        precondition(limit > 0, "an answer holds at least one fix")
        let reach: Int64 = 10 * 86_400_000
        let known = memory.read { memory in
            memory.objects.number(object).map { number in
                let span = max(memory.states[Int(number)].newest, .min + reach) - reach..<Int64.max
                let pending = Array(memory.pending(number, during: span).suffix(limit))
                return (number, pending, memory.months(during: span), span)
            }
        }
        guard let (number, pending, months, span) = known else { return [] }
        var found = FixMerge(pending, limit: .max)
        for month in months {
            let rows = try await files.read(month) { db in
                try FixSearch.last(of: number, during: span, limit: limit, in: db)
            }
            found.add(rows, isCut: false)
        }
        return named(Array(found.page().fixes.suffix(limit))).sorted { $0.fix.precedes($1.fix) }
    }
}

/// Finds the newest fixes of windows in one month's file, from the newest window to the oldest.
private struct WindowSearch {
    let windows: TimeWindows
    let span: Range<Int64>
    let sources: Set<FixSource>

    /// Bits 0 and 1 of `traits` are the source, 2 and 3 the quality; 2 is suspect.
    private static let sql = """
        SELECT \(FixRows.columns) FROM fixes WHERE object = ? AND time >= ? AND time < ? AND (traits >> 2) & 3 <> 2
        AND (1 << (traits & 3)) & ? <> 0 ORDER BY time DESC, device DESC
        """

    func counts(_ fix: StoredFix) -> Bool {
        fix.traits.quality != .suspect && sources.contains(fix.traits.source)
    }

    func newest(of object: Int32, in db: Database) throws -> [StoredFix] {
        let rows = try SQLStatement(Self.sql, in: db)
        rows.bind(Int64(object), at: 1)
        rows.bind(span.lowerBound, at: 2)
        rows.bind(sources.reduce(0) { $0 | 1 << Int64(FixTraits(source: $1, quality: .good).bits) }, at: 4)
        var fixes: [StoredFix] = []
        var end = span.upperBound
        while true {
            rows.reset()
            rows.bind(end, at: 3)
            guard try rows.step() else { return fixes }
            let newest = try FixRows.read(rows)
            fixes.append(newest)
            while try rows.step() {
                let fix = try FixRows.read(rows)
                guard fix.time == newest.time else { break }
                fixes.append(fix)
            }
            end = windows.start(of: windows.number(of: Instant(milliseconds: newest.time))).milliseconds
        }
    }
}

/// Keeps of each window the fixes of its newest instant.
private struct NewestInWindows {
    private let windows: TimeWindows
    private var newest: [Int64: [StoredFix.Key: StoredFix]] = [:]

    init(_ windows: TimeWindows) {
        self.windows = windows
    }

    mutating func add(_ fix: StoredFix) {
        let window = windows.number(of: Instant(milliseconds: fix.time))
        let known = newest[window]?.values.first?.time ?? .min
        guard fix.time >= known else { return }
        if fix.time > known { newest[window] = [:] }
        newest[window, default: [:]][fix.key] = fix
    }

    var fixes: [StoredFix] { newest.values.flatMap(\.values) }
}
