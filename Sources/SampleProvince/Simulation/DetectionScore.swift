import GeoCore
package import LiveMap

/// How well what was found agrees with what was true, for one rule.
///
/// A violation and a truth match where they share a vessel and their intervals overlap. A truth shorter than is owed is brief:
/// finding it is no mistake, and missing it is none either. Matched are violations with a truth (for precision) and owed
/// truths with a violation (for recall), each counted once.
package struct DetectionScore: Hashable, Sendable {
    package var found = 0
    package var correct = 0
    package var owed = 0
    package var detected = 0
    /// The violations that no truth explains.
    package var falseAlarms: [Violation] = []
    /// The owed truths that nothing found.
    package var missed: [Truth] = []

    package var precision: Double { found == 0 ? 1 : Double(correct) / Double(found) }
    package var recall: Double { owed == 0 ? 1 : Double(detected) / Double(owed) }
    package var precisionInterval: ClosedRange<Double> { Self.wilson(correct, of: found) }
    package var recallInterval: ClosedRange<Double> { Self.wilson(detected, of: owed) }

    /// - Parameters:
    ///   - owedHours: How long a truth must last for the rule to have to find it.
    ///   - slackSeconds: By how much intervals may miss each other and still match.
    package init(violations: [Violation], truths: [Truth], owedHours: Double, slackSeconds: Double = 0) {
        let index = TruthIndex(truths)
        var hit: Set<Int> = []
        for violation in violations {
            let matches = index.matches(of: violation, slackSeconds: slackSeconds)
            found += 1
            if matches.isEmpty { falseAlarms.append(violation) } else { correct += 1 }
            hit.formUnion(matches)
        }
        for (number, truth) in truths.enumerated() where truth.hours >= owedHours {
            owed += 1
            if hit.contains(number) { detected += 1 } else { missed.append(truth) }
        }
    }

    /// Of two runs together.
    package static func + (left: DetectionScore, right: DetectionScore) -> DetectionScore {
        var sum = left
        sum.found += right.found
        sum.correct += right.correct
        sum.owed += right.owed
        sum.detected += right.detected
        sum.falseAlarms += right.falseAlarms
        sum.missed += right.missed
        return sum
    }

    /// One line for a table: counts, precision and recall with their 95 % intervals.
    package var line: String {
        "found \(found), correct \(correct), precision \(Self.text(precision)) \(Self.text(precisionInterval)); "
            + "true \(owed), detected \(detected), recall \(Self.text(recall)) \(Self.text(recallInterval))"
    }

    /// The 95 % interval of a share after Wilson (1927); 0 to 1 for none.
    package static func wilson(_ count: Int, of total: Int) -> ClosedRange<Double> {
        guard total > 0 else { return 0...1 }
        let (n, p, z) = (Double(total), Double(count) / Double(total), 1.959_963_984_540_054)
        let middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        let half = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot() / (1 + z * z / n)
        return max(0, middle - half)...min(1, middle + half)
    }

    private static func text(_ share: Double) -> String {
        let digits = String(Int((share * 1_000).rounded()))
        return share >= 0.999_5 ? "1.000" : "0." + String(repeating: "0", count: 3 - digits.count) + digits
    }

    private static func text(_ range: ClosedRange<Double>) -> String {
        "[\(text(range.lowerBound)), \(text(range.upperBound))]"
    }
}

/// Truths by vessel.
private struct TruthIndex {
    private let truths: [Truth]
    private var byVessel: [ObjectID: [Int]] = [:]

    init(_ truths: [Truth]) {
        self.truths = truths
        for (number, truth) in truths.enumerated() {
            for object in truth.objects { byVessel[object, default: []].append(number) }
        }
    }

    func matches(of violation: Violation, slackSeconds: Double) -> [Int] {
        let numbers = Set(violation.objects.flatMap { byVessel[$0] ?? [] })
        return numbers.filter { number in
            let truth = truths[number]
            let end = violation.closed ?? Instant(milliseconds: .max / 2)
            return violation.opened <= truth.end.adding(seconds: slackSeconds)
                && end >= truth.start.adding(seconds: -slackSeconds)
        }
    }
}
