import GeoCore
import LiveMap
import MapEngine
import SampleProvince

/// The rules on several vessels, scored over a whole run at once.
struct GroupDetection {
    let run: DetectionRun
    private let tracks: [VesselTrack]
    /// Suspicions that devices are carried, which the others ask about.
    let carried: [Violation]
    private let book: GroupRuleBook

    init(_ run: DetectionRun) {
        self.run = run
        book = run.rules.groups
        let tracks = VesselTrack.tracks(run.believedFixes)
        self.tracks = tracks
        carried =
            book.carriedDevice?.newest.map {
                CarriedDeviceDetector($0, rule: $1).findings(horizon: run.end, tracks: tracks)
            } ?? []
    }

    var gatherings: [Violation] {
        let harbours = VicinityIndex(SimulatedSea.harbours, reachMeters: 500)
        return book.gathering?.newest.map { reference, rule in
            let detector = GatheringDetector(
                reference, rule: rule, harbours: harbours, carriedDevice: book.carriedDevice?.newest?.1)
            let (first, last) = (detector.window(of: run.options.start), detector.window(of: run.end))
            return detector.findings(in: first..<last, horizon: last, tracks: tracks, carried: carried)
        } ?? []
    }

    var encounters: [Violation] {
        let anchorages = VicinityIndex(SimulatedSea.harbours, reachMeters: 10_000)
        return book.encounter?.newest.map {
            EncounterDetector($0, rule: $1, anchorages: anchorages)
                .findings(horizon: run.end, tracks: tracks, carried: carried)
        } ?? []
    }

    var loitering: [Violation] {
        let shore = VicinityIndex(SimulatedSea.shore, reachMeters: 20 * 1_852)
        return book.loitering?.newest.map {
            LoiteringDetector($0, rule: $1, shore: shore).findings(horizon: run.end, tracks: tracks, carried: carried)
        } ?? []
    }

    /// All of them, each against what was true; encounters and loitering only where reports are dense enough for them.
    var rows: [DetectionRow] {
        let rows = [
            row(.carriedDevice, carried, owedHours: 24, book.carriedDevice?.newest),
            row(.gathering, gatherings, owedHours: 4, book.gathering?.newest),
        ]
        guard run.options.cadence != .vms else { return rows }
        return rows + [
            followedRow(.encounter, encounters, owedHours: 2.4, book.encounter?.newest),
            followedRow(.loitering, loitering, owedHours: 4.4, book.loitering?.newest),
        ]
    }

    /// For each band of confidence: gatherings told with it, and how many of them were true.
    func bands(of gatherings: [Violation]) -> [ConfidenceBand] {
        zip(ConfidenceBand.limits, ConfidenceBand.limits.dropFirst()).map { lower, upper in
            let some = gatherings.filter { $0.confidence >= lower && $0.confidence < upper }
            let score = DetectionScore(violations: some, truths: run.truths(.gathering), owedHours: 4)
            let mean = some.reduce(0) { $0 + $1.confidence } / Double(max(1, some.count))
            return ConfidenceBand(
                lower: lower, upper: min(1, upper), mean: mean, found: score.found, correct: score.correct)
        }
    }

    private func row<Rule>(
        _ kind: TruthKind, _ found: [Violation], owedHours: Double, _ rule: (RuleReference, Rule)?
    ) -> DetectionRow {
        DetectionRow(
            rule: kind.rawValue, cadence: run.options.cadence, parameters: rule.map { "\($0.1)" } ?? "",
            score: DetectionScore(violations: found, truths: run.truths(kind), owedHours: owedHours))
    }

    /// With the truths noted that no track shows for as long as they had to last.
    private func followedRow<Rule>(
        _ kind: TruthKind, _ found: [Violation], owedHours: Double, _ rule: (RuleReference, Rule)?
    ) -> DetectionRow {
        var row = row(kind, found, owedHours: owedHours, rule)
        let owed = run.truths(kind).filter { $0.hours >= owedHours }
        row.note(unheard: owed.filter { run.followedHours(in: $0) < owedHours }, in: run)
        return row
    }
}

/// Gatherings told with about the same confidence, and how often that was right.
struct ConfidenceBand {
    var lower: Double
    var upper: Double
    var mean: Double
    var found: Int
    var correct: Int

    static let limits = [0.3, 0.5, 0.7, 0.9, 0.99, 1.000_001]

    static func + (left: ConfidenceBand, right: ConfidenceBand) -> ConfidenceBand {
        var sum = left
        sum.found += right.found
        sum.correct += right.correct
        let weight = Double(max(1, sum.found))
        sum.mean = (left.mean * Double(left.found) + right.mean * Double(right.found)) / weight
        return sum
    }

    var line: String {
        "  confidence \(lower)–\(upper), on the mean \((mean * 100).rounded() / 100): \(correct) of \(found) true"
    }
}

extension RuleSeries {
    /// The last version with how violations name it.
    var newest: (RuleReference, Parameters)? { versions.last.map { (reference($0), $0.parameters) } }
}
