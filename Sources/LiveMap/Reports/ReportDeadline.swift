package import GeoCore

/// How long a report may take.
package enum ReportTerm: Hashable, Sendable {
    /// To the close of offices on the last of so many working days; the day of receipt does not count.
    case workingDays(Int)
    /// So many hours by the clock, nights and holidays included.
    case hours(Double)
}

/// Whether a report is handled by the ordinary or by the fast flow.
package enum ReportUrgency: String, Hashable, Sendable, CaseIterable {
    case normal
    case urgent
}

/// The terms of reports: by urgency, and by category where one has its own.
package struct ReportTerms: Hashable, Sendable {
    /// The terms of every category that has none of its own.
    package var usual: Terms
    package var byCategory: [String: Terms]

    package struct Terms: Hashable, Sendable {
        /// For ordinary reports; at least 1.
        package var workingDays: Int
        /// For urgent reports; more than 0.
        package var urgentHours: Double

        package init(workingDays: Int, urgentHours: Double) {
            self.workingDays = workingDays
            self.urgentHours = urgentHours
        }
    }

    package init(usual: Terms, byCategory: [String: Terms] = [:]) {
        self.usual = usual
        self.byCategory = byCategory
    }

    package func term(category: String, urgency: ReportUrgency) -> ReportTerm {
        let terms = byCategory[category] ?? usual
        return urgency == .urgent ? .hours(terms.urgentHours) : .workingDays(terms.workingDays)
    }
}

/// When a report must be done, and what that depends on.
package struct ReportDeadline: Hashable, Sendable {
    package var due: Instant
    /// Days and years that the calendar is not sure of; empty for hours.
    package var doubts: [CalendarDoubt]

    package init(due: Instant, doubts: [CalendarDoubt] = []) {
        self.due = due
        self.doubts = doubts
    }
}

extension WorkingCalendar {
    /// The deadline of what was received at a moment.
    package func deadline(_ term: ReportTerm, from received: Instant) -> ReportDeadline {
        switch term {
        case .hours(let hours): return ReportDeadline(due: received.adding(hours: hours))
        case .workingDays(let count):
            let due = day(after: received.day(offsetMinutes: offsetMinutes), workingDays: count)
            return ReportDeadline(due: closing(of: due.day), doubts: due.doubts)
        }
    }
}
