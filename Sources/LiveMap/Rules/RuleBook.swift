/// The rules that vessels are judged by, each with its versions through time; immutable, swapped whole when files change.
package struct RuleBook: Hashable, Sendable {
    package var track: RuleSeries<TrackRule>
    /// `wrong-zone`.
    package var fishingZones: RuleSeries<FishingZoneRule>
    /// `prohibited-zone`, `caution-zone` …
    package var closedZones: [RuleSeries<ClosedZoneRule>]
    package var approach: RuleSeries<BoundaryApproachRule>
    package var crossing: RuleSeries<BoundaryCrossingRule>
    /// `signal-lost`.
    package var signal: RuleSeries<SignalRule>
    /// `signal-no-return`.
    package var noReturn: RuleSeries<ReturnRule>
    package var outage: RuleSeries<OutageRule>
    package var escalation: RuleSeries<EscalationRule>

    package init(
        track: RuleSeries<TrackRule>, fishingZones: RuleSeries<FishingZoneRule>,
        closedZones: [RuleSeries<ClosedZoneRule>], approach: RuleSeries<BoundaryApproachRule>,
        crossing: RuleSeries<BoundaryCrossingRule>, signal: RuleSeries<SignalRule>,
        noReturn: RuleSeries<ReturnRule>, outage: RuleSeries<OutageRule>, escalation: RuleSeries<EscalationRule>
    ) {
        self.track = track
        self.fishingZones = fishingZones
        self.closedZones = closedZones
        self.approach = approach
        self.crossing = crossing
        self.signal = signal
        self.noReturn = noReturn
        self.outage = outage
        self.escalation = escalation
    }
}
