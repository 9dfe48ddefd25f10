import GeoCore

extension VesselJudge {
    /// Judges a step by the areas that are not to be entered: being inside counts from the first fix, going through between two
    /// fixes as sure as the straight way is.
    mutating func judgeClosedZones(
        _ step: Step, crossings: [ZoneCrossing], in context: JudgingContext
    ) -> [Finding] {
        var findings: [Finding] = []
        for series in context.rules.closedZones {
            let version = series.version(at: step.fix.time).flatMap { $0.parameters.concerns(facts) ? $0 : nil }
            let kinds = version?.parameters.kinds ?? []
            let inside = state.stays.filter { kinds.contains($0.kind) }
            findings += leaveClosedZones(series.id, keeping: step.isSegment ? Set(inside.map(\.zone.id)) : [], step)
            guard let version else { continue }
            let rule = series.reference(version)
            for stay in inside { findings += stayInClosedZone(stay, rule, step, context) }
            findings += crossings.filter { kinds.contains($0.zone.kind) }
                .flatMap { crossClosedZone($0, rule, version.parameters, step) }
        }
        return findings
    }

    private mutating func stayInClosedZone(
        _ stay: ZoneStay, _ rule: RuleReference, _ step: Step, _ context: JudgingContext
    ) -> [Finding] {
        guard let index = openIndex(rule.id, stay.zone.id) else {
            let depth = context.depth(of: step.fix, in: stay.zone, atLeast: 0)
            let charge = Charge(
                rule: rule, kind: .zone, zone: stay.zone, opened: step.fix.time, place: step.fix.coordinate,
                extreme: depth, measures: [Measure("depthMeters", depth)], evidence: [step.fix])
            return [open(charge, at: step.fix.time)]
        }
        state.open[index].extreme = context.depth(
            of: step.fix, in: stay.zone, atLeast: state.open[index].extreme)
        guard isDue(index, at: step.fix.time) else { return [] }
        return update(
            index, at: step.fix.time, level: 0, measures: [Measure("depthMeters", state.open[index].extreme)],
            evidence: state.open[index].violation.evidence.adding(step.fix))
    }

    private mutating func leaveClosedZones(_ rule: String, keeping kept: Set<String>, _ step: Step) -> [Finding] {
        let ended = state.open.filter { $0.violation.rule.id == rule && !kept.contains($0.violation.zone?.id ?? "") }
        return ended.compactMap { open in
            guard let index = state.open.firstIndex(of: open) else { return nil }
            let time = step.isSegment ? step.fix.time : state.last?.time ?? step.fix.time
            let evidence = open.violation.evidence
            return close(
                index, at: time, measures: [Measure("depthMeters", open.extreme)],
                evidence: step.isSegment ? evidence.adding(step.fix) : evidence)
        }
    }

    private func crossClosedZone(
        _ crossing: ZoneCrossing, _ rule: RuleReference, _ parameters: ClosedZoneRule, _ step: Step
    ) -> [Finding] {
        let confidence = step.confidence(ofPassing: crossing.insideMeters)
        guard parameters.countsCrossings, confidence >= parameters.leastConfidence else { return [] }
        let charge = Charge(
            rule: rule, kind: .zone, zone: crossing.zone.zone, opened: step.time(at: crossing.part.lowerBound),
            place: step.place(at: crossing.part.lowerBound), confidence: confidence,
            measures: [Measure("insideMeters", crossing.insideMeters)],
            evidence: [step.previous, step.fix].compactMap { $0 })
        return charge.passing(of: facts.id, until: step.time(at: crossing.part.upperBound))
    }
}

extension Charge {
    /// A violation that began and ended between two fixes.
    func passing(of object: ObjectID, until end: Instant) -> [Finding] {
        let begun = violation(of: object)
        var ended = begun
        ended.closed = end
        return [.opened(begun), .closed(ended)]
    }
}

extension ClosedZoneRule {
    fileprivate func concerns(_ facts: VesselFacts) -> Bool {
        guard facts.isAtLeast(meters: minimumLength) else { return false }
        return roles.isEmpty || facts.role.map(roles.contains) ?? false
    }
}
