import Foundation
import GeoCore
import GeoStorage

/// How far judging has come: in the log of fixes, and in the looks for groups.
struct JudgingProgress: Sendable {
    /// The newest entry of the log that was answered for.
    private var newest: Int64 = 0
    /// For each batch that is under way, the newest entry when it began.
    private var underWay: [Int: Int64] = [:]
    private var tickets = 0
    /// The newest entry before what came to no good end.
    private var unjudged: Int64?
    /// The newest event time that was seen.
    private(set) var eventTime = Instant(milliseconds: .min)
    /// The event times of the fixes since groups were looked for.
    private var unlooked: ClosedRange<Instant>?
    /// What of the event times before is being looked at now, or was when a look ended early.
    private var looking: ClosedRange<Instant>?

    // MARK: In the log

    /// Begins a batch; to be ended by the ticket.
    mutating func begin() -> Int {
        tickets += 1
        underWay[tickets] = newest
        return tickets
    }

    /// - Parameter isJudged: Whether the whole batch is judged. Where not, the next process judges it again.
    mutating func end(_ ticket: Int, isJudged: Bool) {
        guard let start = underWay.removeValue(forKey: ticket), !isJudged else { return }
        hold(at: start)
    }

    /// Takes note that not everything after an entry of the log is judged.
    mutating func hold(at sequence: Int64) { unjudged = min(unjudged ?? sequence, sequence) }

    /// Takes note of what the log holds.
    mutating func reach(_ sequence: Int64) { newest = max(newest, sequence) }

    /// Takes note of the event times of fixes.
    mutating func see(_ times: some Sequence<Instant>) {
        for time in times {
            eventTime = max(eventTime, time)
            unlooked = Self.union(unlooked, time...time)
        }
    }

    // MARK: In the looks for groups

    /// What is to be looked at; fixes that come from now on are left for the next look.
    mutating func beginLook() -> ClosedRange<Instant>? {
        looking = Self.union(looking, unlooked)
        unlooked = nil
        return looking
    }

    /// Takes note that everything up to a moment was looked at.
    mutating func looked(through moment: Instant) {
        looking = looking.flatMap { times in
            moment < times.upperBound ? max(moment, times.lowerBound)...times.upperBound : nil
        }
    }

    private static func union(_ one: ClosedRange<Instant>?, _ other: ClosedRange<Instant>?) -> ClosedRange<Instant>? {
        guard let one, let other else { return one ?? other }
        return min(one.lowerBound, other.lowerBound)...max(one.upperBound, other.upperBound)
    }
}

// MARK: From one process to the next

extension JudgingProgress {
    /// What the next process goes on from.
    struct Mark: Codable {
        /// Everything up to this entry of the log is judged.
        var judged: Int64
        /// The event times, in milliseconds, of the fixes up to that entry, and perhaps some after it, among which groups were not
        /// looked for; `nil` where they were among all.
        var unlooked: ClosedRange<Int64>?
    }

    /// No object's name begins so.
    static let key = "-judged"

    /// What is kept of it, as a checkpoint.
    var checkpoint: Checkpoint {
        get throws {
            let judged = min(underWay.values.min() ?? newest, unjudged ?? newest)
            let mark = Mark(judged: judged, unlooked: Self.union(looking, unlooked)?.milliseconds)
            let bytes = Array(try JSONEncoder().encode(mark))
            return Checkpoint(key: Self.key, time: Instant(milliseconds: 0), bytes: bytes)
        }
    }

    /// What the process before has kept, of its checkpoints of `key`.
    ///
    /// - Throws: `DecodingError` for one that this version cannot read.
    static func mark(in checkpoints: [Checkpoint]) throws -> Mark? {
        try checkpoints.last.map { try JSONDecoder().decode(Mark.self, from: Data($0.bytes)) }
    }

    /// Goes on from where the process before ended.
    ///
    /// - Parameters:
    ///   - mark: Where there is none, nothing in the log was judged.
    ///   - newest: The newest event time in the history; `nil` where it is empty.
    mutating func takeUp(_ mark: Mark?, newest: Instant?) {
        eventTime = newest ?? eventTime
        looking = mark?.unlooked.map(ClosedRange.init(milliseconds:))
    }
}

extension ClosedRange<Instant> {
    fileprivate var milliseconds: ClosedRange<Int64> { lowerBound.milliseconds...upperBound.milliseconds }

    fileprivate init(milliseconds range: ClosedRange<Int64>) {
        self = Instant(milliseconds: range.lowerBound)...Instant(milliseconds: range.upperBound)
    }
}
