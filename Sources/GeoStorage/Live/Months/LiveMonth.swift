package import GeoCore

/// A month of receipt at +07:00: what one file of the live history holds.
package struct LiveMonth: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Months since January of the year 0.
    let number: Int64

    init(number: Int64) {
        self.number = number
    }

    package init(_ day: CivilDay) {
        let (year, month, _) = day.parts
        number = Int64(year) * 12 + Int64(month) - 1
    }

    /// Reads `2026-11`; `nil` for any other text.
    init?(_ text: String) {
        guard text.utf8.count == 7, let day = CivilDay(text + "-01") else { return nil }
        self.init(day)
    }

    package static func < (left: LiveMonth, right: LiveMonth) -> Bool { left.number < right.number }

    /// `2026-11`.
    package var description: String { String(firstDay.description.prefix(7)) }

    var fileName: String { "\(description).sqlite" }

    /// The first day; of a year that the calendar knows, because every month comes from a day.
    var firstDay: CivilDay {
        let (year, month) = number.quotientAndRemainder(dividingBy: 12)
        return CivilDay(year: Int(year), month: Int(month) + 1, day: 1) ?? CivilDay(number: 0)
    }
}
