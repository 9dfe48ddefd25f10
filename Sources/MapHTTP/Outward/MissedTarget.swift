import GeoCore
import LiveMap
import MapEngine

/// What an alert says of an indicator's value, as its event had it.
struct MissedTarget: Hashable, Sendable {
    var indicator: String
    var unit: String
    /// The unit's name; its code where the event does not say.
    var name: String
    var period: Period
    var value: Double
    var target: Double?
    /// Whether the value is red, and not one that has recovered.
    var isMissed: Bool
    /// Of a value that is computed from those of other units: how many of them had reported, and how many there are.
    var reported: Reported?

    struct Reported: Hashable, Sendable {
        var count: Int
        var expected: Int
    }

    /// `nil` for an alert of another kind.
    init?(_ alert: UrgentAlert) {
        guard alert.kind == .kpi else { return nil }
        self.init(alert.properties)
    }

    /// `nil` where the properties are no judged value of a unit: without colour or number, such as a suppressed one.
    fileprivate init?(_ properties: JSONValue) {
        func text(_ name: String) -> String? {
            guard case .text(let text)? = properties[name] else { return nil }
            return text
        }
        guard let indicator = text("kpi"), let unit = text("unit"), let period = text("period").flatMap({ Period($0) }),
            let status = text("status").flatMap(KPIStatus.init(rawValue:)),
            let value = properties["value"]?.fieldValue?.number
        else { return nil }
        self.init(
            indicator: indicator, unit: unit, name: text("name") ?? unit, period: period, value: value,
            target: properties["target"]?.fieldValue?.number, isMissed: status == .red)
        if let count = properties["reported"]?.fieldValue?.number,
            let expected = properties["expected"]?.fieldValue?.number
        {
            reported = Reported(count: Int(count), expected: Int(expected))
        }
    }

    private init(
        indicator: String, unit: String, name: String, period: Period, value: Double, target: Double?, isMissed: Bool
    ) {
        self.indicator = indicator
        self.unit = unit
        self.name = name
        self.period = period
        self.value = value
        self.target = target
        self.isMissed = isMissed
    }

    /// The code by which an alert knows the value, such as `budget-revenue/21583/2026-11`.
    var code: String { "\(indicator)/\(unit)/\(period)" }

    /// The period of such a code; `nil` for a text that is none.
    static func period(ofCode code: String) -> Period? {
        code.split(separator: "/").last.flatMap { Period(String($0)) }
    }
}

extension Period {
    /// Whether a day lies in the period or in the one after it: then its values are news, and not history that is sent in.
    func isPresent(on day: CivilDay) -> Bool { contains(day) || next.contains(day) }
}

extension UrgentAlert {
    /// The alert of an indicator's value; `nil` for one that nobody needs to be told of.
    init?(indicator event: PublishedEvent, at now: Instant) {
        guard let properties = Self.feature(event.payload)?["properties"], let told = MissedTarget(properties),
            told.period.isPresent(on: now.day())
        else { return nil }
        self.init(
            id: event.id, kind: .kpi, code: told.code,
            state: told.isMissed ? .detected : .recovered, time: now, topic: event.topic, layer: event.audience.layer,
            payload: event.payload, properties: properties)
    }
}
