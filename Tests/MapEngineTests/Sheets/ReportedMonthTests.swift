import GeoCore
import Testing

@testable import MapEngine

@Suite("The month of a report")
struct ReportedMonthTests {
    @Test(
        "the month before a day is the calendar's, over the turn of a year too",
        arguments: [("2026-11-21", "2026-10"), ("2026-03-31", "2026-02"), ("2026-01-01", "2025-12")])
    func before(day: String, month: String) throws {
        #expect(ReportedMonth(before: try #require(CivilDay(day))).name == month)
    }
}
