package import GeoCore

/// The value of an indicator of one unit, period and category, as the store keeps it.
package struct IndicatorRow: Hashable, Sendable {
    package var key: Key
    package var figures: Figures
    package var updated: Instant
    /// The caller's name.
    package var author: String

    package init(key: Key, figures: Figures, updated: Instant, author: String) {
        self.key = key
        self.figures = figures
        self.updated = updated
        self.author = author
    }

    /// What there is one value for.
    package struct Key: Hashable, Sendable {
        package var indicator: String
        package var level: UnitLevel
        /// The unit's code.
        package var unit: String
        /// The first day of the validity of the unit's version; `nil` where it has always been.
        package var era: CivilDay?
        /// In the form of the contract, `2026-Q4`.
        package var period: String
        /// The period's first day.
        package var firstDay: CivilDay
        /// Empty for the whole.
        package var category: String

        package init(
            indicator: String, level: UnitLevel, unit: String, era: CivilDay?, period: String, firstDay: CivilDay,
            category: String = ""
        ) {
            self.indicator = indicator
            self.level = level
            self.unit = unit
            self.era = era
            self.period = period
            self.firstDay = firstDay
            self.category = category
        }
    }

    /// What was said.
    package struct Figures: Hashable, Sendable {
        /// `nil` where the unit says that it has none.
        package var value: Double?
        package var count: Int?
        package var target: Double?
        package var state: String

        package init(value: Double?, count: Int? = nil, target: Double? = nil, state: String) {
            self.value = value
            self.count = count
            self.target = target
            self.state = state
        }
    }
}

/// That a value was written: who, when, and what stood there before.
package struct IndicatorChange: Hashable, Sendable {
    /// Grows with every change of any indicator; never reused.
    package var number: Int64
    package var key: IndicatorRow.Key
    /// `nil` for the first value.
    package var before: IndicatorRow.Figures?
    package var after: IndicatorRow.Figures
    package var time: Instant
    package var author: String
}

/// What writing values came to; the three add up to the rows given.
package struct IndicatorOutcome: Hashable, Sendable {
    package var added = 0
    package var changed = 0
    /// Already as given: neither the time nor the history of these moves.
    package var unchanged = 0
}
