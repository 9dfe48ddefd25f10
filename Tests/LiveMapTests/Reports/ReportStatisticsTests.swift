import GeoCore
import LiveMap
import Testing

@Suite("ReportStatistics")
struct ReportStatisticsTests {
    private func report(
        _ unit: String?, _ state: ReportState, day: String = "2026-11-02", doneAfter hours: Double? = nil,
        rating: Int? = nil
    ) throws -> CountedReport {
        let received = try #require(CivilDay(day)).start()
        return CountedReport(
            unit: unit, category: "rac",
            workflow: ReportWorkflow(
                state: state, received: received, deadline: received.adding(hours: 48),
                done: hours.map(received.adding(hours:)), rating: rating))
    }

    @Test("reports are counted by unit and month, as of a moment")
    func counts() throws {
        let now = try #require(Instant(rfc3339: "2026-11-21T09:00:00+07:00"))
        var statistics = ReportStatistics(by: [.unit, .period(.month)], at: now)
        statistics.add(try report("21583", .received))
        statistics.add(try report("21583", .rated, doneAfter: 20, rating: 5))
        statistics.add(try report("21583", .published, doneAfter: 60))
        statistics.add(try report(nil, .rejected, day: "2026-10-31"))
        #expect(statistics.groups.map(\.key) == [["", "2026-10"], ["21583", "2026-11"]])
        let tally = try #require(statistics.groups.last?.tally)
        #expect((tally.received, tally.done, tally.open, tally.overdue) == (3, 2, 1, 1))
        #expect(tally.onTimeRate == 0.5)
        #expect(tally.satisfaction == 5)
        #expect(statistics.total.received == 4)
    }

    @Test("nothing done and nobody asked is no rate, not zero")
    func tellsNothingFromZero() {
        #expect(ReportTally().onTimeRate == nil)
        #expect(ReportTally().satisfaction == nil)
    }
}
