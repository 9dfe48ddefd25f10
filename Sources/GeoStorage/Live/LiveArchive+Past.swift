import GRDB
package import GeoCore

extension LiveArchive {
    /// The newest fix of each object that is not after a moment, in order of the objects; suspect fixes do not count.
    ///
    /// An object whose newest fix of all is not after the moment costs no reading. The others are looked for in the days before
    /// it, and only those that were silent then in all that is kept.
    package func latest(notAfter moment: Instant) async throws -> [ReceivedFix] {
        let end = moment.milliseconds + 1
        var (found, sought) = memory.read { $0.latest(before: end) }
        for span in Self.spansBack(from: end) where !sought.isEmpty {
            let fixes = try await newest(of: sought, during: span)
            found += memory.read { memory in fixes.values.map(memory.received) }
            sought.removeAll { fixes[$0] != nil }
        }
        return found.sorted { $0.fix.object < $1.fix.object }
    }

    /// A day, ten days, all that is kept: each ends where the one before began.
    private static func spansBack(from end: Int64) -> [Range<Int64>] {
        let day: Int64 = 86_400_000
        return [end - day..<end, end - 10 * day..<end - day, Int64.min..<end - 10 * day]
    }

    /// What waits in memory is read before the files: a merge meanwhile gives it twice, and never not at all.
    private func newest(of objects: [Int32], during span: Range<Int64>) async throws -> [Int32: StoredFix] {
        var (fixes, months) = memory.read { memory in
            (memory.newestPending(of: objects, during: span), memory.months(during: span))
        }
        for month in months {
            let rows = try await files.read(month) { db in
                try FixSearch.newest(of: objects, during: span, in: db)
            }
            for fix in rows where fixes[fix.object].map({ $0.key < fix.key }) ?? true { fixes[fix.object] = fix }
        }
        return fixes
    }
}

extension LiveMemory {
    /// The newest fixes of the objects whose newest lies before a moment, and the numbers of the others.
    fileprivate func latest(before end: Int64) -> (fixes: [ReceivedFix], others: [Int32]) {
        var fixes: [ReceivedFix] = []
        var others: [Int32] = []
        for latest in states.lazy.compactMap(\.latest) {
            if latest.time < end { fixes.append(received(latest)) } else { others.append(latest.object) }
        }
        return (fixes, others)
    }

    fileprivate func newestPending(of objects: [Int32], during span: Range<Int64>) -> [Int32: StoredFix] {
        var fixes: [Int32: StoredFix] = [:]
        for object in objects {
            fixes[object] = pending(object, during: span).last { $0.traits.quality != .suspect }
        }
        return fixes
    }
}

extension FixSearch {
    /// Bits 2 and 3 of `traits` are the quality; 2 is suspect.
    private static let newestSQL = """
        SELECT \(FixRows.columns) FROM fixes WHERE object = ? AND time >= ? AND time < ? AND (traits >> 2) & 3 <> 2
        ORDER BY time DESC, device DESC LIMIT 1
        """

    /// The newest fix of each object in a span, where it has one that is not suspect.
    static func newest(of objects: [Int32], during span: Range<Int64>, in db: Database) throws -> [StoredFix] {
        let rows = try SQLStatement(newestSQL, in: db)
        return try objects.compactMap { object in
            rows.reset()
            rows.bind(Int64(object), at: 1)
            rows.bind(span.lowerBound, at: 2)
            rows.bind(span.upperBound, at: 3)
            return try rows.step() ? try FixRows.read(rows) : nil
        }
    }
}
