import GeoCore
import LiveMap

/// A calendar of the days that the tests need, typed from the published announcements.
enum SampleCalendar {
    static let vietnam = WorkingCalendar(
        years: [2022, 2024],
        days: span("2022-01-31", "2022-02-04", .off) + span("2024-04-29", "2024-05-01", .off)
            + span("2024-05-04", "2024-05-04", .working) + span("2024-12-25", "2024-12-25", .off, isVerified: false),
        hours: ["07:30-11:30", "13:30-17:00"].compactMap(OfficeHours.init))

    static func span(
        _ first: String, _ last: String, _ kind: CalendarDay.Kind, isVerified: Bool = true
    ) -> [CalendarDay] {
        guard let first = CivilDay(first), let last = CivilDay(last) else { return [] }
        return (first.number...last.number).map { number in
            CalendarDay(
                day: CivilDay(number: number), kind: kind, name: LocalizedText(vi: "Nghỉ", en: "Off"), source: "test",
                isVerified: isVerified)
        }
    }
}
