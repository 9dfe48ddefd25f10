import GeoCore
import LiveMap
import SampleProvince
import Testing

/// Zone, boundary and signal rules scored on the simulated fleet.
@Suite("Scores of the rules on single vessels")
struct VesselScoreTests {
    /// What a truth must last to be owed, in the sense of its rule. At two hours a rule that wants two fixes while fishing
    /// sees for sure what fills three intervals; being beyond a line shows in one fix.
    static func owedHours(_ kind: TruthKind, _ cadence: ReportCadence) -> Double {
        let isSparse = cadence == .vms
        return switch kind {
        case .wrongZone: isSparse ? 6 : 2.5
        case .boundaryApproach, .boundaryCrossing: isSparse ? 2.25 : 0.5
        default: 6
        }
    }

    static let kinds = [TruthKind.wrongZone, .boundaryApproach, .boundaryCrossing, .signalLost]

    static func truths(_ kind: TruthKind, _ run: FleetRun) -> [Truth] {
        kind == .signalLost ? run.truthsOfLongBoats(kind) : run.truths(kind)
    }

    static func scores(_ run: FleetRun) -> [(kind: TruthKind, score: DetectionScore)] {
        let found = Dictionary(grouping: ScoredRuleBook.violations(of: run), by: \.rule.id)
        return kinds.map { kind in
            let score = DetectionScore(
                violations: found[kind.rawValue] ?? [], truths: truths(kind, run),
                owedHours: owedHours(kind, run.options.cadence))
            return (kind, score)
        }
    }

    private func show(_ run: FleetRun) {
        for (kind, score) in Self.scores(run) {
            print("\(kind.rawValue), \(run.options.cadence): \(score.line)")
            for violation in score.falseAlarms.prefix(6) {
                let measures = violation.measures.map { "\($0.name)=\($0.value)" }
                let interval = "\(violation.opened)–\(violation.closed ?? run.end)"
                let last = run.allReports.filter {
                    $0.fix.object == violation.objects[0] && $0.fix.time <= violation.opened
                }
                .max { $0.fix.time < $1.fix.time }
                print(
                    "  false", violation.objects, interval, violation.place, measures, last?.defect?.rawValue ?? "sound"
                )
            }
            for truth in score.missed.prefix(6) {
                print("  missed", truth.objects, "\(truth.start)–\(truth.end)", truth.hours, truth.place)
            }
        }
    }

    @Test("long: rules on single vessels at the two-hour cadence", .enabled(if: FleetRun.isSoak, "set BANDO_SOAK=1"))
    func longVMS() {
        show(FleetRun(FleetOptions(vessels: 800, start: FleetRun.start, deeds: .dense), days: 60))
    }

    @Test("long: rules on single vessels at AIS cadence", .enabled(if: FleetRun.isSoak, "set BANDO_SOAK=1"))
    func longAIS() {
        let options = FleetOptions(vessels: 700, start: FleetRun.start, cadence: .ais(seconds: 600), deeds: .dense)
        show(FleetRun(options, days: 42))
    }

    @Test(
        "zone, boundary and signal rules are right in 95 of 100 findings and find 98 of 100 of what is owed",
        arguments: [ReportCadence.vms, .ais(seconds: 1_800)])
    func targets(cadence: ReportCadence) {
        let options = FleetOptions(seed: 7, vessels: 100, start: FleetRun.start, cadence: cadence, deeds: .dense)
        for (kind, score) in Self.scores(FleetRun(options, days: 18)) {
            #expect(score.owed >= 4, "\(kind.rawValue)")
            #expect(score.precision >= 0.95, "\(kind.rawValue): \(score.line)")
            #expect(score.recall >= 0.98, "\(kind.rawValue): \(score.line)")
        }
    }
}
