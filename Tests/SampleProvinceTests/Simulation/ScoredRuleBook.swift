import GeoCore
import LiveMap
import SampleProvince

/// The rules that single vessels are scored with: the published numbers, and what the decree leaves open as in the demo.
enum ScoredRuleBook {
    static let context = JudgingContext(
        rules: rules, zones: ZoneIndex(SimulatedSea.zones()), boundaries: [SimulatedSea.boundary()])

    private static func series<P>(_ id: String, _ parameters: P) -> RuleSeries<P> {
        let source = LegalSource(citation: "As in domain practice", standing: .reference)
        let version = RuleVersion(from: CivilDay(number: 17_897), source: source, parameters: parameters)
        return RuleSeries(id: id, versions: [version])
    }

    static let rules = RuleBook(
        track: series(
            "track",
            TrackRule(
                maxKnots: 40, jitterMeters: 1_000, agreeingFixes: 3, deviceAliveHours: 3, segmentHours: 5,
                hysteresisMeters: 100)),
        fishingZones: series("wrong-zone", fishing), closedZones: [],
        approach: series(
            "boundary-approach", BoundaryApproachRule(warningMiles: [15, 6], statuses: Set(BoundaryStatus.allCases))),
        crossing: series(
            "boundary-crossing",
            BoundaryCrossingRule(
                toleranceMeters: 200, statuses: Set(BoundaryStatus.allCases), reachMiles: 200, leastConfidence: 0.5)),
        signal: series(
            "signal-lost",
            SignalRule(
                minimumLength: 15, sources: [.vms, .ais], lateHours: 2.25, lostHours: 6, manualHours: 6,
                escalatedHours: 24, harbourKinds: [.port, .stormShelter])),
        noReturn: series("signal-no-return", ReturnRule(hours: 240)),
        outage: series(
            "network-outage",
            OutageRule(
                windowMinutes: 60, dueHours: 2, graceHours: 1, leastDevices: 20, leastShare: 0.3, restoredShare: 0.5,
                memoryHours: 96)),
        escalation: series("escalation", EscalationRule(hours: [.signal: 24, .zone: 12, .boundary: 12])))

    private static let fishing = FishingZoneRule(
        classes: [
            FishingClass(minimumLength: 15, role: .fishing, allowed: [.offshore]),
            FishingClass(minimumLength: 12, maximumLength: 15, role: .fishing, allowed: [.inshore]),
            FishingClass(maximumLength: 12, role: .fishing, allowed: [.coastal], boundToHomeProvince: true),
            FishingClass(role: .logistics, allowed: [.coastal, .inshore, .offshore]),
        ],
        exemptKinds: [.port, .lane, .anchorage, .stormShelter],
        pattern: FishingPattern(knots: 0.5...5, dwellHours: 1.75, leastFixes: 2, pauseHours: 5), transitHours: 36)

    /// What judging every vessel of a run alone finds, with all reports as they came.
    static func violations(of run: FleetRun) -> [Violation] {
        let reports = Dictionary(grouping: run.allReports.map(\.fix), by: \.object)
        return run.vessels.flatMap { vessel in
            VesselTimeline.judge(
                reports[vessel.id] ?? [], from: VesselJudge(vessel.facts), until: run.end, in: context
            ).violations
        }
    }
}
