import GeoCore
import Testing

@testable import LiveMap

@Suite("Periods of indicators")
struct PeriodTests {
    private func period(_ text: String) throws -> Period { try #require(Period(text), "\(text)") }

    @Test(
        "a period reads and writes the form of the contract and knows its first and last day",
        arguments: [
            ("2026", "2026-01-01", "2026-12-31"), ("2026-H2", "2026-07-01", "2026-12-31"),
            ("2026-Q4", "2026-10-01", "2026-12-31"), ("2024-02", "2024-02-01", "2024-02-29"),
            ("2026-W01", "2025-12-29", "2026-01-04"), ("2020-W53", "2020-12-28", "2021-01-03"),
            ("2026-11-21", "2026-11-21", "2026-11-21"), ("1900", "1900-01-01", "1900-12-31"),
        ])
    func texts(text: String, first: String, last: String) throws {
        let period = try period(text)
        #expect(period.description == text)
        #expect(period.firstDay.description == first)
        #expect(period.lastDay.description == last)
        #expect(period.contains(period.firstDay) && period.contains(period.lastDay) && !period.contains(period.end))
        #expect(Period(period.kind, containing: period.lastDay) == period)
    }

    @Test(
        "what is no period is refused",
        arguments: [
            "", "26", "2026-", "2026-13", "2026-00", "2026-1", "2026-Q0", "2026-Q5", "2026-H3", "2026-W54", "2026-W00",
            "2021-W53", "2026-02-29", "2026-w12", "2026-q1", "1899", "2200", "2026-10-1", "+026", "２０２６",
            "2026-10-01-01",
        ])
    func refused(text: String) {
        #expect(Period(text) == nil)
    }

    @Test(
        "before and after a period are its neighbours, over the ends of years",
        arguments: [
            ("2026-01", "2025-12"), ("2026-Q1", "2025-Q4"), ("2026-H1", "2025-H2"), ("2026", "2025"),
            ("2021-W01", "2020-W53"), ("2024-03-01", "2024-02-29"),
        ])
    func neighbours(text: String, before: String) throws {
        #expect(try period(text).previous == period(before))
        #expect(try period(before).next == period(text))
    }

    @Test(
        "the same period of the year before has the same number, where that year has it",
        arguments: [
            ("2026-10", "2025-10"), ("2026-Q4", "2025-Q4"), ("2026", "2025"), ("2026-W10", "2025-W10"),
            ("2026-11-21", "2025-11-21"), ("2020-W53", nil), ("2024-02-29", nil),
        ] as [(String, String?)])
    func yearBefore(text: String, before: String?) throws {
        #expect(try period(text).samePeriodOfPreviousYear?.description == before)
    }

    @Test("a cumulative figure covers the periods from the beginning of its year")
    func cumulative() throws {
        #expect(try period("2026-03").sinceStartOfYear.map(\.description) == ["2026-01", "2026-02", "2026-03"])
        #expect(try period("2026-W02").sinceStartOfYear.map(\.description) == ["2026-W01", "2026-W02"])
    }

    @Test("a quarter is three months, a month is no whole number of weeks")
    func division() throws {
        #expect(try period("2026-Q4").divided(by: .month)?.map(\.description) == ["2026-10", "2026-11", "2026-12"])
        #expect(try period("2026-H1").divided(by: .quarter)?.map(\.description) == ["2026-Q1", "2026-Q2"])
        #expect(try period("2024-02").divided(by: .day)?.count == 29)
        #expect(try period("2026-10").divided(by: .week) == nil)
        #expect(try period("2026-10").divided(by: .year) == nil)
    }

    @Test("a longer period comes before a shorter that begins with it")
    func order() throws {
        let texts = ["2026", "2026-H1", "2026-Q1", "2026-01", "2026-01-01", "2026-02"]
        #expect(try texts.reversed().map(period).sorted().map(\.description) == texts)
    }
}
