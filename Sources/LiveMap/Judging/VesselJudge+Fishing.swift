import GeoCore

extension VesselJudge {
    /// Judges a step by who may fish where: runs of fishing and passages that take too long, zone by zone.
    mutating func judgeFishing(_ step: Step, in context: JudgingContext) -> [Finding] {
        let series = context.rules.fishingZones
        var findings: [Finding] = []
        if !step.isSegment { findings += endRuns(at: state.last?.time ?? step.fix.time, keeping: [], rule: series.id) }
        guard let version = series.version(at: step.fix.time),
            let permit = version.parameters.permit(for: facts)
        else { return findings + endRuns(at: step.fix.time, keeping: [], rule: series.id) }
        let closed = permit.closed(state.stays)
        let pattern = version.parameters.pattern
        let wasClosed = state.runs.contains { $0.left == nil }
        findings += leaveRuns(step, closed, isExempt: permit.isExempt(state.stays), pattern, series.id, context)
        for stay in closed {
            var run = state.takeRun(in: stay.zone.id) ?? FishingRun(zone: stay.zone, entered: step.fix)
            findings += pause(&run, step, pattern, rule: series.id)
            let share = wasClosed ? 1 : context.share(of: step, in: stay.zone)
            run.follow(step, share: share, of: pattern, knots: pattern.range(for: facts.gear))
            if run.wasInRange { run.deepest = context.depth(of: step.fix, in: stay.zone, atLeast: run.deepest) }
            findings += judge(run, step, series.reference(version), version.parameters)
            state.putRun(run, isOverstay: isOverstay(run, version.parameters))
        }
        return findings
    }

    private func isOverstay(_ run: FishingRun, _ rule: FishingZoneRule) -> Bool {
        run.isOverstay || (run.underwayHours > rule.transitHours && !rule.pattern.isFishing(run))
    }

    /// Opens or tells again what a run has come to.
    private mutating func judge(
        _ run: FishingRun, _ step: Step, _ rule: RuleReference, _ parameters: FishingZoneRule
    ) -> [Finding] {
        if let index = openIndex(rule.id, run.zone.id) {
            guard isDue(index, at: step.fix.time) else { return [] }
            return update(
                index, at: step.fix.time, level: 0, measures: run.measures, evidence: run.evidence.fixes)
        }
        let isFishing = parameters.pattern.isFishing(run)
        guard isFishing || run.underwayHours > parameters.transitHours else { return [] }
        let begin = isFishing ? run.first ?? run.entered : run.entered
        let charge = Charge(
            rule: rule, kind: .zone, zone: run.zone, opened: begin.time, place: begin.coordinate,
            measures: run.measures, evidence: isFishing ? run.evidence.fixes : [run.entered, step.fix])
        return [open(charge, at: step.fix.time)]
    }

    /// Ends the fishing of a run that has had no fix in the range for too long; a passage that took too long goes on.
    private mutating func pause(
        _ run: inout FishingRun, _ step: Step, _ pattern: FishingPattern, rule: String
    ) -> [Finding] {
        guard let lastInRange = run.lastInRange,
            step.fix.time.seconds(since: lastInRange) > pattern.pauseHours * 3_600
        else { return [] }
        var findings: [Finding] = []
        if !run.isOverstay, let index = openIndex(rule, run.zone.id) {
            findings.append(
                close(index, at: lastInRange, measures: run.measures, evidence: run.evidence.fixes))
        }
        run.endFishing()
        return findings
    }

    /// Follows the runs of zones that the vessel is not in now: one that looks like fishing waits for it to come back, all others
    /// end.
    private mutating func leaveRuns(
        _ step: Step, _ closed: [ZoneStay], isExempt: Bool, _ pattern: FishingPattern, _ rule: String,
        _ context: JudgingContext
    ) -> [Finding] {
        let inside = Set(closed.map(\.zone.id))
        var findings: [Finding] = []
        for index in state.runs.indices where !inside.contains(state.runs[index].zone.id) {
            let zone = state.runs[index].zone
            let share = closed.isEmpty ? context.share(of: step, in: zone) : 1
            state.runs[index].leave(step, share: share, of: pattern, knots: pattern.range(for: facts.gear))
        }
        let ended = state.runs.filter { run in
            guard !inside.contains(run.zone.id) else { return false }
            return isExempt || !run.waits(at: step.fix.time, pattern)
        }
        for run in ended {
            findings += endRun(run, at: run.left ?? step.fix.time, rule: rule)
            state.runs.removeAll { $0.zone.id == run.zone.id }
        }
        return findings
    }

    private mutating func endRun(_ run: FishingRun, at time: Instant, rule: String) -> [Finding] {
        guard let index = openIndex(rule, run.zone.id) else { return [] }
        return [close(index, at: time, measures: run.measures, evidence: run.evidence.fixes)]
    }

    /// Ends the runs of zones that the vessel is no longer in, and closes what they opened.
    private mutating func endRuns(at time: Instant, keeping kept: Set<String>, rule: String) -> [Finding] {
        var findings: [Finding] = []
        for run in state.runs where !kept.contains(run.zone.id) {
            findings += endRun(run, at: run.left ?? time, rule: rule)
        }
        state.runs.removeAll { !kept.contains($0.zone.id) }
        return findings
    }
}

extension VesselState {
    fileprivate mutating func takeRun(in zone: String) -> FishingRun? {
        guard let index = runs.firstIndex(where: { $0.zone.id == zone }) else { return nil }
        return runs.remove(at: index)
    }

    fileprivate mutating func putRun(_ run: FishingRun, isOverstay: Bool) {
        var run = run
        run.isOverstay = isOverstay
        runs.append(run)
        runs.sort { $0.zone.id < $1.zone.id }
    }
}

extension FishingRun {
    /// Adds a step to a fix inside.
    ///
    /// - Parameter share: The part of the way that lies where the vessel may not fish, 0 to 1.
    mutating func follow(_ step: Step, share: Double, of pattern: FishingPattern, knots: ClosedRange<Double>) {
        if step.fix != entered { add(step, share: share, of: pattern, knots: knots) }
        left = nil
        lastInside = step.fix.time
        wasInRange = step.isInRange(knots)
        guard wasInRange else { return }
        first = first ?? step.fix
        lastInRange = step.fix.time
        fixes += 1
        evidence.append(step.fix)
    }

    /// Adds a step to a fix outside; only on the first does some of the way lie in the zone.
    mutating func leave(_ step: Step, share: Double, of pattern: FishingPattern, knots: ClosedRange<Double>) {
        if left == nil { add(step, share: share, of: pattern, knots: knots) }
        left = left ?? step.fix.time
        wasInRange = step.isInRange(knots)
    }

    /// Hours faster than lying still are under way. Hours no faster than fishing are fishing, all of them between two fixes in
    /// the range; beside one alone as many as a fix stands for.
    private mutating func add(
        _ step: Step, share: Double, of pattern: FishingPattern, knots: ClosedRange<Double>
    ) {
        guard let implied = step.impliedKnots else { return }
        if implied > knots.lowerBound { underwayHours += step.hours * share }
        guard implied <= knots.upperBound else { return }
        switch (wasInRange, step.isInRange(knots)) {
        case (true, true): fishingHours += step.hours * share
        case (false, false): break
        default: fishingHours += min(step.hours / 2, pattern.fixHours) * share
        }
    }

    /// Whether the vessel may yet come back to go on with it.
    func waits(at time: Instant, _ pattern: FishingPattern) -> Bool {
        fixes > 0 && !isOverstay && time.seconds(since: lastInside) <= pattern.exitHours * 3_600
    }

    mutating func endFishing() {
        first = nil
        lastInRange = nil
        wasInRange = false
        fixes = 0
        fishingHours = 0
        evidence = EvidenceLog()
    }

    var measures: [Measure] {
        [
            Measure("depthMeters", deepest), Measure("fishingHours", fishingHours),
            Measure("fixesInRange", Double(fixes)), Measure("underwayHours", underwayHours),
        ]
    }
}

extension FishingPattern {
    func range(for gear: String?) -> ClosedRange<Double> { gear.flatMap { knotsByGear[$0] } ?? knots }

    func isFishing(_ run: FishingRun) -> Bool { run.fixes >= leastFixes && run.fishingHours >= dwellHours }
}

/// What the table of lengths says for one vessel.
private struct FishingPermit {
    let row: FishingClass
    /// The provinces whose belts are open, where belts are closed to others.
    let provinces: Set<String>?
    let exemptKinds: Set<ZoneKind>

    /// The zones of a stay in which the vessel may not fish: none in exempt areas; where zones overlap the one nearest the
    /// shore decides, and a belt that is open opens those that overlap it.
    func closed(_ stays: [ZoneStay]) -> [ZoneStay] {
        guard !isExempt(stays),
            let rank = stays.compactMap(\.kind.fishingRank).min()
        else { return [] }
        let deciding = stays.filter { $0.kind.fishingRank == rank }
        guard let kind = deciding.first?.kind, row.allowed.contains(kind) else { return deciding }
        guard let provinces, kind == .coastal else { return [] }
        let belts = deciding.filter { $0.province != nil }
        return belts.contains { provinces.contains($0.province ?? "") } ? [] : belts
    }

    /// Whether the vessel is where nothing is judged.
    func isExempt(_ stays: [ZoneStay]) -> Bool { stays.contains { exemptKinds.contains($0.kind) } }
}

extension FishingZoneRule {
    /// `nil` where length or role is unknown or in no row.
    fileprivate func permit(for facts: VesselFacts) -> FishingPermit? {
        guard let length = facts.lengthMeters, let role = facts.role,
            let row = classes.first(where: {
                $0.role == role && length >= $0.minimumLength && length < $0.maximumLength
            })
        else { return nil }
        let home = facts.homeProvince
        let open = home.map { (agreements[$0] ?? []).union([$0]) }
        return FishingPermit(row: row, provinces: row.boundToHomeProvince ? open : nil, exemptKinds: exemptKinds)
    }
}

extension JudgingContext {
    /// The greater of a depth and of how deep a fix lies within a zone, metres, measured up to 10 km: deeper is deep enough, and a
    /// long coast need not be searched for it.
    func depth(of fix: Fix, in zone: ZoneReference, atLeast deepest: Double) -> Double {
        guard deepest < Self.deepEnough else { return deepest }
        let depth = zones.depth(of: fix.coordinate, in: zone.id, on: fix.time.day(), within: Self.deepEnough)
        return max(deepest, depth ?? Self.deepEnough)
    }

    /// The part of the straight way of a step that lies in a zone, 0 to 1.
    fileprivate func share(of step: Step, in zone: ZoneReference) -> Double {
        guard let previous = step.previous, let number = zones.number(of: zone.id, on: step.fix.time.day()) else {
            return 0
        }
        return zones.partsInside(number, from: previous.coordinate, to: step.fix.coordinate)
            .reduce(0) { $0 + $1.upperBound - $1.lowerBound }
    }

    private static let deepEnough = 10_000.0
}
