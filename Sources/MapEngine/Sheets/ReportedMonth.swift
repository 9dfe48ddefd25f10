package import GeoCore
import LiveMap

/// A month by the civil calendar of Việt Nam (+07:00), as reports are made for.
package struct ReportedMonth: Hashable, Sendable {
    private let period: Period

    /// Reads `2026-11`; `nil` for anything else.
    package init?(_ text: String) {
        guard let period = Period(text), period.kind == .month else { return nil }
        self.period = period
    }

    /// The month before the one of a day.
    package init(before day: CivilDay) {
        period = Period(.month, containing: day).previous
    }

    /// From its first moment to that of the next month.
    package var span: Range<Instant> { period.firstDay.start()..<period.end.start() }

    package var firstDay: CivilDay { period.firstDay }
    package var lastDay: CivilDay { period.lastDay }

    /// `2026-11`.
    package var name: String { String(period.firstDay.description.prefix(7)) }

    /// `11/2026`.
    var numbers: String { "\(period.firstDay.parts.month)/\(period.firstDay.parts.year)" }

    /// `tháng 11 năm 2026`.
    var words: String { "tháng \(period.firstDay.parts.month) năm \(period.firstDay.parts.year)" }
}
