package import GeoCore

/// A span of civil days by which an indicator is told: a year, half year, quarter, month, ISO week or day.
///
/// Ordered by the first day; of two that begin together the longer comes first.
package struct Period: Hashable, Sendable {
    package let kind: PeriodKind
    package let firstDay: CivilDay

    /// The period of a kind that a day falls in.
    package init(_ kind: PeriodKind, containing day: CivilDay) {
        self.kind = kind
        let (year, month, _) = day.parts
        switch kind {
        case .day: firstDay = day
        case .week: firstDay = day.adding(days: Int64(1 - day.weekday))
        case .year, .halfYear, .quarter, .month:
            let length = kind.months
            firstDay = Self.firstDay(ofMonth: year * 12 + (month - 1) / length * length)
        }
    }

    /// The first day after the period.
    package var end: CivilDay {
        switch kind {
        case .day: firstDay.adding(days: 1)
        case .week: firstDay.adding(days: 7)
        case .year, .halfYear, .quarter, .month: Self.firstDay(ofMonth: monthNumber + kind.months)
        }
    }

    package var lastDay: CivilDay { end.adding(days: -1) }

    package var next: Period { Period(kind, containing: end) }

    package var previous: Period { Period(kind, containing: firstDay.adding(days: -1)) }

    /// The year that the period counts to; for a week that of its Thursday (ISO 8601).
    package var year: Int {
        kind == .week ? firstDay.adding(days: 3).parts.year : firstDay.parts.year
    }

    /// The number of the period in its year, from 1.
    package var number: Int {
        switch kind {
        case .year: 1
        case .halfYear, .quarter, .month: (firstDay.parts.month - 1) / kind.months + 1
        case .week: Int((firstDay.number + 3 - Self.firstDay(ofMonth: year * 12).number) / 7) + 1
        case .day: Int(firstDay.number - Self.firstDay(ofMonth: year * 12).number) + 1
        }
    }

    /// The same month, week or day one year earlier; `nil` where that year had none: 29 February, a week 53.
    package var samePeriodOfPreviousYear: Period? {
        switch kind {
        case .year, .halfYear, .quarter, .month:
            Period(kind, containing: Self.firstDay(ofMonth: monthNumber - 12))
        case .week: Period(week: number, of: year - 1)
        case .day:
            CivilDay(year: year - 1, month: firstDay.parts.month, day: firstDay.parts.day).map {
                Period(.day, containing: $0)
            }
        }
    }

    /// The periods of this kind from the first of the year to this one: what a cumulative figure (luỹ kế) covers.
    package var sinceStartOfYear: [Period] {
        var periods = [self]
        while let first = periods.last, first.number > 1 { periods.append(first.previous) }
        return periods.reversed()
    }

    /// The periods of a shorter kind that make this one up; `nil` where that kind does not divide it, as weeks do not
    /// divide a month.
    package func divided(by part: PeriodKind) -> [Period]? {
        guard part.divides(kind) else { return nil }
        var periods = [Period(part, containing: firstDay)]
        while let last = periods.last, last.end < end { periods.append(last.next) }
        return periods
    }

    package func contains(_ day: CivilDay) -> Bool { firstDay <= day && day < end }

    /// Months since the beginning of the year 0.
    private var monthNumber: Int { firstDay.parts.year * 12 + firstDay.parts.month - 1 }

    private static func firstDay(ofMonth number: Int) -> CivilDay {
        guard let day = CivilDay(year: number / 12, month: number % 12 + 1, day: 1) else {
            preconditionFailure("every month has a first day")
        }
        return day
    }

    /// `nil` where the ISO year has no such week.
    private init?(week: Int, of year: Int) {
        // 4 January is in week 1 of every year (ISO 8601).
        let first = Period(.week, containing: Self.firstDay(ofMonth: year * 12).adding(days: 3))
        self.init(.week, containing: first.firstDay.adding(days: Int64(week - 1) * 7))
        guard week >= 1, self.year == year else { return nil }
    }
}

extension Period: Comparable {
    package static func < (left: Period, right: Period) -> Bool {
        left.firstDay != right.firstDay ? left.firstDay < right.firstDay : right.end < left.end
    }
}

extension Period: CustomStringConvertible {
    /// Reads `2026`, `2026-H1`, `2026-Q4`, `2026-10`, `2026-W47` or `2026-11-21`.
    ///
    /// `nil` for any other text, for a week or day that the year does not have, and outside of the years 1900 to 2199.
    package init?(_ text: String) {
        let parts = text.split(separator: "-" as Character, omittingEmptySubsequences: false).map { String($0) }
        guard let year = Self.number(parts[0], digits: 4), (1_900...2_199).contains(year) else { return nil }
        switch parts.count {
        case 1: self.init(.year, containing: Self.firstDay(ofMonth: year * 12))
        case 2: self.init(year: year, rest: parts[1])
        case 3:
            guard let day = CivilDay(text) else { return nil }
            self.init(.day, containing: day)
        default: return nil
        }
    }

    private init?(year: Int, rest: String) {
        let digits = String(rest.dropFirst())
        switch rest.first {
        case "H": self.init(.halfYear, Self.number(digits, digits: 1), of: year)
        case "Q": self.init(.quarter, Self.number(digits, digits: 1), of: year)
        case "W":
            guard let week = Self.number(digits, digits: 2) else { return nil }
            self.init(week: week, of: year)
        default: self.init(.month, Self.number(rest, digits: 2), of: year)
        }
    }

    private init?(_ kind: PeriodKind, _ number: Int?, of year: Int) {
        guard let number, number >= 1, number * kind.months <= 12 else { return nil }
        self.init(kind, containing: Self.firstDay(ofMonth: year * 12 + (number - 1) * kind.months))
    }

    private static func number(_ text: String, digits: Int) -> Int? {
        guard text.utf8.count == digits, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int(text)
    }

    /// The form of the contract: `2026-Q4`.
    package var description: String {
        let day = firstDay.description
        switch kind {
        case .year: return String(day.prefix(4))
        case .halfYear: return day.prefix(4) + "-H\(number)"
        case .quarter: return day.prefix(4) + "-Q\(number)"
        case .month: return String(day.prefix(7))
        case .week: return "\(year)-W" + (number < 10 ? "0" : "") + "\(number)"
        case .day: return day
        }
    }
}

/// How long the periods of an indicator are, the longest first.
package enum PeriodKind: String, Hashable, Sendable, CaseIterable {
    case year
    case halfYear = "half-year"
    case quarter
    case month
    case week
    case day

    /// Months in a period; 0 for weeks and days.
    var months: Int {
        switch self {
        case .year: 12
        case .halfYear: 6
        case .quarter: 3
        case .month: 1
        case .week, .day: 0
        }
    }

    /// Whether whole periods of this kind make up one of another kind.
    func divides(_ other: PeriodKind) -> Bool {
        switch self {
        case .day: true
        case .week: other == .week
        default: other.months >= months && other.months > 0
        }
    }
}
