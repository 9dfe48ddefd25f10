import Foundation
import GeoCore
import LiveMap
import Testing

@testable import MapEngine

@Suite struct ViolationStatisticsTests {
    private typealias Fixture = ViolationReportFixture

    @Test("a month is from its first moment to that of the next, by the clock of Việt Nam")
    func month() throws {
        let month = try #require(ReportedMonth("2026-11"))
        #expect(month.span.lowerBound.rfc3339() == "2026-11-01T00:00:00+07:00")
        #expect(month.span.upperBound.rfc3339() == "2026-12-01T00:00:00+07:00")
        #expect(month.words == "tháng 11 năm 2026" && month.name == "2026-11")
    }

    @Test("what is no month is none", arguments: ["2026", "2026-13", "2026-Q4", "11-2026", "2026-11-05", ""])
    func noMonth(text: String) {
        #expect(ReportedMonth(text) == nil)
    }

    @Test("violations are counted by rule, home and length; false alarms and withdrawn ones are told apart")
    func counts() async throws {
        let fixture = try await Fixture()
        let withdrawn = try Fixture.violation("qng1", .signal, rule: "signal-lost")
        try await fixture.record([
            (try Fixture.violation(), []),
            (try Fixture.violation(opened: "2026-11-09T10:00:00+07:00", closed: nil), ["contacted"]),
            (try Fixture.violation("bd30222", opened: "2026-11-30T23:59:00+07:00"), ["false-alarm"]), (withdrawn, []),
            (try Fixture.violation(opened: "2026-10-31T23:59:00+07:00", closed: nil), []),
        ])
        try await fixture.withdraw(withdrawn)
        let statistics = try await fixture.engine.violationReports.statistics(
            of: Fixture.november, by: [.rule, .unit, .length], for: Fixture.fisheries)
        #expect(statistics.total.count == 2 && statistics.total.lasting == 1)
        #expect(statistics.total.falseAlarms == 1 && statistics.total.withdrawn == 1)
        let keys = statistics.groups.map { $0.keys.map(\.key) }
        #expect(keys == [["signal-lost", "", ""], ["wrong-zone", "52", "12-15"], ["wrong-zone", "52", "15-24"]])
        #expect(statistics.groups[2].count.states == [.detected: 1, .contacted: 1])
        #expect(statistics.groups[2].keys[0].title == "Khai thác sai vùng")
        #expect(statistics.groups[2].keys[2].title == "15 – dưới 24 m")
        try await fixture.end()
    }

    @Test("only those who handle fisheries may ask", arguments: [Role.viewer, .commune, .operator, .feed, nil])
    func access(role: Role?) async throws {
        let fixture = try await Fixture()
        let caller = Caller(role: role, name: "ai đó")
        let refusal: EngineError.Code = role == nil ? .unauthenticated : .forbidden
        #expect(
            await code {
                _ = try await fixture.engine.violationReports.statistics(
                    of: Fixture.november, by: [.rule], for: caller)
            } == refusal)
        #expect(
            await code { _ = try await fixture.engine.violationReports.report(of: Fixture.november, for: caller) }
                == refusal)
        try await fixture.end()
    }

    @Test("a store without violations has none to count")
    func empty() async throws {
        let fixture = try await Fixture()
        let statistics = try await fixture.engine.violationReports.statistics(
            of: Fixture.november, by: [.rule], for: Fixture.fisheries)
        #expect(statistics.groups.isEmpty && statistics.total == ViolationCount())
        try await fixture.end()
    }
}
