package import GeoCore

/// Judges a stretch of one vessel's past, from a checkpoint to a moment of the event clock.
package enum VesselTimeline {
    /// Judges fixes after a checkpoint and then the silence up to `now`.
    ///
    /// - Parameters:
    ///   - fixes: In any order and with duplicates; those that are not newer than the checkpoint are left out, so that the
    ///     whole of a day may be given.
    ///   - checkpoint: The judge as it was; a new one to begin with the first fix.
    ///   - now: The event clock; a moment before the last fix says nothing of silence.
    package static func judge(
        _ fixes: [Fix], from checkpoint: VesselJudge, until now: Instant, in context: JudgingContext
    ) -> JudgedStretch {
        var stretch = JudgedStretch(judge: checkpoint)
        for violation in checkpoint.openViolations { stretch.found[violation.id] = violation }
        for fix in fixes.sorted(by: { $0.precedes($1) }) {
            let outcome = stretch.judge.apply(fix, in: context)
            stretch.take(outcome, of: fix)
        }
        stretch.take(stretch.judge.advance(to: now, in: context))
        return stretch
    }
}

/// What came of a stretch.
package struct JudgedStretch: Hashable, Sendable {
    /// The judge at the end: the next checkpoint.
    package var judge: VesselJudge
    package var transitions: [ZoneTransition] = []
    /// The fixes that were kept out of judging, in order, those that turned out right left out again.
    package var suspects: [Fix] = []
    fileprivate var found: [String: Violation] = [:]

    fileprivate init(judge: VesselJudge) {
        self.judge = judge
    }

    /// All that lasted at the checkpoint or began after it, in its last form, in order of identifier.
    package var violations: [Violation] { found.values.sorted { $0.id < $1.id } }

    fileprivate mutating func take(_ outcome: JudgingOutcome, of fix: Fix) {
        take(outcome.findings)
        transitions += outcome.transitions
        if case .suspect = outcome.disposition { suspects.append(fix) }
        if !outcome.reinstated.isEmpty { suspects.removeAll(where: outcome.reinstated.contains) }
    }

    fileprivate mutating func take(_ findings: [Finding]) {
        for finding in findings {
            if case .withdrawn(let violation) = finding {
                found[violation.id] = nil
            } else {
                found[finding.violation.id] = finding.violation
            }
        }
    }
}
