package import GeoCore

/// Judges what one device says: levels of its readings and its silence, in event time.
///
/// Messages may come in any order: one that comes late is put in its place and all after it are judged again, as far back
/// as `memorySeconds`. Whatever the order within that time, `violations` ends up the same.
package struct ReadingJudge: Sendable {
    package let kind: DeviceKind
    private let memorySeconds: Double
    /// What lies before the messages that are remembered.
    private var base: DeviceRun
    private var current: DeviceRun
    /// In event order.
    private var remembered: [DeviceReading] = []
    private var told: [String: Violation] = [:]
    /// The latest moment that is known to have come.
    private var watermark: Instant?

    /// - Parameters:
    ///   - attributes: The device's own numbers, for levels that name a field.
    ///   - memorySeconds: How late a message may be to be judged.
    package init(_ kind: DeviceKind, attributes: [String: Double] = [:], memorySeconds: Double = 172_800) {
        self.kind = kind
        self.memorySeconds = memorySeconds
        base = DeviceRun(kind, attributes: attributes)
        current = base
    }

    /// Takes a message.
    package mutating func apply(_ reading: DeviceReading) -> ReadingOutcome {
        let position = remembered.lastIndex { !reading.fix.precedes($0.fix) }.map { $0 + 1 } ?? 0
        if position > 0, remembered[position - 1].fix.isSameMessage(as: reading.fix) {
            return ReadingOutcome(.duplicate)
        }
        if let last = base.last, reading.fix.time <= last.time { return ReadingOutcome(.tooOld) }
        var outcome = ReadingOutcome(position == remembered.count ? .inOrder : .late)
        outcome.implausible = implausible(reading)
        remembered.insert(reading, at: position)
        if outcome.handling == .inOrder { current.step(reading) } else { replay() }
        watermark = max(watermark ?? reading.fix.time, reading.fix.time)
        tell(in: &outcome)
        forget()
        return outcome
    }

    /// Says that a moment has come, so that silence shows.
    package mutating func advance(to moment: Instant) -> [Finding] {
        watermark = max(watermark ?? moment, moment)
        var outcome = ReadingOutcome(.inOrder)
        tell(in: &outcome)
        return outcome.findings
    }

    /// Every violation that is open or still remembered, by opening time.
    package var violations: [Violation] {
        current.violations(at: watermark).sorted { ($0.opened, $0.rule.id) < ($1.opened, $1.rule.id) }
    }

    /// How the device is at a moment that is not before its last message.
    package func status(at moment: Instant) -> DeviceStatus { current.status(at: moment) }

    private mutating func replay() {
        current = base
        for reading in remembered { current.step(reading) }
    }

    /// Compares with what was told before.
    private mutating func tell(in outcome: inout ReadingOutcome) {
        let now = Dictionary(violations.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let wrong = told.filter { now[$0.key] == nil }.sorted { $0.key < $1.key }
        outcome.findings += wrong.map { .withdrawn($0.value) }
        for (id, violation) in now.sorted(by: { ($0.value.opened, $0.key) < ($1.value.opened, $1.key) }) {
            outcome.findings += Self.findings(told[id], violation)
        }
        told = now
    }

    private static func findings(_ before: Violation?, _ now: Violation) -> [Finding] {
        if before == now { return [] }
        var findings: [Finding] = []
        if before == nil {
            var opening = now
            opening.closed = nil
            findings.append(.opened(opening))
        }
        if now.closed != nil {
            findings.append(.closed(now))
        } else if before != nil {
            findings.append(.updated(now))
        }
        return findings
    }

    /// Moves what is too old to be judged again into the base.
    private mutating func forget() {
        guard let watermark else { return }
        let old = remembered.prefix { watermark.seconds(since: $0.fix.time) > memorySeconds }
        guard !old.isEmpty else { return }
        for reading in old { base.step(reading) }
        remembered.removeFirst(old.count)
        for violation in base.ended { told[violation.id] = nil }
        current.forget(base.ended)
        base.forget(base.ended)
    }

    private func implausible(_ reading: DeviceReading) -> [String] {
        let fields = kind.readings.filter { rule in
            reading.values[rule.field].map { !rule.plausible.contains($0) } ?? false
        }.map(\.field)
        return Set(fields).sorted()
    }
}

/// All that a device's messages up to one add up to.
struct DeviceRun: Sendable {
    private let kind: DeviceKind
    private var tracks: [ReadingTrack]
    private(set) var last: Fix?
    /// Violations that are over, by the time of their end.
    private(set) var ended: [Violation] = []

    init(_ kind: DeviceKind, attributes: [String: Double]) {
        self.kind = kind
        tracks = kind.readings.map { rule in
            ReadingTrack(rule, version: kind.version, bounds: rule.bounds(attributes: attributes))
        }
    }

    mutating func step(_ reading: DeviceReading) {
        if var silence = silence(at: reading.fix.time) {
            silence.closed = reading.fix.time
            silence.evidence.append(reading.fix)
            ended.append(silence)
        }
        for index in tracks.indices {
            if let violation = tracks[index].step(reading) { ended.append(violation) }
        }
        last = reading.fix
    }

    mutating func forget(_ violations: [Violation]) {
        let ids = Set(violations.map(\.id))
        ended.removeAll { ids.contains($0.id) }
    }

    func violations(at moment: Instant?) -> [Violation] {
        ended + tracks.compactMap(\.open) + [moment.flatMap(silence)].compactMap { $0 }
    }

    /// The silence that lasts at a moment, where it breaks a rule.
    private func silence(at moment: Instant) -> Violation? {
        guard let last, let limits = kind.silence, let rule = limits.rule else { return nil }
        let lost = limits.moment(after: last.time, seconds: limits.lostSeconds)
        guard lost < moment else { return nil }
        return Violation(
            rule: RuleReference(id: rule, version: kind.version), kind: .reading, objects: [last.object], opened: lost,
            place: last.coordinate, evidence: [last])
    }

    func status(at moment: Instant) -> DeviceStatus {
        let levels = tracks.map(\.level)
        return DeviceStatus(name: name(levels, at: moment), levels: levels, lastHeard: last?.time)
    }

    private func name(_ levels: [Int], at moment: Instant) -> String {
        guard let last else { return kind.silence == nil ? DeviceStatus.ok : DeviceStatus.lost }
        if isSilent(since: last, for: \.lostSeconds, at: moment) { return DeviceStatus.lost }
        let highest = levels.max() ?? 0
        if highest > 0, let index = levels.firstIndex(of: highest) {
            return kind.readings[index].levels[highest - 1].state
        }
        return isSilent(since: last, for: \.lateSeconds, at: moment) ? DeviceStatus.late : DeviceStatus.ok
    }

    private func isSilent(since last: Fix, for limit: KeyPath<SilenceLimits, Double>, at moment: Instant) -> Bool {
        guard let silence = kind.silence else { return false }
        return silence.moment(after: last.time, seconds: silence[keyPath: limit]) < moment
    }
}

extension Fix {
    /// Two fixes are the same message where object, time and device are the same.
    fileprivate func isSameMessage(as other: Fix) -> Bool {
        object == other.object && time == other.time && device == other.device
    }
}
