import GRDB
package import GeoCore

extension LiveArchive {
    /// The newest fix of each of some objects that is not after a moment, in order of the objects; suspect fixes do not count.
    ///
    /// An object whose newest fix of all is not after the moment costs no reading. The others are looked for in the days before
    /// it, and only those that were silent then in all that is kept.
    package func latest(of objects: some Sequence<ObjectID>, notAfter moment: Instant) async throws -> [ReceivedFix] {
        let end = moment.milliseconds + 1
        let names = Array(objects)
        var (found, sought) = memory.read { $0.latest(of: names, before: end) }
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

    /// What some objects did in a span of event time, by object, then by time; suspect fixes are among it.
    ///
    /// - Parameter limit: At least 1. No more than so many fixes are kept while this reads.
    /// - Returns: `nil` where there are more.
    package func fixes(
        of objects: some Sequence<ObjectID>, during span: Range<Instant>, limit: Int
    ) async throws -> [ReceivedFix]? {
        precondition(limit > 0, "an answer holds at least one fix")
        let span = span.lowerBound.milliseconds..<span.upperBound.milliseconds
        let names = objects.sorted()
        let (numbers, months) = memory.read { memory in
            (memory.numbers(of: names, heardSince: span.lowerBound), memory.months(during: span))
        }
        var found: [ReceivedFix] = []
        for start in stride(from: 0, to: numbers.count, by: FixSearch.windowObjects) {
            let part = Array(numbers[start..<min(start + FixSearch.windowObjects, numbers.count)])
            guard let fixes = try await tracks(of: part, during: span, months, limit: limit - found.count) else {
                return nil
            }
            found += memory.read { memory in fixes.map(memory.received) }
        }
        return found
    }

    private func tracks(
        of objects: [Int32], during span: Range<Int64>, _ months: [LiveMonth], limit: Int
    ) async throws -> [StoredFix]? {
        var merges = memory.read { memory in
            objects.map { FixMerge(Array(memory.pending($0, during: span)), limit: .max) }
        }
        for month in months {
            let rows = try await files.read(month) { db in
                try FixSearch.tracks(of: objects, during: span, limit: limit, in: db)
            }
            guard let rows else { return nil }
            for index in rows.indices { merges[index].add(rows[index], isCut: false) }
        }
        let fixes = merges.flatMap { $0.page().fixes }
        return fixes.count <= limit ? fixes : nil
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
    /// The numbers of objects that have a fix at a moment or later: in a time from then on the others were not heard.
    func numbers(of objects: [ObjectID], heardSince start: Int64) -> [Int32] {
        objects.compactMap { self.objects.number($0) }.filter { states[Int($0)].newest >= start }
    }

    /// The newest fixes of the objects whose newest lies before a moment, and the numbers of the others.
    fileprivate func latest(of names: [ObjectID], before end: Int64) -> (fixes: [ReceivedFix], others: [Int32]) {
        var fixes: [ReceivedFix] = []
        var others: [Int32] = []
        for latest in names.lazy.compactMap({ objects.number($0) }).compactMap({ states[Int($0)].latest }) {
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

    /// The whole tracks of objects in a span; `nil` where they have more fixes than the limit.
    static func tracks(
        of objects: [Int32], during span: Range<Int64>, limit: Int, in db: Database
    ) throws -> [[StoredFix]]? {
        var tracks: [[StoredFix]] = []
        var rest = limit
        for object in objects {
            let (fixes, isCut) = try track(of: object, during: span, limit: rest + 1, in: db)
            rest -= fixes.count
            guard rest >= 0, !isCut else { return nil }
            tracks.append(fixes)
        }
        return tracks
    }

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
