import GeoCore
import Testing

@testable import LiveMap

@Suite("Checkpoints of a vessel")
struct CheckpointLadderTests {
    private let facts = VesselFacts(id: Fleet.id(1))

    private func fix(_ hours: Double) -> Fix { Fleet.fix(1, hours: hours, at: Fleet.place, knots: 0.5) }

    @Test("three years of two-hourly fixes leave a few, and a late fix is judged again from about its own age back")
    func ladder() {
        var (ladder, judge) = (CheckpointLadder(), VesselJudge(facts))
        let last = 3.0 * 365 * 24
        for hours in stride(from: 0, through: last, by: 2) {
            _ = judge.apply(fix(hours), in: Sea.context)
            ladder.keep(judge)
        }
        #expect((15...32).contains(ladder.count))
        for age in [1.0, 3, 7, 25, 100, 700, 5_000, 20_000] {
            let base = ladder.base(for: fix(last - age), facts: facts)
            let back = base.newestTime.map { fix(last).time.seconds(since: $0) / 3_600 } ?? .infinity
            #expect(back > age && back <= 2 * age + 6, "\(back) hours back for \(age)")
        }
    }

    @Test("what is judged on from a checkpoint is what was judged in one go")
    func faithful() {
        var (ladder, judge) = (CheckpointLadder(), VesselJudge(facts))
        var judges: [Instant: VesselJudge] = [:]
        for hours in stride(from: 0, through: 400.0, by: 2) {
            _ = judge.apply(fix(hours), in: Sea.context)
            ladder.keep(judge)
            judges[fix(hours).time] = judge
        }
        for hours in stride(from: 1, through: 400.0, by: 3) {
            let base = ladder.base(for: fix(hours), facts: facts)
            #expect(base == base.newestTime.map { judges[$0] } ?? VesselJudge(facts))
        }
    }

    @Test("a change of the past takes the checkpoints after it away")
    func discarded() {
        var (ladder, judge) = (CheckpointLadder(), VesselJudge(facts))
        for hours in stride(from: 0, through: 40.0, by: 2) {
            _ = judge.apply(fix(hours), in: Sea.context)
            ladder.keep(judge)
        }
        ladder.discard(from: fix(21).time)
        let base = ladder.base(for: fix(39), facts: facts)
        #expect(base.newestTime.map { $0 <= fix(20).time } ?? true)
        ladder.discard(from: fix(-1).time)
        #expect(ladder.count == 0)
        #expect(ladder.base(for: fix(39), facts: facts) == VesselJudge(facts))
    }
}
