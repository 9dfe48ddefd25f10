import GeoCore

/// What a rule says of the vessel now, before it is compared with what is open.
struct Charge {
    var rule: RuleReference
    var kind: ViolationKind
    var zone: ZoneReference
    var opened: Instant
    var place: Coordinate
    var confidence = 1.0
    var extreme = 0.0
    var level = 0
    var measures: [Measure] = []
    var evidence: [Fix]

    func violation(of object: ObjectID) -> Violation {
        Violation(
            rule: rule, kind: kind, zone: zone, objects: [object], opened: opened, place: place,
            confidence: confidence, measures: measures.sorted { $0.name < $1.name }, evidence: evidence)
    }
}

extension VesselJudge {
    /// The violation of a rule in a zone that lasts, if any.
    func openIndex(_ rule: String, _ zone: String) -> Int? {
        state.open.firstIndex { $0.violation.rule.id == rule && $0.violation.zone?.id == zone }
    }

    mutating func open(_ charge: Charge, at time: Instant) -> Finding {
        let violation = charge.violation(of: facts.id)
        state.open.append(
            OpenViolation(violation: violation, updated: time, extreme: charge.extreme, level: charge.level))
        state.open.sort { $0.violation.id < $1.violation.id }
        return .opened(violation)
    }

    /// Tells an open violation again where its last word is at least an hour old, or at once where it is worse by a level.
    mutating func update(
        _ index: Int, at time: Instant, level: Int, measures: [Measure], evidence: [Fix]
    ) -> [Finding] {
        guard isDue(index, at: time, level: level) else { return [] }
        state.open[index].level = max(level, state.open[index].level)
        state.open[index].updated = time
        state.open[index].violation.measures = measures.sorted { $0.name < $1.name }
        state.open[index].violation.evidence = evidence
        return [.updated(state.open[index].violation)]
    }

    /// Whether `update` would say anything: asked first where what it is given costs much to gather.
    func isDue(_ index: Int, at time: Instant, level: Int = 0) -> Bool {
        level > state.open[index].level
            || time.seconds(since: state.open[index].updated) >= Self.updateSeconds
    }

    mutating func close(_ index: Int, at time: Instant, measures: [Measure], evidence: [Fix]) -> Finding {
        var violation = state.open.remove(at: index).violation
        violation.closed = max(time, violation.opened)
        violation.measures = measures.sorted { $0.name < $1.name }
        violation.evidence = evidence
        return .closed(violation)
    }

    private static let updateSeconds = 3_600.0
}

extension [Fix] {
    /// The same fixes and one more, the newest in place of the one before once there are too many.
    func adding(_ fix: Fix) -> [Fix] {
        if last == fix { return self }
        return count < 2 * EvidenceLog.size ? self + [fix] : dropLast() + [fix]
    }
}
