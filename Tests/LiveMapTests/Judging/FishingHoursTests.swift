import GeoCore
import LiveMap
import Testing

/// What a single fix at a speed of fishing stands for, where reports are two hours apart.
@Suite("Hours of fishing between reports")
struct FishingHoursTests {
    private static let context: JudgingContext = {
        var fishing = Sea.fishing
        fishing.pattern.fixHours = 1
        fishing.pattern.pauseHours = 6.5
        fishing.pattern.exitHours = 6.5
        var context = Sea.context
        context.rules.fishingZones = Sea.series("wrong-zone", fishing)
        return context
    }()

    /// Reports in the inshore zone every two hours, each at a speed, the boat going on at that speed on the mean.
    private func voyage(_ knots: [Double], drift: Double = 0.02) throws -> Voyage {
        var voyage = try Voyage(18)
        for (index, speed) in knots.enumerated() {
            voyage.at(Double(index) * 2, 109.6 + Double(index) * drift, 13.5, speed)
        }
        return voyage
    }

    @Test("a boat that works, rests for two reports and works again in a zone not its own has fished there")
    func restsBetween() throws {
        let voyage = try voyage([8, 3, 0.2, 0.2, 3, 0.2])
        let found = voyage.judged(until: 20, in: Self.context).filter { $0.rule.id == "wrong-zone" }
        #expect(found.map(\.opened) == [Voyage.hour(2)])
        #expect(voyage.judged(until: 20).allSatisfy { $0.rule.id != "wrong-zone" })
    }

    @Test("a boat that slows down twice on a passage faster than fishing has not fished")
    func passes() throws {
        let voyage = try voyage([8, 3, 8, 3, 8], drift: 0.25)
        #expect(voyage.judged(until: 20, in: Self.context).allSatisfy { $0.rule.id != "wrong-zone" })
    }

    @Test("one report at a speed of fishing is not enough, whatever lies around it")
    func isAlone() throws {
        let voyage = try voyage([8, 0.2, 3, 0.2, 0.2])
        #expect(voyage.judged(until: 20, in: Self.context).allSatisfy { $0.rule.id != "wrong-zone" })
    }

    @Test("fishing that a pause has closed is settled, although the run in the zone began with it and goes on")
    func isSettled() throws {
        let voyage = try voyage([3, 3, 3, 0.2, 0.2, 0.2, 0.2, 0.2])
        let found = voyage.judged(until: 14, in: Self.context).filter { $0.rule.id == "wrong-zone" }
        let violation = try #require(found.first)
        #expect(violation.opened == Voyage.hour(0) && violation.closed == Voyage.hour(4))
        let judge = VesselTimeline.judge(
            voyage.fixes, from: VesselJudge(voyage.facts), until: Voyage.hour(14), in: Self.context
        ).judge
        #expect(!judge.isInQuestion(violation))
    }
}
