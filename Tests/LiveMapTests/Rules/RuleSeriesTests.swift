import GeoCore
import LiveMap
import Testing

@Suite("RuleSeries")
struct RuleSeriesTests {
    private func version(_ from: String, to: String? = nil, _ hours: Double) throws -> RuleVersion<ReturnRule> {
        try RuleVersion(
            from: #require(CivilDay(from)), to: to.map { try #require(CivilDay($0)) },
            source: LegalSource(citation: from, standing: .verified), parameters: ReturnRule(hours: hours))
    }

    @Test("the version is the last that began, by the day in Việt Nam, unless it has ended")
    func choosesByDay() throws {
        let series = try RuleSeries(
            id: "r",
            versions: [
                version("2026-01-25", 3), version("2019-04-25", to: "2024-01-01", 1), version("2025-01-01", 2),
            ])
        func hours(_ time: String) throws -> Double? {
            try series.version(at: #require(Instant(rfc3339: time)))?.parameters.hours
        }
        #expect(try hours("2019-04-24T16:59:59Z") == nil)
        #expect(try hours("2019-04-24T17:00:00Z") == 1)
        #expect(try hours("2024-06-01T00:00:00Z") == nil)
        #expect(try hours("2026-01-24T16:59:59Z") == 2)
        #expect(try hours("2026-01-24T17:00:00Z") == 3)
        #expect(series.reference(series.versions[2]).version == CivilDay("2026-01-25"))
    }

    @Test("a vessel is judged by the rule of the event's day and the violation names it")
    func judgesByTheDay() throws {
        var voyage = try Voyage(18)
        for hour in 0..<3 { voyage.at(Double(hour) * 2, 109.8, 13.8, 3) }
        let old = RuleVersion(
            from: Sea.day, to: CivilDay("2026-01-25"), source: LegalSource(citation: "a", standing: .verified),
            parameters: Sea.fishing)
        var lenient = Sea.fishing
        lenient.classes = [FishingClass(role: .fishing, allowed: [.coastal, .inshore, .offshore])]
        let new = try RuleVersion(
            from: #require(CivilDay("2026-01-25")), source: LegalSource(citation: "b", standing: .verified),
            parameters: lenient)
        var context = Sea.context
        context.rules.fishingZones = RuleSeries(id: "wrong-zone", versions: [new, old])
        #expect(voyage.judged(until: 4, in: context).isEmpty)
        voyage.fixes = voyage.fixes.map { fix in
            var earlier = fix
            earlier.time = fix.time.adding(hours: -24 * 365)
            return earlier
        }
        #expect(voyage.judged(until: -24 * 365 + 4, in: context).map(\.rule.version) == [Sea.day])
    }
}
