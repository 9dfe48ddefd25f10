import GeoCore

extension VesselJudge {
    /// Judges a step by the boundary lines: nearing one, being beyond it, and having been beyond it between two fixes.
    ///
    /// Only vessels of the register are judged, known by their role.
    mutating func judgeBoundaries(_ step: Step, in context: JudgingContext) -> [Finding] {
        guard facts.role != nil, !context.boundaries.isEmpty else { return [] }
        let day = step.fix.time.day()
        let origin = GeodesicOrigin(step.fix.coordinate)
        let approach = context.rules.approach.version(on: day)
        let crossing = context.rules.crossing.version(on: day)
        var findings: [Finding] = []
        for parts in context.lines {
            let inForce = parts.filter { $0.validity.contains(day) }
            guard let line = inForce.first ?? parts.first else { continue }
            let near = inForce.isEmpty ? nil : approach.flatMap { $0.parameters.concerns(facts, line) ? $0 : nil }
            let beyond = inForce.isEmpty ? nil : crossing.flatMap { $0.parameters.concerns(facts, line) ? $0 : nil }
            let limit = reach(step, line, near?.parameters, beyond?.parameters, context.rules.crossing.id)
            let places = inForce.map { limit > 0 ? $0.place(of: origin, within: limit) : nil }
            let place = places.compactMap { $0 }.min { $0.distanceMeters < $1.distanceMeters }
            findings += judgeApproach(step, line, place, near, context.rules.approach)
            findings += judgeCrossing(step, line, place, beyond, context.rules.crossing)
            for (part, place) in zip(inForce, places) where place?.isHome == true {
                findings += judgePassing(step, part, place, beyond, context.rules.crossing)
            }
        }
        return findings
    }

    /// Metres from the line within which anything depends on the exact place: the warning distance, or as far as this step can
    /// have gone beyond; 0 where no rule holds.
    private func reach(
        _ step: Step, _ line: BoundaryLine, _ near: BoundaryApproachRule?, _ beyond: BoundaryCrossingRule?,
        _ crossing: String
    ) -> Double {
        guard near != nil || beyond != nil else { return 0 }
        let warning = (near?.widestMeters ?? 0) + step.rule.hysteresisMeters
        let farthest = beyond?.reachMeters ?? 0
        let isFree = !step.isSegment || openIndex(crossing, line.reference.id) != nil
        return max(warning, isFree ? farthest : min(farthest, step.meters))
    }
}

extension VesselJudge {
    private mutating func judgeApproach(
        _ step: Step, _ line: BoundaryLine, _ place: BoundaryPlace?, _ version: RuleVersion<BoundaryApproachRule>?,
        _ series: RuleSeries<BoundaryApproachRule>
    ) -> [Finding] {
        var findings: [Finding] = []
        if !step.isSegment { findings += endBoundary(series.id, line, step) }
        let index = openIndex(series.id, line.reference.id)
        let slack = index == nil ? 0 : step.rule.hysteresisMeters
        guard let version, let place, place.isHome != nil,
            place.distanceMeters <= version.parameters.widestMeters + slack
        else { return findings + endBoundary(series.id, line, step) }
        let nearness = max(0, place.signedMeters ?? place.distanceMeters)
        let level = version.parameters.level(nearness)
        guard let index else {
            let charge = Charge(
                rule: series.reference(version), kind: .boundary, zone: line.reference, opened: step.fix.time,
                place: step.fix.coordinate, extreme: nearness, level: level,
                measures: version.parameters.measures(nearness, level), evidence: [step.fix])
            return findings + [open(charge, at: step.fix.time)]
        }
        state.open[index].extreme = min(nearness, state.open[index].extreme)
        guard isDue(index, at: step.fix.time, level: level) else { return findings }
        let nearest = state.open[index].extreme
        let evidence = state.open[index].violation.evidence.adding(step.fix)
        return findings
            + update(
                index, at: step.fix.time, level: level,
                measures: version.parameters.measures(nearest, max(level, state.open[index].level)),
                evidence: evidence)
    }

    private mutating func judgeCrossing(
        _ step: Step, _ line: BoundaryLine, _ place: BoundaryPlace?, _ version: RuleVersion<BoundaryCrossingRule>?,
        _ series: RuleSeries<BoundaryCrossingRule>
    ) -> [Finding] {
        var findings: [Finding] = []
        if !step.isSegment { findings += endBoundary(series.id, line, step) }
        let index = openIndex(series.id, line.reference.id)
        let beyond = -(place?.signedMeters ?? 0)
        guard let version, beyond > (index == nil ? version.parameters.toleranceMeters : 0) else {
            return index == nil ? findings : findings + endBoundary(series.id, line, step)
        }
        guard let index else {
            let charge = Charge(
                rule: series.reference(version), kind: .boundary, zone: line.reference, opened: step.fix.time,
                place: step.fix.coordinate, extreme: beyond, measures: [Measure("beyondMeters", beyond)],
                evidence: [step.previous, step.fix].compactMap { $0 })
            return findings + [open(charge, at: step.fix.time)]
        }
        state.open[index].extreme = max(beyond, state.open[index].extreme)
        guard isDue(index, at: step.fix.time) else { return findings }
        let evidence = state.open[index].violation.evidence.adding(step.fix)
        return findings
            + update(
                index, at: step.fix.time, level: 0,
                measures: [Measure("beyondMeters", state.open[index].extreme)], evidence: evidence)
    }

    private mutating func endBoundary(_ rule: String, _ line: BoundaryLine, _ step: Step) -> [Finding] {
        guard let index = openIndex(rule, line.reference.id) else { return [] }
        let open = state.open[index]
        let isApproach = open.level > 0
        let measures = open.violation.measures.filter { $0.name != "beyondMeters" && $0.name != "nearestMeters" }
        let extreme = Measure(isApproach ? "nearestMeters" : "beyondMeters", open.extreme)
        let evidence = open.violation.evidence
        let time = step.isSegment ? step.fix.time : state.last?.time ?? step.fix.time
        return [
            close(
                index, at: time, measures: measures + [extreme],
                evidence: step.isSegment ? evidence.adding(step.fix) : evidence)
        ]
    }
}

extension VesselJudge {
    /// Looks for a passage beyond a line between two fixes on our side, where they are near enough to it for one.
    ///
    /// The distance to a line changes by no more than one moves, so the way reaches the line only if it is longer than the sum of
    /// both distances.
    private func judgePassing(
        _ step: Step, _ line: BoundaryLine, _ place: BoundaryPlace?, _ version: RuleVersion<BoundaryCrossingRule>?,
        _ series: RuleSeries<BoundaryCrossingRule>
    ) -> [Finding] {
        guard step.isSegment, let version, let place, place.isHome == true, let previous = step.previous,
            let before = line.place(of: GeodesicOrigin(previous.coordinate), within: step.meters),
            before.isHome == true, before.distanceMeters + place.distanceMeters < step.meters,
            let passing = passing(step, line, beyond: version.parameters.toleranceMeters)
        else { return [] }
        let confidence = step.confidence(ofPassing: 2 * passing.meters)
        guard confidence >= version.parameters.leastConfidence else { return [] }
        let charge = Charge(
            rule: series.reference(version), kind: .boundary, zone: line.reference,
            opened: step.time(at: passing.part.lowerBound), place: step.place(at: passing.part.lowerBound),
            confidence: confidence, measures: [Measure("beyondMeters", passing.meters)],
            evidence: [previous, step.fix])
        return charge.passing(of: facts.id, until: step.time(at: passing.part.upperBound))
    }

    private func passing(
        _ step: Step, _ line: BoundaryLine, beyond tolerance: Double
    ) -> (part: ClosedRange<Double>, meters: Double)? {
        var part: ClosedRange<Double>?
        var deepest = tolerance
        for sample in 1..<Self.samples {
            let share = Double(sample) / Double(Self.samples)
            let found = line.place(of: GeodesicOrigin(step.place(at: share)), within: step.meters)
            guard let signed = found?.signedMeters, -signed > tolerance else { continue }
            part = (part?.lowerBound ?? share)...share
            deepest = max(deepest, -signed)
        }
        return part.map { ($0, deepest) }
    }

    private static let samples = 32
}

extension BoundaryApproachRule {
    fileprivate func concerns(_ facts: VesselFacts, _ line: BoundaryLine) -> Bool {
        statuses.contains(line.status) && facts.isAtLeast(meters: minimumLength) && !warningMiles.isEmpty
    }

    fileprivate var widestMeters: Double { (warningMiles.first ?? 0) * Step.metersPerMile }

    /// How many of the warning distances one is within; at least 1, since this is asked within the widest and its slack.
    fileprivate func level(_ meters: Double) -> Int {
        max(1, warningMiles.count { meters <= $0 * Step.metersPerMile })
    }

    fileprivate func measures(_ nearest: Double, _ level: Int) -> [Measure] {
        [Measure("nearestMeters", nearest), Measure("warningMiles", warningMiles[min(level, warningMiles.count) - 1])]
    }
}

extension BoundaryCrossingRule {
    fileprivate func concerns(_ facts: VesselFacts, _ line: BoundaryLine) -> Bool {
        statuses.contains(line.status) && facts.isAtLeast(meters: minimumLength)
    }

    fileprivate var reachMeters: Double { reachMiles * Step.metersPerMile }
}
