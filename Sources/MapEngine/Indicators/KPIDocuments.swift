package import GeoCore
package import LiveMap

/// Indicators as JSON for the HTTP interface. Numbers are those of the definitions' decimals, days `YYYY-MM-DD`.
package enum KPIDocuments {
    /// `GET /kpis`: `{"kpis": […]}`.
    package static func list(_ definitions: [KPIDefinition], for caller: Caller) -> JSONValue {
        let known = Set(definitions.map(\.id))
        let list = definitions.map { definition in
            description(definition, parts: definition.aggregation.parts.filter(known.contains), for: caller)
        }
        return .object([JSONMember(name: "kpis", value: .array(list))])
    }

    /// One definition, with only what a caller may know.
    ///
    /// - Parameter parts: Those of its parts that the caller may know of.
    package static func description(_ definition: KPIDefinition, parts: [KPIID], for caller: Caller) -> JSONValue {
        var object = JSONObject()
        object.add("id", .text(definition.id.name))
        object.add("title", text(definition.title))
        object.add("summary", definition.summary.map(text))
        object.add("code", definition.code.map(JSONValue.text))
        object.add("measure", .text(definition.measure))
        object.add("decimals", .integer(Int64(definition.decimals)))
        object.add("period", .text(definition.period.rawValue))
        object.add("cumulative", .boolean(definition.isCumulative))
        object.add("level", .text(definition.level.rawValue))
        object.add("breakdowns", .array(definition.breakdowns.map(breakdown)))
        object.add("direction", .text(definition.direction.rawValue))
        object.add("thresholds", definition.thresholds.map(thresholds))
        object.add("target", definition.target.map(JSONValue.real))
        object.add("source", .text(definition.source))
        object.add("owner", .text(definition.owner))
        object.add("aggregation", .text(definition.aggregation.name))
        object.add("computedFrom", definition.computedFrom(parts))
        object.add("suppressBelow", definition.suppressBelow.map { .integer(Int64($0)) })
        object.add("editable", .boolean(definition.takesValues && definition.access.allowsEditing(by: caller)))
        return object.value
    }

    /// `GET /kpis/{id}/values`: the values by unit, the totals above, the legend, the worst five and missed targets.
    package static func values(_ answer: KPIAnswer) -> JSONValue {
        var object = JSONObject()
        object.add("kpi", .text(answer.definition.id.name))
        object.add("title", text(answer.definition.title))
        object.add("measure", .text(answer.definition.measure))
        object.add("period", .text(answer.period.description))
        object.add("level", .text(answer.level.rawValue))
        object.add("at", .text(answer.day.description))
        object.add("breakdown", answer.category.map { .text($0.description) })
        object.add("reference", answer.referencePeriod.map { .text($0.description) })
        object.add("values", .array(answer.lines.map(line)))
        object.add("totals", .array(answer.totals.map(line)))
        object.add("legend", legend(answer))
        object.add("worst", .array(answer.worst.map { .text($0.unit.code) }))
        object.add("alerts", .array(answer.alerts.map(alert)))
        return object.value
    }

    /// A small object keyed by unit code, for feature state: `{"21583": {"feature", "figure", "value", "class", "status"}}`.
    package static func states(_ answer: KPIAnswer) -> JSONValue {
        .object(
            answer.lines.map { line in
                var object = JSONObject()
                object.add("feature", .integer(line.feature))
                object.add("figure", .text(line.entry.figure.name))
                object.add("value", line.entry.figure.number.map(JSONValue.real))
                object.add("class", line.classIndex.map { .integer(Int64($0)) })
                object.add("status", line.entry.status.map { .text($0.rawValue) })
                return JSONMember(name: line.entry.unit.code, value: object.value)
            })
    }

    /// One unit's values through time.
    package static func series(_ series: KPISeries) -> JSONValue {
        var object = JSONObject()
        object.add("kpi", .text(series.definition.id.name))
        object.add("unit", .text(series.unit))
        object.add("breakdown", series.category.map { .text($0.description) })
        object.add("values", .array(series.entries.map { entry($0).value }))
        return object.value
    }

    /// A missed target.
    package static func alert(_ alert: KPIAlert) -> JSONValue {
        var object = JSONObject()
        object.add("id", .text(alert.id))
        object.add("kpi", .text(alert.kpi.name))
        object.add("unit", .text(alert.entry.unit.code))
        object.add("period", .text(alert.entry.period.description))
        object.add("value", .real(alert.value))
        object.add("target", .real(alert.target))
        object.add("shortfall", .real(alert.shortfall))
        object.add("status", alert.entry.status.map { .text($0.rawValue) })
        return object.value
    }

    /// What was written when and by whom: `{"changes": […]}`.
    package static func changes(_ changes: [KPIChange]) -> JSONValue {
        let list = changes.map { change in
            var object = JSONObject()
            object.add("unit", .text(change.unit))
            object.add("period", .text(change.period))
            object.add("breakdown", change.category.isEmpty ? nil : .text(change.category))
            object.add("before", change.before.map(said) ?? .null)
            object.add("after", said(change.after))
            object.add("time", .text(change.time.rfc3339()))
            object.add("author", .text(change.author))
            return object.value
        }
        return .object([JSONMember(name: "changes", value: .array(list))])
    }

    private static func said(_ figures: KPIChange.Figures) -> JSONValue {
        var object = JSONObject()
        object.add("value", figures.value.map(JSONValue.real) ?? .null)
        object.add("count", figures.count.map { .integer(Int64($0)) })
        object.add("target", figures.target.map(JSONValue.real))
        object.add("state", .text(figures.state))
        return object.value
    }

    /// `PUT /kpis/{id}/values`.
    package static func receipt(_ receipt: KPIReceipt) -> JSONValue {
        var object = JSONObject()
        object.add("added", .integer(Int64(receipt.added)))
        object.add("changed", .integer(Int64(receipt.changed)))
        object.add("unchanged", .integer(Int64(receipt.unchanged)))
        object.add("alerts", .array(receipt.alerts.map(alert)))
        return object.value
    }

    /// A unit's line; also what `/events` tells of it, as the properties of a feature.
    package static func line(_ line: KPIAnswer.Line) -> JSONValue {
        var object = entry(line.entry)
        object.add("name", .text(line.name))
        object.add("feature", .integer(line.feature))
        object.add("class", line.classIndex.map { .integer(Int64($0)) })
        if let comparison = line.comparison {
            object.add("reference", comparison.reference.number.map(JSONValue.real) ?? .null)
            object.add("difference", comparison.difference.map(JSONValue.real))
            object.add("percent", comparison.percent.map(JSONValue.real))
            object.add("better", comparison.isBetter.map(JSONValue.boolean))
        }
        return object.value
    }

    private static func entry(_ entry: KPIEntry) -> JSONObject {
        var object = JSONObject()
        object.add("unit", .text(entry.unit.code))
        object.add("validFrom", entry.unit.era.map { .text($0.description) })
        object.add("period", .text(entry.period.description))
        object.add("figure", .text(entry.figure.name))
        object.add("value", entry.figure.number.map(JSONValue.real) ?? .null)
        object.add("target", entry.target.map(JSONValue.real))
        object.add("state", entry.state.map { .text($0.rawValue) })
        object.add("status", entry.status.map { .text($0.rawValue) })
        object.add("updated", entry.updated.map { .text($0.rfc3339()) })
        object.add("reported", entry.reported.map { .integer(Int64($0)) })
        object.add("expected", entry.expected.map { .integer(Int64($0)) })
        return object
    }

    private static func legend(_ answer: KPIAnswer) -> JSONValue {
        let count = { (name: String) in
            JSONValue.integer(Int64(answer.lines.filter { $0.entry.figure.name == name }.count))
        }
        var object = JSONObject()
        object.add("method", .text(answer.classes.method.rawValue))
        object.add("direction", .text(answer.definition.direction.rawValue))
        object.add("bounds", .array(answer.classes.bounds.map(JSONValue.real)))
        object.add("noData", count("no-data"))
        object.add("suppressed", count("suppressed"))
        return object.value
    }

    private static func text(_ text: LocalizedText) -> JSONValue {
        .object([JSONMember(name: "vi", value: .text(text.vi)), JSONMember(name: "en", value: .text(text.en))])
    }

    private static func breakdown(_ breakdown: KPIBreakdown) -> JSONValue {
        var object = JSONObject()
        object.add("name", .text(breakdown.name))
        object.add("title", text(breakdown.title))
        object.add(
            "codes",
            .array(
                breakdown.codes.map { code in
                    .object([
                        JSONMember(name: "value", value: .text(code.value)),
                        JSONMember(name: "title", value: text(code.title)),
                    ])
                }))
        return object.value
    }

    private static func thresholds(_ thresholds: KPIThresholds) -> JSONValue {
        var object = JSONObject()
        object.add("green", .real(thresholds.green))
        object.add("yellow", .real(thresholds.yellow))
        object.add("basis", .text(thresholds.basis.rawValue))
        return object.value
    }
}

/// Members in the order in which they are added; what is not there is left out.
struct JSONObject {
    private var members: [JSONMember] = []

    mutating func add(_ name: String, _ value: JSONValue?) {
        if let value { members.append(JSONMember(name: name, value: value)) }
    }

    var value: JSONValue { .object(members) }
}

extension KPIAggregation {
    /// The word of the definition file.
    fileprivate var name: String {
        switch self {
        case .none: "none"
        case .sum: "sum"
        case .weightedMean: "mean"
        case .ratio: "ratio"
        }
    }
}

extension KPIDefinition {
    /// The indicators or the layer that values are computed from; `nil` where they are sent in.
    fileprivate func computedFrom(_ parts: [KPIID]) -> JSONValue? {
        if let tally { return .object([JSONMember(name: "layer", value: .text(tally.layer.name))]) }
        guard !aggregation.parts.isEmpty else { return nil }
        return .object([JSONMember(name: "kpis", value: .array(parts.map { .text($0.name) }))])
    }
}
