package import GeoCore

/// A report as it is counted.
package struct CountedReport: Hashable, Sendable {
    /// The code of the commune; `nil` where the place lay in none.
    package var unit: String?
    package var category: String
    package var workflow: ReportWorkflow

    package init(unit: String?, category: String, workflow: ReportWorkflow) {
        self.unit = unit
        self.category = category
        self.workflow = workflow
    }
}

/// How many reports there are of a sort, and how they were handled, at one moment.
package struct ReportTally: Hashable, Sendable {
    /// All that came in, those that were rejected included.
    package var received = 0
    package var rejected = 0
    package var done = 0
    /// Somebody still has to act.
    package var open = 0
    /// Open, and past their deadline.
    package var overdue = 0
    package var doneOnTime = 0
    package var rated = 0
    /// The sum of the ratings, each 1 to 5.
    package var ratingSum = 0

    package init() {}

    /// The share of what was done that was done by its deadline, 0 to 1; `nil` where nothing was done, which is not zero.
    package var onTimeRate: Double? { done > 0 ? Double(doneOnTime) / Double(done) : nil }

    /// The mean rating, 1 to 5; `nil` where nobody rated.
    package var satisfaction: Double? { rated > 0 ? Double(ratingSum) / Double(rated) : nil }

    package mutating func add(_ workflow: ReportWorkflow, at moment: Instant) {
        received += 1
        if workflow.state == .rejected { rejected += 1 }
        if workflow.state.isOpen { open += 1 }
        if workflow.isOverdue(at: moment) { overdue += 1 }
        if let wasOnTime = workflow.wasOnTime {
            done += 1
            if wasOnTime { doneOnTime += 1 }
        }
        if let rating = workflow.rating {
            rated += 1
            ratingSum += rating
        }
    }
}

/// By what reports are grouped.
package enum ReportGrouping: Hashable, Sendable {
    case unit
    case category
    /// The period in which they were received.
    case period(PeriodKind)
}

/// Counts reports by unit, category and period, all as of one moment.
package struct ReportStatistics: Sendable {
    private let groupings: [ReportGrouping]
    private let moment: Instant
    private let offsetMinutes: Int
    private var tallies: [[String]: ReportTally] = [:]
    package private(set) var total = ReportTally()

    /// - Parameters:
    ///   - groupings: In the order in which keys name them; empty counts only the total.
    ///   - moment: The one by which what is overdue is judged.
    ///   - offsetMinutes: Minutes east of UTC at the place, by which days are told apart.
    package init(by groupings: [ReportGrouping], at moment: Instant, offsetMinutes: Int = 420) {
        self.groupings = groupings
        self.moment = moment
        self.offsetMinutes = offsetMinutes
    }

    package mutating func add(_ report: CountedReport) {
        total.add(report.workflow, at: moment)
        guard !groupings.isEmpty else { return }
        let key = groupings.map { name(of: report, by: $0) }
        tallies[key, default: ReportTally()].add(report.workflow, at: moment)
    }

    /// Every group that has a report, by its key; a report in no unit has an empty one.
    package var groups: [(key: [String], tally: ReportTally)] {
        tallies.map { ($0.key, $0.value) }.sorted { $0.0.lexicographicallyPrecedes($1.0) }
    }

    private func name(of report: CountedReport, by grouping: ReportGrouping) -> String {
        switch grouping {
        case .unit: report.unit ?? ""
        case .category: report.category
        case .period(let kind):
            Period(kind, containing: report.workflow.received.day(offsetMinutes: offsetMinutes)).description
        }
    }
}
