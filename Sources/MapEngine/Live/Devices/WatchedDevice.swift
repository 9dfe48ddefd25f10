import GeoCore
import LiveMap

/// What is kept in memory of one device that was heard.
struct WatchedDevice: Sendable {
    var judge: ReadingJudge
    /// The device's own limits that it is judged by.
    let limits: [String: Double]
    /// The newest few fixes in event order, for sanity on arrival.
    private(set) var recent: [ReceivedFix] = []
    /// The newest fix that is believed.
    private(set) var newest: Fix?
    /// The newest value of each field, with its time.
    private(set) var shown: [String: (time: Instant, value: FieldValue)] = [:]

    private static let remembered = 8

    init(_ kind: DeviceKind, limits: [String: Double]) {
        self.limits = limits
        judge = ReadingJudge(kind, attributes: limits, memorySeconds: kind.memorySeconds)
    }

    /// Keeps a fix among the newest few.
    mutating func remember(_ fix: ReceivedFix) {
        let place = recent.lastIndex { $0.fix.precedes(fix.fix) }.map { $0 + 1 } ?? 0
        recent.insert(fix, at: place)
        if recent.count > Self.remembered { recent.removeFirst() }
    }

    /// Takes a message's place and values to show, each where nothing newer is shown; numbers that are a fault of the sensor
    /// are not.
    mutating func show(_ fix: Fix, _ values: [String: FieldValue], implausible: [String]) {
        if newest.map({ $0.precedes(fix) }) ?? true { newest = fix }
        for (field, value) in values where !implausible.contains(field) {
            if let known = shown[field], known.time > fix.time { continue }
            shown[field] = (fix.time, value)
        }
    }
}

extension DeviceKind {
    /// How late a message may be to be judged: what moves sends every few seconds, and memory is kept of each of them.
    var memorySeconds: Double { motion == .measuring ? 48 * 3_600 : 12 * 3_600 }

    /// How far back a device is judged again after a start: a little more than it remembers, so that the levels at the beginning
    /// of what it remembers are right.
    var windowSeconds: Double { memorySeconds * 1.125 }

    /// What is said of fixes on arrival: nothing of the kind is faster than what its speed may plausibly be.
    var sanity: FixSanity {
        let fastest = speed.flatMap { speed in
            readings.filter { $0.field == speed.field }.map(\.plausible.upperBound).max().map { $0 / perKnot(speed) }
        }
        return FixSanity(
            maximumKnots: motion == .measuring ? .greatestFiniteMagnitude : fastest ?? Self.roadKnots,
            deviceSilenceSeconds: 0)
    }

    /// 150 km/h, beyond any limit on a road.
    private static let roadKnots = 81.0

    private func perKnot(_ speed: SpeedField) -> Double {
        guard let object = ObjectID("knot") else { return 1 }
        let place = Coordinate(longitude: 0, latitude: 0)
        let fix = Fix(object: object, time: Instant(seconds: 0), coordinate: place, speedKnots: 1, source: .vms)
        return values(of: fix)[speed.field] ?? 1
    }
}
