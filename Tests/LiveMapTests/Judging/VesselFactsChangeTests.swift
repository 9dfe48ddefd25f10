import GeoCore
import LiveMap
import Testing

@Suite("A vessel whose facts change")
struct VesselFactsChangeTests {
    @Test("what was found stays, and what comes is judged by the new facts")
    func changed() throws {
        var voyage = try Voyage(18)
        for hour in 0..<6 { voyage.at(Double(hour), 109.8, 13.8 + Double(hour) * 0.01, 3) }
        var judge = VesselJudge(voyage.facts)
        for fix in voyage.fixes { _ = judge.apply(fix, in: Sea.context) }
        let before = judge.openViolations
        #expect(before.map(\.zone?.id) == ["long"])

        let shorter = VesselFacts(id: voyage.facts.id, lengthMeters: 13, role: .fishing, homeProvince: "52")
        let changed = judge.with(shorter)
        #expect(changed.facts == shorter && changed.newestTime == judge.newestTime)
        #expect(changed.openViolations == before)
        #expect(changed.encoded() == judge.encoded())
    }
}
