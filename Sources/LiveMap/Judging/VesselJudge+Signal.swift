package import GeoCore

/// Whether a vessel's device is heard, as the `vessels` layer says.
package enum SignalState: String, Hashable, Sendable, CaseIterable {
    case ok
    case late
    case lost
    /// The last fix was in harbour, where a device may be off.
    case inPort = "in-port"
}

/// A vessel's signal at a moment.
package struct Signal: Hashable, Sendable {
    package var state: SignalState
    /// Since the last fix of the device; 0 at a moment before it.
    package var hoursSilent: Double
}

extension VesselJudge {
    /// The signal at a moment of the event clock, whatever the vessel's length; `nil` before the first fix or without a rule.
    package func signal(at now: Instant, in context: JudgingContext) -> Signal? {
        guard let last = state.last, let rule = context.rules.signal.version(at: now)?.parameters else { return nil }
        let contact = max((state.heard ?? last).time, state.clock ?? last.time)
        let hours = max(0, now.seconds(since: contact) / 3_600)
        if state.stays.contains(where: { rule.harbourKinds.contains($0.kind) }) {
            return Signal(state: .inPort, hoursSilent: hours)
        }
        let silence: SignalState =
            hours >= rule.lostHours(isHeadingIn: state.isHeadingIn) ? .lost : hours > rule.lateHours ? .late : .ok
        return Signal(state: silence, hoursSilent: hours)
    }

    /// Whether the last fix was in harbour, as `OutageDetector` asks.
    package func isInHarbour(in context: JudgingContext) -> Bool {
        guard let last = state.last, let rule = context.rules.signal.version(at: last.time)?.parameters else {
            return false
        }
        return state.stays.contains { rule.harbourKinds.contains($0.kind) }
    }
}

extension VesselJudge {
    /// Ends or goes on with the silence before a fix: a fix of the device or one in harbour ends it, one told by a person at
    /// sea is a position that was due. The stays are already those of the fix.
    mutating func hear(_ step: Step, in context: JudgingContext) -> [Finding] {
        let fix = step.fix
        guard let rule = context.rules.signal.version(at: fix.time)?.parameters else {
            state.clock = nil
            return endSilence(at: fix, in: context)
        }
        let isDevice = rule.sources.contains(fix.source)
        let isHarbour = state.stays.contains { rule.harbourKinds.contains($0.kind) }
        let findings: [Finding]
        if isDevice || isHarbour {
            findings = endSilence(at: fix, in: context)
            state.clock = isHarbour ? nil : fix.time
        } else {
            if state.told.count < Self.mostTold { state.told.append(fix.time) }
            findings = settleSilence(at: fix.time, in: context)
            state.clock = state.clock ?? fix.time
        }
        if isDevice {
            state.heard = fix
            state.isHeadingIn = !isHarbour && context.isHeadingIn(step, rule: rule)
        }
        return findings
    }

    /// Takes note that the counted device sent something, though not from where the vessel is: it is no silence, for as long as the
    /// last good fix is not older than what is escalated.
    mutating func hearSuspect(_ fix: Fix, in context: JudgingContext) -> [Finding] {
        guard let clock = state.clock, clock < fix.time, let heard = state.heard,
            let rule = context.rules.signal.version(at: fix.time)?.parameters, rule.sources.contains(fix.source),
            fix.time.seconds(since: heard.time) < rule.escalatedHours * 3_600
        else { return [] }
        let findings = endSilence(at: fix, in: context)
        state.clock = fix.time
        return findings
    }

    /// More positions than are ever due in one silence.
    private static let mostTold = 256

    /// A position at the very moment at which silence would be told is on time: nothing is told that ends as it begins.
    private mutating func endSilence(at fix: Fix, in context: JudgingContext) -> [Finding] {
        var findings = settle(silences(at: fix.time, in: context).filter { $0.opened < fix.time })
        for var violation in state.silences {
            violation.closed = fix.time
            violation.evidence.append(fix)
            findings.append(.closed(violation))
        }
        state.silences = []
        state.told = []
        return findings
    }

    /// Compares what silence means at a moment with what was told of it.
    mutating func settleSilence(at now: Instant, in context: JudgingContext) -> [Finding] {
        settle(silences(at: now, in: context))
    }

    private mutating func settle(_ found: [Violation]) -> [Finding] {
        var findings: [Finding] = []
        for told in state.silences where !found.contains(where: { $0.id == told.id }) {
            findings.append(.withdrawn(told))
        }
        for violation in found {
            guard let told = state.silences.first(where: { $0.id == violation.id }) else {
                findings.append(.opened(violation))
                continue
            }
            if told != violation { findings.append(.updated(violation)) }
        }
        state.silences = found
        return findings
    }

    /// The violations that silence amounts to at a moment, in order of identifier: they follow from when the clock began.
    ///
    /// Less sure is one of a boat that may lie in harbour: it headed for one, or an outage hid where it went. Where it may have come
    /// in before the outage was over, its silence is told as late as that of a boat that was about to.
    private func silences(at now: Instant, in context: JudgingContext) -> [Violation] {
        guard let begun = state.clock, let last = state.heard ?? state.last,
            let base = context.clock(of: facts.id, since: begun),
            let version = context.rules.signal.version(at: base),
            now >= base.adding(hours: version.parameters.lostHours),
            facts.isAtLeast(meters: version.parameters.minimumLength), facts.lengthMeters != nil,
            case let isIn = base > begun && context.mayHaveComeIn(last, by: base, rule: version.parameters),
            case let lostHours = version.parameters.lostHours(isHeadingIn: state.isHeadingIn || isIn),
            now >= base.adding(hours: lostHours)
        else { return [] }
        let end = base.adding(hours: context.rules.noReturn.version(at: base)?.parameters.hours ?? Self.longestSilence)
        let lost = Violation(
            rule: context.rules.signal.reference(version), kind: .signal, objects: [facts.id],
            opened: base.adding(hours: lostHours), place: last.coordinate,
            confidence: state.isHeadingIn || base > begun ? version.parameters.harbourConfidence : 1,
            measures: version.parameters.measures(from: base, to: min(now, end), told: state.told, lostHours),
            evidence: [last])
        return [lost] + noReturn(since: base, at: now, last, in: context)
    }

    /// Hours after which nothing more is counted where no rule says by when a vessel is to be back.
    private static let longestSilence = 240.0

    private func noReturn(since base: Instant, at now: Instant, _ last: Fix, in context: JudgingContext) -> [Violation]
    {
        let series = context.rules.noReturn
        guard let version = series.version(at: base), now >= base.adding(hours: version.parameters.hours) else {
            return []
        }
        let opened = base.adding(hours: version.parameters.hours)
        return [
            Violation(
                rule: series.reference(version), kind: .signal, objects: [facts.id], opened: opened,
                place: last.coordinate, measures: [Measure("hoursSilent", version.parameters.hours)], evidence: [last])
        ]
    }
}

extension SignalRule {
    /// From when silence is told.
    fileprivate func lostHours(isHeadingIn: Bool) -> Double {
        isHeadingIn ? max(lostHours, escalatedHours) : lostHours
    }

    /// Counted in whole terms of the positions that are due, so that nothing changes between them however often one asks.
    fileprivate func measures(
        from base: Instant, to now: Instant, told: [Instant], _ lostHours: Double
    ) -> [Measure] {
        let hours = now.seconds(since: base) / 3_600
        let due = Int((hours / manualHours).rounded(.down))
        let kept = (0..<due).count { term in
            let begin = base.adding(hours: Double(term) * manualHours)
            let end = base.adding(hours: Double(term + 1) * manualHours)
            return told.contains { begin < $0 && $0 <= end }
        }
        return [
            Measure("escalated", hours >= escalatedHours ? 1 : 0),
            Measure("hoursSilent", max(lostHours, Double(due) * manualHours)), Measure("lostAfterHours", lostHours),
            Measure("positionsDue", Double(due)), Measure("positionsTold", Double(kept)),
        ]
    }
}

extension JudgingContext {
    /// From when a silence counts as the vessel's own: where it fell into an outage of the network, from the end of that;
    /// `nil` while the outage lasts.
    fileprivate func clock(of object: ObjectID, since begun: Instant) -> Instant? {
        var base = begun
        for outage in outages where outage.concerns(object, silentSince: base) {
            guard let end = outage.end else { return nil }
            base = max(base, end)
        }
        return base
    }
}
