import GeoCore
import LiveMap
import MapEngine
import SampleProvince

/// One line of the table of detection: a rule at a cadence.
struct DetectionRow {
    var rule: String
    var cadence: ReportCadence
    var parameters: String
    var score: DetectionScore
    /// Of the owed, those in whose time the vessel was heard less often than the rule wants to hear it.
    var unheard: [Truth] = []
    /// Of the unheard, those told as silent by the signal rule, and those of boats that need no device.
    var unheardSilent = 0
    var unheardWithoutDuty = 0

    /// Of the others.
    var heardRecall: ClosedRange<Double> {
        DetectionScore.wilson(heardDetected, of: heardOwed)
    }

    var heardShare: Double { heardOwed == 0 ? 1 : Double(heardDetected) / Double(heardOwed) }

    private var heardOwed: Int { score.owed - unheard.count }
    private var heardDetected: Int {
        let missed = Set(score.missed)
        return score.detected - unheard.count { !missed.contains($0) }
    }

    /// Notes truths in which vessels were heard too seldom for the rule, and what else tells of them.
    mutating func note(unheard truths: [Truth], in run: DetectionRun) {
        let silences = run.violations.filter { $0.rule.id == "signal-lost" }
        unheard = truths
        unheardWithoutDuty = truths.count { truth in !truth.objects.allSatisfy(run.dutyVessels.contains) }
        unheardSilent = DetectionScore(violations: silences, truths: truths, owedHours: 0).detected
    }

    /// The same rule over several runs.
    static func + (left: DetectionRow, right: DetectionRow) -> DetectionRow {
        var row = left
        row.score = left.score + right.score
        row.unheard += right.unheard
        row.unheardSilent += right.unheardSilent
        row.unheardWithoutDuty += right.unheardWithoutDuty
        return row
    }

    var line: String {
        let name = "\(rule), \(cadence)"
        guard !unheard.isEmpty else { return "\(name): \(score.line)" }
        let interval = [heardRecall.lowerBound, heardRecall.upperBound].map { ($0 * 1_000).rounded() / 1_000 }
        let share = (heardShare * 1_000).rounded() / 1_000
        return """
            \(name): \(score.line)
              heard too seldom in it: \(unheard.count) (told as silent \(unheardSilent), of boats without the duty to carry \
            a device \(unheardWithoutDuty)); of the others: recall \(share) \(interval)
            """
    }
}

extension [DetectionRow] {
    /// Prints the table, with the parameters of each rule once.
    func show(_ title: String) {
        print(title)
        var shown: Set<String> = []
        for row in self {
            print(row.line)
            if shown.insert(row.rule).inserted { print("  \(row.parameters)") }
            for missed in row.score.missed.prefix(12) {
                let heard = row.unheard.contains(missed) ? "heard too seldom" : "heard"
                print("  missed \(missed.objects) \(missed.start) – \(missed.end), \(missed.hours) h: \(heard)")
            }
            for alarm in row.score.falseAlarms.prefix(12) {
                print("  false \(alarm.objects) \(alarm.opened), confidence \(alarm.confidence)")
            }
        }
    }
}

extension DetectionRun {
    /// What a truth must last to be owed, in the sense of its rule. At two hours a rule that wants two fixes while fishing
    /// sees for sure what fills three intervals; being beyond a line shows in one fix.
    private func owedHours(_ kind: TruthKind) -> Double {
        let isSparse = options.cadence == .vms
        return switch kind {
        case .wrongZone: isSparse ? 6 : 2.5
        case .boundaryApproach, .boundaryCrossing: isSparse ? 2.25 : 0.5
        default: 6
        }
    }

    /// The rules on single vessels, each against what was true.
    var vesselRows: [DetectionRow] {
        let found = Dictionary(grouping: violations, by: \.rule.id)
        let duty = dutyVessels
        let book = rules.book
        let parameters: [(TruthKind, Any?)] = [
            (.wrongZone, book.fishingZones.versions.last?.parameters),
            (.boundaryApproach, book.approach.versions.last?.parameters),
            (.boundaryCrossing, book.crossing.versions.last?.parameters),
            (.signalLost, book.signal.versions.last?.parameters),
        ]
        return parameters.map { kind, parameters in
            let truths = truths(kind).filter { kind != .signalLost || $0.objects.allSatisfy(duty.contains) }
            let score = DetectionScore(
                violations: found[kind.rawValue] ?? [], truths: truths, owedHours: owedHours(kind))
            var row = DetectionRow(
                rule: kind.rawValue, cadence: options.cadence, parameters: parameters.map { "\($0)" } ?? "",
                score: score)
            if kind == .wrongZone { note(truths, in: &row) }
            return row
        }
    }

    /// Notes the truths in which a vessel was heard less often than the rule needs: nothing but its silence can tell of them.
    private func note(_ truths: [Truth], in row: inout DetectionRow) {
        let least = rules.book.fishingZones.versions.last?.parameters.pattern.leastFixes ?? 1
        let unheard = truths.filter { $0.hours >= owedHours(.wrongZone) && fixCount(in: $0) < least }
        row.note(unheard: unheard, in: self)
    }

    /// The longest time within a truth in which all its vessels could be followed, as Global Fishing Watch follows them: from one
    /// report to the next that comes within an hour.
    func followedHours(in truth: Truth) -> Double {
        let spells = truth.objects.map { object in
            followedSpells(of: object).map { max($0.lowerBound, truth.start)...max($0.upperBound, truth.start) }
        }
        let common = spells.dropFirst().reduce(spells[0]) { common, others in
            common.flatMap { one in others.filter { $0.overlaps(one) }.map { $0.clamped(to: one) } }
        }
        return common.map { min($0.upperBound, truth.end).seconds(since: $0.lowerBound) / 3_600 }.max() ?? 0
    }

    private func followedSpells(of object: ObjectID) -> [ClosedRange<Instant>] {
        var spells: [ClosedRange<Instant>] = []
        for report in reports[object] ?? [] where report.defect == nil {
            let time = report.fix.time
            if let last = spells.last, time.seconds(since: last.upperBound) <= 3_600 {
                spells[spells.count - 1] = last.lowerBound...time
            } else {
                spells.append(time...time)
            }
        }
        return spells
    }
}
