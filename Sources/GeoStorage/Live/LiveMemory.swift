import GeoCore

/// What the archive knows without reading: names and their numbers, latest positions, and the fixes that are in the log
/// but not yet in the tables for reading.
struct LiveMemory: Sendable {
    var objects = NameTable<ObjectID>()
    /// The empty name has number 0.
    var devices = NameTable<String>()
    /// By object number.
    var states: [ObjectState] = []
    /// By object number, each in order of its keys.
    private(set) var pending: [Int32: [StoredFix]] = [:]
    private(set) var pendingCount = 0
    /// In which days of event time (UTC) each month's file has fixes; `nil` where that could not be read.
    var eventDays: [LiveMonth: Set<Int64>?] = [:]
    /// The newest entry of the log.
    var sequence: Int64 = 0
    /// The newest event, and the newest of those that were purged.
    var lastEvent: Int64 = 0
    var purgedThrough: Int64 = 0
    /// The first event that each month's file could hold.
    var firstEvents: [LiveMonth: Int64] = [:]

    /// What is known of one object.
    struct ObjectState: Equatable {
        /// Event time of the newest fix of any quality; nothing later can be a duplicate.
        var newest = Int64.min
        /// The newest fix that is not suspect.
        var latest: StoredFix?
    }

    /// `latest` follows event time, so a late fix does not replace a newer one.
    mutating func note(_ fix: StoredFix) {
        let index = Int(fix.object)
        states[index].newest = max(states[index].newest, fix.time)
        guard fix.traits.quality != .suspect else { return }
        if let known = states[index].latest, !isBefore(known, fix) { return }
        states[index].latest = fix
    }

    /// Takes in a fix that is in the log of a month's file, but not in its tables for reading.
    mutating func take(_ fix: StoredFix, month: LiveMonth) {
        note(fix)
        addPending(fix)
        if var days = eventDays.removeValue(forKey: month) ?? [] {
            days.insert(fix.eventDay)
            eventDays[month] = days
        }
    }

    private mutating func addPending(_ fix: StoredFix) {
        var fixes = pending.removeValue(forKey: fix.object) ?? []
        let index = fixes.last.map { $0.key < fix.key } ?? true ? fixes.count : fixes.firstIndex(notBefore: fix.key)
        fixes.insert(fix, at: index)
        pending[fix.object] = fixes
        pendingCount += 1
    }

    mutating func clearPending() {
        pending = [:]
        pendingCount = 0
    }

    func isPending(_ key: StoredFix.Key) -> Bool {
        guard let fixes = pending[key.object] else { return false }
        let index = fixes.firstIndex(notBefore: key)
        return index < fixes.count && fixes[index].key == key
    }

    /// The pending fixes of one object within a span of event time.
    func pending(_ object: Int32, during span: Range<Int64>) -> ArraySlice<StoredFix> {
        guard let fixes = pending[object] else { return [] }
        let start = fixes.firstIndex(notBefore: StoredFix.Key(object: object, time: span.lowerBound, device: .min))
        let end = fixes.firstIndex(notBefore: StoredFix.Key(object: object, time: span.upperBound, device: .min))
        return fixes[start..<end]
    }

    /// The months whose files may hold fixes of a span of event time, oldest first.
    func months(during span: Range<Int64>) -> [LiveMonth] {
        guard !span.isEmpty else { return [] }
        let days = StoredFix.day(span.lowerBound)...StoredFix.day(span.upperBound - 1)
        return eventDays.filter { month, held in
            guard let held else { return Self.mayHold(month, days) }
            return days.count < held.count ? days.contains(where: held.contains) : held.contains(where: days.contains)
        }.keys.sorted()
    }

    /// The months whose files may hold events after one, oldest first.
    func months(withEventsAfter id: Int64) -> [LiveMonth] {
        let months = firstEvents.keys.sorted()
        return months.indices.filter { index in
            index + 1 == months.count || (firstEvents[months[index + 1]] ?? 0) > id + 1
        }.map { months[$0] }
    }

    /// The months that a fix of this moment could already be in.
    func archivedMonths(holding time: Int64) -> [LiveMonth] {
        let day = StoredFix.day(time)
        return eventDays.filter { $0.value?.contains(day) ?? false }.map(\.key)
    }

    /// Forgets a month whose file goes.
    mutating func forget(_ month: LiveMonth) {
        eventDays[month] = nil
        firstEvents[month] = nil
    }

    /// Of a file that cannot be read: days of its own month, so that others can still be asked for.
    private static func mayHold(_ month: LiveMonth, _ days: ClosedRange<Int64>) -> Bool {
        let own = month.firstDay.number - 1...LiveMonth(number: month.number + 1).firstDay.number
        return own.overlaps(days)
    }

    private func isBefore(_ left: StoredFix, _ right: StoredFix) -> Bool {
        left.time != right.time ? left.time < right.time : devices[left.device] < devices[right.device]
    }

    func received(_ fix: StoredFix) -> ReceivedFix {
        fix.received(object: objects[fix.object], device: devices[fix.device])
    }
}

/// Names and the numbers that stand for them, from 0.
struct NameTable<Name: Hashable & Sendable>: Sendable {
    private(set) var names: [Name] = []
    private var numbers: [Name: Int32] = [:]

    var count: Int { names.count }

    subscript(number: Int32) -> Name { names[Int(number)] }

    func number(_ name: Name) -> Int32? { numbers[name] }

    func contains(_ number: Int32) -> Bool { names.indices.contains(Int(number)) }

    mutating func append(_ name: Name) {
        numbers[name] = Int32(names.count)
        names.append(name)
    }
}

extension [StoredFix] {
    /// Where a fix of this key is, or would be; the fixes are in order of their keys.
    fileprivate func firstIndex(notBefore key: StoredFix.Key) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
