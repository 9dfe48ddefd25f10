package import GeoCore

/// A number per administrative unit and period, as it was sent in or counted.
package struct KPIValue: Hashable, Sendable {
    package var unit: KPIUnit
    package var period: Period
    /// `nil` for the whole.
    package var category: KPICategory?
    /// `nil` where the unit says that it has none (chưa có số liệu), which is never 0.
    package var value: Double?
    /// How many people or things are behind the value, where it is not itself a count.
    package var count: Int?
    package var target: Double?
    package var state: KPIState
    package var updated: Instant

    package init(
        unit: KPIUnit, period: Period, category: KPICategory? = nil, value: Double?, count: Int? = nil,
        target: Double? = nil, state: KPIState, updated: Instant
    ) {
        self.unit = unit
        self.period = period
        self.category = category
        self.value = value
        self.count = count
        self.target = target
        self.state = state
        self.updated = updated
    }
}

/// One version of an administrative unit: a code alone may mean another unit at another time.
package struct KPIUnit: Hashable, Sendable, Comparable {
    package var level: UnitLevel
    package var code: String
    /// The first day of the version's validity; `nil` where it has always been.
    package var era: CivilDay?

    package init(level: UnitLevel, code: String, era: CivilDay? = nil) {
        self.level = level
        self.code = code
        self.era = era
    }

    /// By level, code, then era.
    package static func < (left: KPIUnit, right: KPIUnit) -> Bool {
        (left.level.rawValue, left.code, left.era?.number ?? .min)
            < (right.level.rawValue, right.code, right.era?.number ?? .min)
    }
}

/// One category of one breakdown: `gioi-tinh:nu`.
package struct KPICategory: Hashable, Sendable, Comparable, CustomStringConvertible {
    package var breakdown: String
    package var code: String

    package init(breakdown: String, code: String) {
        self.breakdown = breakdown
        self.code = code
    }

    /// Reads what `description` wrote.
    package init?(_ text: String) {
        guard let colon = text.firstIndex(of: ":"), colon != text.startIndex else { return nil }
        self.init(breakdown: String(text[..<colon]), code: String(text[text.index(after: colon)...]))
        guard !code.isEmpty else { return nil }
    }

    package var description: String { "\(breakdown):\(code)" }

    package static func < (left: KPICategory, right: KPICategory) -> Bool {
        (left.breakdown, left.code) < (right.breakdown, right.code)
    }
}

/// How settled a value is, the least settled first: ước tính, sơ bộ, chính thức.
package enum KPIState: String, Hashable, Sendable, CaseIterable, Comparable {
    case estimate
    case preliminary
    case official

    package static func < (left: KPIState, right: KPIState) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .estimate: 0
        case .preliminary: 1
        case .official: 2
        }
    }
}

/// The colour of a value against thresholds or target.
package enum KPIStatus: String, Hashable, Sendable, CaseIterable {
    case green
    case yellow
    case red
}

extension KPIDefinition {
    /// The colour of a value; `nil` where nothing says what is good.
    ///
    /// Without thresholds a value that reaches its target is green, one that does not is red.
    package func status(of value: Double, target: Double?) -> KPIStatus? {
        guard direction != .neutral else { return nil }
        guard let thresholds else {
            guard let target else { return nil }
            return reaches(value, target) ? .green : .red
        }
        guard let compared = Self.compared(value, target, thresholds.basis) else { return nil }
        if reaches(compared, thresholds.green) { return .green }
        return reaches(compared, thresholds.yellow) ? .yellow : .red
    }

    /// Whether a value is as good as a bound or better.
    package func reaches(_ value: Double, _ bound: Double) -> Bool {
        direction == .down ? value <= bound : value >= bound
    }

    private static func compared(_ value: Double, _ target: Double?, _ basis: KPIThresholds.Basis) -> Double? {
        guard basis == .percentOfTarget else { return value }
        guard let target, target != 0 else { return nil }
        return value / target * 100
    }
}
