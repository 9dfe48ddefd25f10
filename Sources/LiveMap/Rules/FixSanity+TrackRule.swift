extension FixSanity {
    /// What is said of fixes on arrival, by the rule that tracks are judged by: one rule, so that both agree on how many fixes
    /// confirm each other, how fast a boat may be, and when a second device counts.
    package init(_ rule: TrackRule) {
        self.init(
            maximumKnots: rule.maxKnots, doubtKnots: rule.doubtKnots, toleranceMeters: rule.jitterMeters,
            deviceSilenceSeconds: rule.deviceAliveHours * 3_600, confirmations: max(1, rule.agreeingFixes - 1))
    }
}
