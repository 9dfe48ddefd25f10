package import GeoCore

/// Judges one vessel by the rules, fix by fix in event order.
///
/// How it is used:
/// - `VesselJudge(facts)` begins; `apply(fix, in:)` for every fix in the order of `Fix.precedes`, whatever came of those
///   before; `advance(to:in:)` with the event clock, as often as one likes, for what silence means.
/// - A copy is a checkpoint; `encoded()` and `init(_:decoding:)` store one. A fix that is not newer than `newestTime` is
///   answered with `.outOfOrder`: take the last checkpoint from before it and judge the stretch again with `VesselTimeline`.
/// - What is found follows from the fixes, the facts, the context and the last `now` alone: not from when fixes arrived, nor
///   from how often `advance` was called between them. Where `advance` ran ahead of a fix, the fix takes back what it
///   proves wrong (`Finding.withdrawn`).
/// - `Finding.opened` may come long after `Violation.opened`, once it is sure; opened and closed may come together.
/// - Facts, zones and rules must be those of the event time; when they change for the past, judge again from a checkpoint.
package struct VesselJudge: Hashable, Sendable {
    package let facts: VesselFacts
    var state: VesselState

    package init(_ facts: VesselFacts) { self.init(facts, state: VesselState()) }

    /// The kinds of violations that are found here: those of one vessel by itself.
    package static let kinds: Set<ViolationKind> = [.zone, .boundary, .signal]

    init(_ facts: VesselFacts, state: VesselState) {
        self.facts = facts
        self.state = state
    }

    /// The newest fix that was judged, suspect ones left out.
    package var lastFix: Fix? { state.last }

    /// The time of the newest fix of all; fixes must be newer, or equal with a later device.
    package var newestTime: Instant? { state.newest?.time }

    /// How many fixes were kept out of judging.
    package var suspects: SuspicionCounts { state.suspects }

    /// The zones that the vessel is in, in order of code.
    package var zones: [ZoneReference] { state.stays.map(\.zone) }

    /// The violations that last, in order of identifier, those of silence as of the last `advance`.
    package var openViolations: [Violation] {
        (state.open.map(\.violation) + state.silences).sorted { $0.id < $1.id }
    }

    /// Judges the next fix. `fix.object` must be the vessel's.
    package mutating func apply(_ fix: Fix, in context: JudgingContext) -> JudgingOutcome {
        precondition(fix.object == facts.id, "a fix goes to the judge of its own vessel")
        if let newest = state.newest, (fix.time, fix.device) <= (newest.time, newest.device) {
            let isSame = fix.time == newest.time && fix.device == newest.device
            return JudgingOutcome(isSame ? .duplicate : .outOfOrder)
        }
        state.newest = FixMark(time: fix.time, device: fix.device)
        guard let rule = context.rules.track.applicable(at: fix.time) else { return JudgingOutcome(.unruled) }
        let suspicion = state.suspicion(of: fix, rule: rule)
        if suspicion == nil || suspicion == .impossibleSpeed, state.confirmsDoubted(fix, rule: rule) {
            state.doubtful.append(fix)
            return reinstate(rule, context)
        }
        if let suspicion { return keepOut(fix, suspicion, rule, context) }
        state.doubtful = []
        return judge(fix, isContinuous: true, rule, context)
    }

    /// Says what the vessel's silence means at a moment of the event clock; a moment before the newest fix says nothing.
    package mutating func advance(to now: Instant, in context: JudgingContext) -> [Finding] {
        guard let last = state.last, now >= last.time else { return [] }
        return settleSilence(at: now, in: context)
    }
}

extension VesselJudge {
    /// A fix that is impossible by speed is doubted until so many agree with each other that the one before them is.
    private mutating func keepOut(
        _ fix: Fix, _ suspicion: Suspicion, _ rule: TrackRule, _ context: JudgingContext
    ) -> JudgingOutcome {
        guard suspicion == .impossibleSpeed else { return suspect(fix, suspicion, context) }
        state.doubt(fix, rule: rule)
        guard state.doubtful.count >= state.agreeingFixes(rule: rule) else {
            return suspect(fix, suspicion, context)
        }
        return reinstate(rule, context)
    }

    private mutating func suspect(
        _ fix: Fix, _ suspicion: Suspicion, _ context: JudgingContext
    ) -> JudgingOutcome {
        state.suspects.count(suspicion)
        var outcome = JudgingOutcome(.suspect(suspicion))
        if suspicion != .secondDevice { outcome.findings = hearSuspect(fix, in: context) }
        return outcome
    }

    private mutating func reinstate(_ rule: TrackRule, _ context: JudgingContext) -> JudgingOutcome {
        let agreed = state.doubtful
        state.doubtful = []
        state.suspects.speeds -= agreed.count - 1
        var whole = JudgingOutcome(.judged)
        for (index, fix) in agreed.enumerated() {
            let outcome = judge(fix, isContinuous: index > 0, rule, context)
            whole.findings += outcome.findings
            whole.transitions += outcome.transitions
        }
        whole.reinstated = Array(agreed.dropLast())
        return whole
    }

    private mutating func judge(
        _ fix: Fix, isContinuous: Bool, _ rule: TrackRule, _ context: JudgingContext
    ) -> JudgingOutcome {
        let step = Step(from: state.last, to: fix, isContinuous: isContinuous, rule: rule)
        var outcome = JudgingOutcome(.judged)
        state.count(fix)
        let movement = state.move(step, in: context)
        outcome.transitions = movement.transitions
        outcome.findings += hear(step, in: context)
        outcome.findings += judgeFishing(step, in: context)
        outcome.findings += judgeClosedZones(step, crossings: movement.crossings, in: context)
        outcome.findings += judgeBoundaries(step, in: context)
        state.last = fix
        return outcome
    }
}

extension RuleSeries where Parameters == TrackRule {
    /// The version in force, or the first for times before all law: what a track can be needs no decree.
    func applicable(at time: Instant) -> TrackRule? { (version(at: time) ?? versions.first)?.parameters }
}

/// What came of one fix.
package struct JudgingOutcome: Hashable, Sendable {
    package var disposition: FixDisposition
    package var findings: [Finding] = []
    package var transitions: [ZoneTransition] = []
    /// Fixes that were kept out as impossible and are judged now, since later ones agree with them.
    package var reinstated: [Fix] = []

    init(_ disposition: FixDisposition) {
        self.disposition = disposition
    }
}

/// What was done with a fix.
package enum FixDisposition: Hashable, Sendable {
    case judged
    case suspect(Suspicion)
    /// Not newer than what was judged: the stretch from its time on is to be judged again.
    case outOfOrder
    /// The same time and device as the newest.
    case duplicate
    /// There are no rules on tracks at all.
    case unruled
}
