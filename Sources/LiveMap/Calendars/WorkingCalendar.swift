package import GeoCore

/// Which days are worked and when offices are open: the ordinary week, corrected by dated days with their sources.
///
/// Monday to Friday are worked unless a day says otherwise. A calendar knows the years that were typed in; beyond them it
/// goes by the ordinary week and says that it is not certain.
package struct WorkingCalendar: Hashable, Sendable {
    /// The years whose holidays are known.
    package let years: Set<Int>
    /// Every day that differs from the ordinary week, in order.
    package let days: [CalendarDay]
    /// In order, without overlap; empty where offices are open all day.
    package let hours: [OfficeHours]
    /// Minutes east of UTC; 420 in Việt Nam.
    package let offsetMinutes: Int
    private let byDay: [CivilDay: CalendarDay]

    /// A later entry for the same day replaces an earlier one.
    package init(years: Set<Int>, days: [CalendarDay], hours: [OfficeHours], offsetMinutes: Int = 420) {
        byDay = Dictionary(days.map { ($0.day, $0) }, uniquingKeysWith: { $1 })
        self.years = years
        self.days = byDay.values.sorted { $0.day < $1.day }
        self.hours = hours.sorted { $0.start < $1.start }
        self.offsetMinutes = offsetMinutes
    }

    /// What makes a day differ from the ordinary week; `nil` for an ordinary one.
    package func entry(for day: CivilDay) -> CalendarDay? { byDay[day] }

    package func isWorking(_ day: CivilDay) -> Bool {
        byDay[day].map { $0.kind == .working } ?? (day.weekday <= 5)
    }

    /// The day on which so many working days have passed; the first day itself does not count, worked or not.
    ///
    /// 7 working days after 2024-11-07 is 2024-11-18. With 0 it is the same day, or the next worked one.
    ///
    /// - Parameter workingDays: Not negative.
    package func day(after first: CivilDay, workingDays: Int) -> DueDay {
        precondition(workingDays >= 0, "working days cannot be negative")
        var (day, left, doubts) = (first, workingDays, Set<CalendarDoubt>())
        note(day, in: &doubts)
        while left > 0 || !isWorking(day) {
            day = day.adding(days: 1)
            note(day, in: &doubts)
            if isWorking(day), left > 0 { left -= 1 }
        }
        return DueDay(day: day, doubts: doubts.sorted())
    }

    private func note(_ day: CivilDay, in doubts: inout Set<CalendarDoubt>) {
        let year = day.parts.year
        if !years.contains(year) { doubts.insert(.unknownYear(year)) }
        if let entry = byDay[day], !entry.isVerified { doubts.insert(.unverified(day)) }
    }
}

/// A day found by counting working days, with what it depends on and nobody has confirmed.
package struct DueDay: Hashable, Sendable {
    package var day: CivilDay
    /// Empty where the calendar is sure.
    package var doubts: [CalendarDoubt]
}

/// Why a day counted by a calendar may turn out to be another.
package enum CalendarDoubt: Hashable, Comparable, Sendable {
    /// No holidays of this year are known.
    case unknownYear(Int)
    /// The day differs from the ordinary week by the law alone; its announcement was not seen.
    case unverified(CivilDay)
}

extension WorkingCalendar {
    /// When offices close on a day: the end of its last hours, or midnight where they are always open.
    package func closing(of day: CivilDay) -> Instant {
        day.start(offsetMinutes: offsetMinutes).adding(seconds: Double((hours.last?.end ?? 1_440) * 60))
    }

    /// Seconds of office time between two moments; negative where the second comes first.
    ///
    /// This is the clock to a deadline: it stands still at night, at weekends and on holidays.
    package func workingSeconds(from start: Instant, to end: Instant) -> Double {
        guard start <= end else { return -workingSeconds(from: end, to: start) }
        var total = 0.0
        var day = start.day(offsetMinutes: offsetMinutes)
        let last = end.day(offsetMinutes: offsetMinutes)
        while day <= last {
            if isWorking(day) { total += open(on: day, from: start, to: end) }
            day = day.adding(days: 1)
        }
        return total
    }

    private func open(on day: CivilDay, from start: Instant, to end: Instant) -> Double {
        let midnight = day.start(offsetMinutes: offsetMinutes)
        let stretches = hours.isEmpty ? [(0, 1_440)] : hours.map { ($0.start, $0.end) }
        return stretches.reduce(0) { total, stretch in
            let opening = max(start, midnight.adding(seconds: Double(stretch.0 * 60)))
            let closing = min(end, midnight.adding(seconds: Double(stretch.1 * 60)))
            return total + max(0, closing.seconds(since: opening))
        }
    }
}
