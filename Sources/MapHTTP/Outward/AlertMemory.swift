import GeoCore
import LiveMap
import MapEngine

/// Where one receiver is in the events, and what they were told last of each thing, so that nothing is told twice.
///
/// Each kind has a memory of its own, so that a burst of one makes it forget nothing of another. What can be no news any more is
/// forgotten: an indicator's value when its period is over for longer than one period, anything else 90 days after it was told.
/// Of one kind 10,000 things are remembered; those that were told longest ago make room, and may then be told a second time.
struct AlertMemory: Hashable, Sendable {
    /// The last event that was dealt with, with all before it.
    var place: Int64
    /// By the kind's name and the thing's code.
    private var kinds: [String: [String: Told]] = [:]

    private struct Told: Hashable, Sendable, Codable {
        var state: UrgentAlert.State
        /// When that was told, in seconds since 1970.
        var at: Int64
    }

    private static let daysKept: Int64 = 90
    private static let limit = 10_000

    init(place: Int64) {
        self.place = place
    }

    /// The number of things that are remembered of a kind.
    func count(of kind: AlertKind) -> Int { kinds[kind.rawValue]?.count ?? 0 }

    /// Whether an alert says something new: another state than the last told, and for one that takes back, something to take back.
    ///
    /// - Parameter oldest: What began or was due before is history, unless it takes back.
    func isNews(_ alert: UrgentAlert, notBefore oldest: Instant) -> Bool {
        let last = kinds[alert.kind.rawValue]?[alert.code]?.state
        if alert.state.isRevocation { return last.map { !$0.isRevocation } ?? false }
        guard last != alert.state else { return false }
        // Detection after an escalation is the same case gone back a step, not another alert.
        if alert.state == .detected, last == .escalated { return false }
        return alert.time.map { $0 >= oldest } ?? true
    }

    /// Remembers that an alert was told.
    ///
    /// - Returns: How many things that might still be news had to be forgotten for it.
    mutating func tell(_ alert: UrgentAlert, at moment: Instant) -> Int {
        let told = Told(state: alert.state, at: moment.milliseconds / 1_000)
        kinds[alert.kind.rawValue, default: [:]][alert.code] = told
        guard count(of: alert.kind) > Self.limit else { return 0 }
        forget(at: moment)
        return makeRoom(in: alert.kind.rawValue)
    }

    /// Forgets what can be no news any more.
    mutating func forget(at moment: Instant) {
        let today = moment.day()
        let oldest = moment.milliseconds / 1_000 - Self.daysKept * 86_400
        for (kind, told) in kinds {
            kinds[kind] = told.filter { code, told in
                guard kind == AlertKind.kpi.rawValue else { return told.at >= oldest }
                return MissedTarget.period(ofCode: code)?.isPresent(on: today) ?? false
            }
        }
    }

    /// Leaves a tenth of the room free, so that not every alert of a burst has to look for the oldest again.
    private mutating func makeRoom(in kind: String) -> Int {
        guard let told = kinds[kind], told.count > Self.limit else { return 0 }
        let leaving = told.sorted { ($0.value.at, $0.key) < ($1.value.at, $1.key) }
            .prefix(told.count - Self.limit * 9 / 10)
        for (code, _) in leaving { kinds[kind]?[code] = nil }
        return leaving.count
    }
}

extension AlertMemory: Codable {
    private enum CodingKeys: String, CodingKey {
        case place
        case kinds
    }

    /// A file of an earlier form holds the place alone, as far as this one is concerned.
    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        place = try values.decode(Int64.self, forKey: .place)
        kinds = try values.decodeIfPresent([String: [String: Told]].self, forKey: .kinds) ?? [:]
    }
}
