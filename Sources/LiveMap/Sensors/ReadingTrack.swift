import GeoCore

/// Follows one number of one device through its levels, in event order.
struct ReadingTrack: Hashable, Sendable {
    private let rule: ReadingRule
    private let reference: RuleReference?
    private let bounds: [Double]
    /// 0 below all levels.
    private(set) var level = 0
    private(set) var open: Violation?
    /// The readings that stand at a higher level but not yet long enough.
    private var pending: Pending?

    private struct Pending: Hashable, Sendable {
        var since: Fix
        var lowest: Int
    }

    init(_ rule: ReadingRule, version: CivilDay, bounds: [Double]) {
        self.rule = rule
        self.bounds = bounds
        reference = rule.violation.map { RuleReference(id: $0.rule, version: version) }
    }

    /// Takes the next reading; gives the violation that it ended.
    mutating func step(_ reading: DeviceReading) -> Violation? {
        guard let value = reading.values[rule.field], rule.plausible.contains(value) else { return nil }
        let before = level
        let began = rise(value, reading.fix) ?? reading.fix
        fall(value)
        guard let limit = rule.violation?.level else { return nil }
        if level > limit {
            advance(value, from: began, to: reading.fix, levelBefore: before)
            return nil
        }
        return close(at: reading.fix)
    }

    /// The level goes up where enough readings reach it; gives the first of them.
    private mutating func rise(_ value: Double, _ fix: Fix) -> Fix? {
        let reached = bounds.prefix { rule.direction.reaches(value, $0) }.count
        guard reached > level else {
            pending = nil
            return nil
        }
        let run = Pending(since: pending?.since ?? fix, lowest: min(pending?.lowest ?? reached, reached))
        guard fix.time.seconds(since: run.since.time) >= rule.dwellSeconds else {
            pending = run
            return nil
        }
        level = run.lowest
        // What stands above the level that the whole run reached begins its own dwell here.
        pending = reached > level ? Pending(since: fix, lowest: reached) : nil
        return run.since
    }

    private mutating func fall(_ value: Double) {
        let held = bounds.prefix { rule.direction.reaches(value, rule.direction.eased($0, by: rule.hysteresis)) }.count
        level = min(level, held)
    }

    private mutating func advance(_ value: Double, from first: Fix, to fix: Fix, levelBefore: Int) {
        guard let reference else { return }
        var violation =
            open
            ?? Violation(
                rule: reference, kind: .reading, objects: [fix.object], opened: first.time, place: first.coordinate,
                evidence: first == fix ? [] : [first])
        if open == nil || level != levelBefore { violation.evidence.append(fix) }
        violation.measures = measures(value, of: violation)
        open = violation
    }

    private mutating func close(at fix: Fix) -> Violation? {
        guard var violation = open else { return nil }
        violation.closed = fix.time
        violation.evidence.append(fix)
        open = nil
        return violation
    }

    /// The most serious number so far, the bound it passed and the highest level it reached.
    private func measures(_ value: Double, of violation: Violation) -> [Measure] {
        let before = violation.measures.first { $0.name == "\(rule.field).peak" }?.value ?? value
        let peak = rule.direction.reaches(value, before) ? value : before
        let highest = violation.measures.first { $0.name == "\(rule.field).level" }?.value ?? 0
        return [
            Measure("\(rule.field).bound", bounds[rule.violation?.level ?? 0]),
            Measure("\(rule.field).level", max(highest, Double(level))),
            Measure("\(rule.field).peak", peak),
        ]
    }
}
