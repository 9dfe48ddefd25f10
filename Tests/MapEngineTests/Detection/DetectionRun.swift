import GeoCore
import LiveMap
import MapEngine
import SampleProvince

/// A simulated fleet, judged by the rules of the repository as the service judges it: each vessel alone, then the network.
struct DetectionRun {
    let options: FleetOptions
    let rules: WorkspaceRules
    let vessels: [SimulatedVessel]
    /// What was reported in the time of the run, by vessel, in event order, however late it came.
    let reports: [ObjectID: [SimulatedFix]]
    /// What goes on beyond the run is cut off at its end.
    let truths: [Truth]
    let end: Instant
    private(set) var violations: [Violation] = []
    private(set) var outages: [Outage] = []

    static let start = Instant(seconds: 1_790_000_000 / 86_400 * 86_400)

    init(_ options: FleetOptions, days: Double, rules: WorkspaceRules) {
        self.options = options
        self.rules = rules
        var simulator = FleetSimulator(options)
        let end = options.start.adding(hours: days * 24)
        self.end = end
        var reports = simulator.next(until: end)
        vessels = simulator.vessels
        truths = simulator.truthsSoFar.map { $0.cut(at: end) }
        // What was under way at the end arrives within a day.
        reports += simulator.next(until: end.adding(hours: 24)).filter { $0.fix.time <= end }
        self.reports = Dictionary(grouping: reports, by: \.fix.object)
            .mapValues { $0.sorted { $0.fix.precedes($1.fix) } }
        judge()
    }

    /// Judges every vessel, finds the outages of the network, and where there are any judges again with them.
    private mutating func judge() {
        var found = judged(vessels, outages: [], noting: &outages)
        var same: [Outage] = []
        if !outages.isEmpty { found = judged(vessels, outages: outages, noting: &same) }
        violations = found.values.joined().sorted { $0.id < $1.id }
    }

    private func judged(
        _ vessels: [SimulatedVessel], outages: [Outage], noting found: inout [Outage]
    ) -> [ObjectID: [Violation]] {
        let context = JudgingContext(
            rules: rules.book, zones: ZoneIndex(SimulatedSea.zones()), boundaries: [SimulatedSea.boundary()],
            outages: outages)
        var watch = NetworkWatch(context)
        var violations: [ObjectID: [Violation]] = [:]
        for vessel in vessels {
            let fixes = (reports[vessel.id] ?? []).map(\.fix)
            let stretch = VesselTimeline.judge(fixes, from: VesselJudge(vessel.facts), until: end, in: context)
            violations[vessel.id] = stretch.violations
            let suspects = Set(stretch.suspects)
            for fix in fixes where !suspects.contains(fix) { watch.note(fix, of: vessel.facts) }
        }
        found = watch.outages(at: end)
        return violations
    }
}

extension DetectionRun {
    func truths(_ kind: TruthKind) -> [Truth] { truths.filter { $0.kind == kind } }

    /// Vessels that must carry a device.
    var dutyVessels: Set<ObjectID> {
        let least = rules.book.signal.versions.last?.parameters.minimumLength ?? 0
        return Set(vessels.filter { $0.facts.isAtLeast(meters: least) }.map(\.id))
    }

    /// How often a vessel was heard rightly in the time of a truth.
    func fixCount(in truth: Truth) -> Int {
        (reports[truth.objects[0]] ?? []).count {
            $0.defect == nil && $0.fix.time >= truth.start && $0.fix.time <= truth.end
        }
    }

    /// What group rules are given: the fixes that nothing is said against.
    var believedFixes: [Fix] {
        guard let rule = rules.book.track.versions.last?.parameters else { return [] }
        let sanity = FixSanity(rule)
        return reports.sorted { $0.key < $1.key }.flatMap { _, reports in
            let fixes = reports.map(\.fix)
            return zip(fixes, sanity.doubts(along: fixes)).filter { $0.1.isEmpty }.map(\.0)
        }
    }
}

/// Tells the detector of outages what the service tells it: fixes of vessels that must carry a device, and whether in harbour.
struct NetworkWatch {
    private let context: JudgingContext
    private var detector: OutageDetector?

    init(_ context: JudgingContext) {
        self.context = context
        let series = context.rules.outage
        detector = series.versions.last.map { OutageDetector(rule: series.reference($0), parameters: $0.parameters) }
    }

    mutating func note(_ fix: Fix, of facts: VesselFacts) {
        guard let rule = context.rules.signal.version(at: fix.time)?.parameters, rule.sources.contains(fix.source),
            facts.isAtLeast(meters: rule.minimumLength)
        else { return }
        let zones = context.zones.zones(containing: fix.coordinate, on: fix.time.day())
        detector?.note(fix, isInHarbour: zones.contains { rule.harbourKinds.contains($0.kind) })
    }

    func outages(at time: Instant) -> [Outage] { detector?.outages(at: time) ?? [] }
}

extension Truth {
    fileprivate func cut(at moment: Instant) -> Truth {
        guard end > moment else { return self }
        var truth = self
        truth.end = moment
        truth.hours = min(hours, moment.seconds(since: start) / 3_600)
        return truth
    }
}
