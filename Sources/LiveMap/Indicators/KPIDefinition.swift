package import GeoCore

/// What an indicator is: read from `kpis/<id>.yaml`, never compiled in.
///
/// A record of the national statistical catalogue: code, name, breakdowns, period, responsible body (mã số, chỉ tiêu, phân
/// tổ chủ yếu, kỳ công bố, cơ quan chịu trách nhiệm), and what serving needs beside it.
package struct KPIDefinition: Hashable, Sendable {
    package var id: KPIID
    package var title: LocalizedText
    package var summary: LocalizedText?
    /// The number in the catalogue that the indicator comes from; `nil` for a local one.
    package var code: String?
    /// Such as `%`, `hồ sơ`, `tỷ đồng`.
    package var measure: String
    /// Decimals that values are kept and shown with, 0 to 6; what is summed is what is shown.
    package var decimals: Int
    package var period: PeriodKind
    /// Whether a value covers the year from its beginning to the end of its period (luỹ kế).
    package var isCumulative: Bool
    /// The level that values are given for; higher ones follow from it by `aggregation`.
    package var level: UnitLevel
    package var breakdowns: [KPIBreakdown]
    package var direction: KPIDirection
    package var thresholds: KPIThresholds?
    /// The target of every unit and period whose value brings none of its own.
    package var target: Double?
    /// The document or system that the values come from.
    package var source: String
    /// The body that answers for the values.
    package var owner: String
    package var aggregation: KPIAggregation
    /// The features that the values are counted from; `nil` where values are sent in.
    package var tally: KPITally?
    /// Counts from 1 to below this are hidden from those without `access.exact`; `nil` hides nothing.
    package var suppressBelow: Int?
    package var access: KPIAccess

    package init(
        id: KPIID, title: LocalizedText, summary: LocalizedText? = nil, code: String? = nil, measure: String,
        decimals: Int = 0, period: PeriodKind, isCumulative: Bool = false, level: UnitLevel = .commune,
        breakdowns: [KPIBreakdown] = [], direction: KPIDirection, thresholds: KPIThresholds? = nil,
        target: Double? = nil, source: String, owner: String, aggregation: KPIAggregation, tally: KPITally? = nil,
        suppressBelow: Int? = nil, access: KPIAccess = KPIAccess()
    ) {
        self.id = id
        self.title = title
        self.summary = summary
        self.code = code
        self.measure = measure
        self.decimals = decimals
        self.period = period
        self.isCumulative = isCumulative
        self.level = level
        self.breakdowns = breakdowns
        self.direction = direction
        self.thresholds = thresholds
        self.target = target
        self.source = source
        self.owner = owner
        self.aggregation = aggregation
        self.tally = tally
        self.suppressBelow = suppressBelow
        self.access = access
    }

    /// A value as it is kept and shown.
    package func rounded(_ value: Double) -> Double {
        let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
        return (value * scale).rounded() / scale
    }

    /// Whether values may be sent in: neither counted from features nor computed from other indicators.
    package var takesValues: Bool {
        if case .ratio = aggregation { return false }
        return tally == nil
    }
}

/// The identifier of an indicator: kebab-case, the name of its file.
package struct KPIID: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let name: String

    /// `nil` unless the text is kebab-case, as for `LayerID`.
    package init?(_ text: String) {
        guard LayerID(text) != nil else { return nil }
        name = text
    }

    package var description: String { name }

    package static func < (left: KPIID, right: KPIID) -> Bool { left.name < right.name }
}

/// Whether more is better.
package enum KPIDirection: String, Hashable, Sendable, CaseIterable {
    case up
    case down
    /// Neither: a population.
    case neutral
}

/// A way in which an indicator is split, such as by sex: phân tổ.
package struct KPIBreakdown: Hashable, Sendable {
    /// Snake case.
    package var name: String
    package var title: LocalizedText
    package var codes: [Code]

    package init(name: String, title: LocalizedText, codes: [Code]) {
        self.name = name
        self.title = title
        self.codes = codes
    }
}

/// How the value of a unit follows from those of the units in it.
package enum KPIAggregation: Hashable, Sendable {
    /// It does not; each level is told by itself.
    case none
    case sum
    /// The mean, weighted by another indicator of the same units and periods.
    case weightedMean(by: KPIID)
    /// At every level a quotient of two other indicators times a factor: never a mean of quotients.
    case ratio(of: KPIID, to: KPIID, factor: Double)

    /// The indicators that this one is computed with.
    package var parts: [KPIID] {
        switch self {
        case .none, .sum: []
        case .weightedMean(let weight): [weight]
        case .ratio(let numerator, let denominator, _): [numerator, denominator]
        }
    }
}

/// Values from which an indicator is green, and from which it is yellow; beyond is red.
package struct KPIThresholds: Hashable, Sendable {
    package var green: Double
    package var yellow: Double
    package var basis: Basis

    /// What the numbers compare with.
    package enum Basis: String, Hashable, Sendable, CaseIterable {
        case value
        /// The value in percent of its target.
        case percentOfTarget = "percent-of-target"
    }

    package init(green: Double, yellow: Double, basis: Basis = .value) {
        self.green = green
        self.yellow = yellow
        self.basis = basis
    }
}

/// Counting features of a layer by unit and period.
package struct KPITally: Hashable, Sendable {
    package var layer: LayerID
    /// The number field to add up; `nil` counts features.
    package var sum: String?
    /// The date or time field by which a feature falls into a period, at +07:00.
    package var time: String
    /// The field with the code of the feature's unit; `nil` takes the unit that holds the feature's place.
    package var unit: String?
    /// The code of the unit that every feature counts to, for what has no unit of its own; goes before `unit`.
    package var unitCode: String?
    /// The field of each breakdown.
    package var breakdowns: [String: String]
    /// Values that fields must have, any one of each list.
    package var conditions: [Condition]
    /// Date or time fields that must not lie after another one: `["done": "due"]`; both must be there.
    package var notAfter: [String: String] = [:]

    /// A field with the values that count.
    package struct Condition: Hashable, Sendable {
        package var field: String
        package var values: [FieldValue]

        package init(field: String, values: [FieldValue]) {
            self.field = field
            self.values = values
        }
    }

    package init(
        layer: LayerID, sum: String? = nil, time: String, unit: String? = nil, unitCode: String? = nil,
        breakdowns: [String: String] = [:],
        conditions: [Condition] = []
    ) {
        self.layer = layer
        self.sum = sum
        self.time = time
        self.unit = unit
        self.unitCode = unitCode
        self.breakdowns = breakdowns
        self.conditions = conditions
    }
}

/// Who sees an indicator, who sends its values, and who sees small counts; administrators and stewards do all three.
package struct KPIAccess: Hashable, Sendable {
    /// `nil`: everybody.
    package var read: Set<Role>?
    package var edit: Set<Role>
    /// Who sees values that are hidden from others for their small counts.
    package var exact: Set<Role>

    package init(read: Set<Role>? = nil, edit: Set<Role> = [], exact: Set<Role> = []) {
        self.read = read
        self.edit = edit
        self.exact = exact
    }

    package func allowsReading(by caller: Caller) -> Bool { settings.allowsReading(by: caller) }

    package func allowsEditing(by caller: Caller) -> Bool { settings.allowsEditing(by: caller) }

    package func allowsSmallCounts(for caller: Caller) -> Bool {
        AccessSettings(edit: exact).allowsEditing(by: caller)
    }

    private var settings: AccessSettings { AccessSettings(read: read, edit: edit) }
}
