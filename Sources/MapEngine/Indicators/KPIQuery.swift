package import GeoCore
import GeoStorage
package import LiveMap

/// Which values of an indicator somebody asks for.
package struct KPIQuery: Sendable {
    package var indicator: String
    /// `nil` for the latest that has values, else the one that runs.
    package var period: Period?
    /// `nil` for the indicator's own.
    package var level: UnitLevel?
    /// The day whose units are meant; `nil` for the period's last day, or today while it runs.
    package var moment: ValidMoment?
    /// `nil` for the whole.
    package var category: KPICategory?
    /// Only units within this one, by its code.
    package var unit: String?
    package var reference: Reference?
    /// How the legend is made; `nil` for the thresholds where there are any, else quantiles.
    package var method: ChoroplethClasses.Method?
    /// Classes wanted, 1 to 9.
    package var classCount = 5

    /// The period that values are compared with.
    package enum Reference: Hashable, Sendable {
        case previous
        case samePeriodOfPreviousYear
        case period(Period)

        /// Reads `previous`, `same-period-last-year` or a period; `nil` for anything else.
        package init?(_ text: String) {
            switch text {
            case "previous": self = .previous
            case "same-period-last-year": self = .samePeriodOfPreviousYear
            default:
                guard let period = Period(text) else { return nil }
                self = .period(period)
            }
        }

        /// `nil` where the year before had no such period.
        func period(for period: Period) -> Period? {
            switch self {
            case .previous: period.previous
            case .samePeriodOfPreviousYear: period.samePeriodOfPreviousYear
            case .period(let reference): reference
            }
        }
    }

    package init(indicator: String, period: Period? = nil) {
        self.indicator = indicator
        self.period = period
    }
}

/// The values of an indicator in a period, as a caller may see them.
package struct KPIAnswer: Sendable {
    package var definition: KPIDefinition
    package var period: Period
    package var level: UnitLevel
    /// The day whose units these are.
    package var day: CivilDay
    package var category: KPICategory?
    /// One line for each unit, by code.
    package var lines: [Line]
    /// The units above them.
    package var totals: [Line]
    package var classes: ChoroplethClasses
    package var referencePeriod: Period?
    package var worst: [KPIEntry]
    package var alerts: [KPIAlert]

    /// A unit's entry with what a table and a map need beside it.
    package struct Line: Sendable {
        package var entry: KPIEntry
        package var name: String
        /// The identifier of the unit's feature, in tiles too.
        package var feature: Int64
        /// The class of the value, from 0; `nil` where none is shown.
        package var classIndex: Int?
        package var comparison: KPIComparison?
    }

    /// The line of a unit's feature.
    package func line(feature: Int64) -> Line? { lines.first { $0.feature == feature } }
}

/// The values of one unit through time.
package struct KPISeries: Sendable {
    package var definition: KPIDefinition
    package var unit: String
    package var category: KPICategory?
    /// In order of time; a period in which nothing had the code is no data.
    package var entries: [KPIEntry]
}

/// That a value was written.
package struct KPIChange: Sendable {
    /// The unit's code.
    package var unit: String
    package var period: String
    /// Empty for the whole.
    package var category: String
    /// `nil` for the first value.
    package var before: Figures?
    package var after: Figures
    package var time: Instant
    package var author: String

    /// What was said.
    package struct Figures: Hashable, Sendable {
        package var value: Double?
        package var count: Int?
        package var target: Double?
        package var state: String
    }

    init(_ change: IndicatorChange) {
        unit = change.key.unit
        period = change.key.period
        category = change.key.category
        before = change.before.map { Figures($0) }
        after = Figures(change.after)
        time = change.time
        author = change.author
    }
}

extension KPIChange.Figures {
    init(_ figures: IndicatorRow.Figures) {
        self.init(value: figures.value, count: figures.count, target: figures.target, state: figures.state)
    }
}
