import GeoCore
import LiveMap
import Testing

@Suite("WorkingCalendar")
struct WorkingCalendarTests {
    private let calendar = SampleCalendar.vietnam

    @Test(
        "seven working days pass as Huế's public pages count them, Tết and swapped days left out",
        arguments: [
            ("2024-11-07", "2024-11-18"), ("2022-01-28", "2022-02-15"),
            // 29 April to 1 May are off; Saturday 4 May is worked.
            ("2024-04-26", "2024-05-09"),
        ])
    func countsWorkingDays(first: String, last: String) throws {
        let due = try calendar.day(after: #require(CivilDay(first)), workingDays: 7)
        #expect(due.day.description == last)
        #expect(due.doubts.isEmpty)
    }

    @Test("no working days are the same day, or the next worked one")
    func countsNone() throws {
        #expect(try calendar.day(after: #require(CivilDay("2024-11-07")), workingDays: 0).day == CivilDay("2024-11-07"))
        #expect(try calendar.day(after: #require(CivilDay("2024-11-09")), workingDays: 0).day == CivilDay("2024-11-11"))
    }

    @Test("the calendar says which days and years its answer leans on without proof")
    func tellsDoubts() throws {
        let day = try #require(CivilDay("2024-12-24"))
        let unverified = CalendarDoubt.unverified(try #require(CivilDay("2024-12-25")))
        #expect(calendar.day(after: day, workingDays: 2).doubts == [unverified])
        #expect(calendar.day(after: day, workingDays: 6).doubts == [.unknownYear(2025), unverified])
    }

    @Test("the clock to a deadline stands still at lunch, at night and at weekends")
    func countsOfficeTime() throws {
        let friday = try #require(Instant(rfc3339: "2024-11-08T11:00:00+07:00"))
        let monday = try #require(Instant(rfc3339: "2024-11-11T08:00:00+07:00"))
        #expect(calendar.workingSeconds(from: friday, to: monday) == (0.5 + 3.5 + 0.5) * 3_600)
        #expect(calendar.workingSeconds(from: monday, to: friday) == -(0.5 + 3.5 + 0.5) * 3_600)
    }

    @Test(
        "office hours are read strictly",
        arguments: ["7:30-11:30", "11:30-07:30", "07:30", "07:60-08:00", "24:01-25:00"])
    func refusesHours(text: String) {
        #expect(OfficeHours(text) == nil)
        #expect(OfficeHours("07:30-24:00") == OfficeHours(start: 450, end: 1_440))
    }

    @Test("a deadline in working days falls on the close of offices, one in hours runs through the night")
    func findsDeadlines() throws {
        let received = try #require(Instant(rfc3339: "2024-11-07T22:15:00+07:00"))
        let terms = ReportTerms(
            usual: .init(workingDays: 7, urgentHours: 24), byCategory: ["rac": .init(workingDays: 2, urgentHours: 4)])
        func due(_ category: String, _ urgency: ReportUrgency) -> String {
            calendar.deadline(terms.term(category: category, urgency: urgency), from: received).due.rfc3339()
        }
        #expect(due("cay-xanh", .normal) == "2024-11-18T17:00:00+07:00")
        #expect(due("cay-xanh", .urgent) == "2024-11-08T22:15:00+07:00")
        #expect(due("rac", .normal) == "2024-11-11T17:00:00+07:00")
        #expect(due("rac", .urgent) == "2024-11-08T02:15:00+07:00")
    }
}
