import GeoCore
import LiveMap
import SampleProvince
import Testing

@Suite("DetectionScore")
struct DetectionScoreTests {
    private let dawn = Instant(seconds: 1_790_000_000)

    private func truth(_ vessel: String, _ start: Double, _ end: Double, hours: Double? = nil) throws -> Truth {
        Truth(
            kind: .wrongZone, objects: [try #require(ObjectID(vessel))], start: dawn.adding(hours: start),
            end: dawn.adding(hours: end), hours: hours ?? end - start, place: Coordinate(x: 109, y: 13))
    }

    private func violation(_ vessel: String, _ start: Double, _ end: Double?) throws -> Violation {
        Violation(
            rule: RuleReference(id: "wrong-zone", version: CivilDay(number: 0)), kind: .zone,
            objects: [try #require(ObjectID(vessel))], opened: dawn.adding(hours: start),
            closed: end.map { dawn.adding(hours: $0) }, place: Coordinate(x: 109, y: 13), evidence: [])
    }

    @Test("one found, one of another vessel, one too late, one brief and one missed")
    func counts() throws {
        let truths = try [truth("a", 0, 5), truth("b", 0, 5), truth("c", 0, 1), truth("d", 10, 20)]
        let violations = try [violation("a", 2, 4), violation("x", 2, 4), violation("b", 6, 7), violation("c", 0.5, 2)]
        let score = DetectionScore(violations: violations, truths: truths, owedHours: 2)
        #expect(score.found == 4 && score.correct == 2)
        #expect(score.owed == 3 && score.detected == 1)
        #expect(score.falseAlarms.map(\.objects.first?.text) == ["x", "b"])
        #expect(score.missed.map(\.objects.first?.text) == ["b", "d"])
    }

    @Test("an open violation overlaps all that ends after it, and slack joins what barely misses")
    func overlap() throws {
        let truths = try [truth("a", 0, 5)]
        #expect(DetectionScore(violations: [try violation("a", 4, nil)], truths: truths, owedHours: 1).detected == 1)
        let late = [try violation("a", 5.5, 6)]
        #expect(DetectionScore(violations: late, truths: truths, owedHours: 1).detected == 0)
        #expect(DetectionScore(violations: late, truths: truths, owedHours: 1, slackSeconds: 3_600).detected == 1)
    }

    @Test("the interval is Wilson's", arguments: [(8, 10, 0.4902, 0.9433), (0, 10, 0, 0.2775), (200, 200, 0.9812, 1)])
    func wilson(count: Int, total: Int, lower: Double, upper: Double) {
        let interval = DetectionScore.wilson(count, of: total)
        #expect(abs(interval.lowerBound - lower) < 1e-3 && abs(interval.upperBound - upper) < 1e-3)
    }
}
