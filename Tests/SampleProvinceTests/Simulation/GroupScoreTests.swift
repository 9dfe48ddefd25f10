import GeoCore
import LiveMap
import SampleProvince
import Testing

/// Group rules scored on the simulated fleet; the long runs print the tables of the record.
@Suite("Scores of the group rules")
struct GroupScoreTests {
    private func show(
        _ name: String, _ found: [Violation], _ kind: TruthKind, owed: Double, least: Int, _ run: FleetRun
    ) {
        let truths = run.truths(kind)
        let score = DetectionScore(violations: found, truths: truths, owedHours: owed)
        print("\(name): \(score.line)")
        let visible = DetectionScore(
            violations: found, truths: truths.filter { !run.isHidden($0, leaving: least) }, owedHours: owed)
        let hidden = score.falseAlarms.count(where: run.isCarried)
        print("  of boats whose devices are on board and heard: \(visible.detected) of \(visible.owed) detected")
        print("  false alarms of carried devices: \(hidden)")
        let others = score.falseAlarms.filter { !run.isCarried($0) }
        for violation in others.prefix(5) {
            print("  false", violation.objects, violation.opened, violation.closed ?? run.end, violation.confidence)
        }
        for truth in visible.missed.prefix(5) { print("  missed", truth.objects, truth.start, truth.end, truth.hours) }
    }

    private func showConfidence(_ found: [Violation], _ run: FleetRun) {
        for lower in [0.3, 0.5, 0.7, 0.9, 0.99] {
            let upper = lower == 0.99 ? 1.01 : lower == 0.9 ? 0.99 : lower + 0.2
            let some = found.filter { $0.confidence >= lower && $0.confidence < upper && !run.isCarried($0) }
            let score = DetectionScore(violations: some, truths: run.truths(.gathering), owedHours: 4)
            print("  confidence \(lower)–\(min(1, upper)): \(score.correct) of \(score.found) true")
        }
    }

    @Test("long: group rules at the two-hour cadence", .enabled(if: FleetRun.isSoak, "set BANDO_SOAK=1"))
    func longVMS() {
        let run = FleetRun(FleetOptions(vessels: 800, start: FleetRun.start, deeds: .dense), days: 60)
        for kind in TruthKind.allCases { print(kind.rawValue, run.truths(kind).count) }
        let gatherings = ScoredRules.gatherings(run)
        show("gathering", gatherings, .gathering, owed: 4, least: 3, run)
        showConfidence(gatherings, run)
        show("carried device", ScoredRules.carriedDevices(run), .carriedDevice, owed: 24, least: 0, run)
    }

    @Test("long: group rules at AIS cadence", .enabled(if: FleetRun.isSoak, "set BANDO_SOAK=1"))
    func longAIS() {
        let run = FleetRun(
            FleetOptions(vessels: 500, start: FleetRun.start, cadence: .ais(seconds: 480), deeds: .dense), days: 36)
        show("encounter, AIS", ScoredRules.encounters(run), .encounter, owed: 2.4, least: 2, run)
        show("loitering, AIS", ScoredRules.loitering(run, longestGapHours: 1), .loitering, owed: 4.4, least: 1, run)
        show("gathering, AIS", ScoredRules.gatherings(run), .gathering, owed: 4, least: 3, run)
    }

    @Test("gatherings of a calm fleet without carried devices are found at the two-hour cadence, few of them wrong")
    func gathering() {
        var deeds = DeedRates.none
        deeds.gathering = 1
        let run = FleetRun(FleetOptions(vessels: 120, start: FleetRun.start, deeds: deeds), days: 16)
        let found = ScoredRules.gatherings(run).filter { $0.confidence >= 0.9 }
        let score = DetectionScore(violations: found, truths: run.truths(.gathering), owedHours: 5)
        #expect(score.owed >= 10)
        #expect(score.precision >= 0.9 && score.recall >= 0.9, "\(score.line)")
    }
}
