import GeoCore
import HTTPTypes
import Hummingbird
import LiveMap
import MapEngine
import NIOCore

/// `/kpis`: indicators, their values by unit and period, and sending values in.
struct IndicatorRoutes: RouteGroup {
    let engine: Engine
    /// Bytes of a body of values.
    private static let bodyLimit = 4 << 20

    func add(to router: some RouterMethods<BandoRequestContext>) {
        router.get("/kpis") { try await list(exchange($0, $1)) }
        router.get("/kpis/alerts") { try await alerts(exchange($0, $1)) }
        router.get("/kpis/:id") { try await indicator(exchange($0, $1)) }
        router.get("/kpis/:id/values") { try await values(exchange($0, $1)) }
        router.get("/kpis/:id/states") { try await states(exchange($0, $1)) }
        router.get("/kpis/:id/series") { try await series(exchange($0, $1)) }
        router.put("/kpis/:id/values") { try await put(exchange($0, $1)) }
    }

    private func list(_ exchange: Exchange) async throws -> Response {
        try exchange.parameters.allow(["f"])
        let definitions = engine.indicators.definitions(for: exchange.caller)
        return try document(
            KPIDocuments.list(definitions, for: exchange.caller), exchange, title: "Chỉ tiêu · Indicators")
    }

    /// One indicator, with the periods that have values, the latest first.
    private func indicator(_ exchange: Exchange) async throws -> Response {
        try exchange.parameters.allow(["f"])
        let definition = try engine.indicators.definition(exchange.part("id"), for: exchange.caller)
        let periods = try await engine.indicators.periods(of: definition)
        let parts = engine.indicators.parts(of: definition, for: exchange.caller)
        guard case .object(let members) = KPIDocuments.description(definition, parts: parts, for: exchange.caller)
        else {
            throw EngineError(.failed, "The indicator cannot be written.")
        }
        let list = JSONMember(name: "periods", value: .array(periods.map { .text($0.description) }))
        return try document(.object(members + [list]), exchange, title: definition.title.vi)
    }

    private func alerts(_ exchange: Exchange) async throws -> Response {
        try exchange.parameters.allow(["f"])
        let alerts = try await engine.indicators.alerts(for: exchange.caller)
        let value = JSONValue.object([JSONMember(name: "alerts", value: .array(alerts.map(KPIDocuments.alert)))])
        return try document(value, exchange, title: "Chỉ tiêu không đạt · Missed targets")
    }

    private func values(_ exchange: Exchange) async throws -> Response {
        try exchange.parameters.allow(KPIQuery.parameters.union(["f"]))
        let answer = try await engine.indicators.answer(
            KPIQuery(exchange, id: exchange.part("id")), for: exchange.caller)
        return try document(KPIDocuments.values(answer), exchange, title: answer.definition.title.vi)
    }

    /// The values keyed by unit code, as the map joins them to its tiles.
    private func states(_ exchange: Exchange) async throws -> Response {
        try exchange.parameters.allow(KPIQuery.parameters.union(["f"]))
        let answer = try await engine.indicators.answer(
            KPIQuery(exchange, id: exchange.part("id")), for: exchange.caller)
        return try document(KPIDocuments.states(answer), exchange, title: answer.definition.title.vi)
    }

    private func series(_ exchange: Exchange) async throws -> Response {
        try exchange.parameters.allow(["unit", "breakdown", "from", "to", "f"])
        guard let unit = exchange.parameters["unit"] else {
            throw EngineError(.invalidParameter, "“unit” is needed: the code of a unit.", parameter: "unit")
        }
        let series = try await engine.indicators.series(
            exchange.part("id"), unit: unit, category: exchange.category(), in: exchange.periods(),
            for: exchange.caller)
        return try document(KPIDocuments.series(series), exchange, title: series.definition.title.vi)
    }

    private func put(_ exchange: Exchange) async throws -> Response {
        try exchange.parameters.allow([])
        let id = try exchange.part("id")
        let body = try await exchange.jsonBody(limit: Self.bodyLimit)
        let receipt = try await engine.indicators.put(body, to: id, by: exchange.caller)
        try await engine.live.announce(receipt)
        return .uncached(.raw(JSONText.bytes(of: KPIDocuments.receipt(receipt))))
    }

    private func document(_ value: JSONValue, _ exchange: Exchange, title: String) throws -> Response {
        try exchange.document(.raw(JSONText.bytes(of: value)), title: title)
    }
}

extension KPIQuery {
    static let parameters: Set<String> = [
        "period", "level", "at", "breakdown", "unit", "compare", "classes", "method",
    ]

    /// Reads the query of an indicator's values.
    init(_ exchange: Exchange, id: String) throws {
        let parameters = exchange.parameters
        self.init(indicator: id, period: try exchange.period())
        level = try exchange.unitLevel()
        moment = try exchange.moment()
        category = try exchange.category()
        unit = parameters["unit"]
        reference = try Self.reference(parameters)
        method = try Self.method(parameters)
        classCount = try Self.classCount(parameters) ?? classCount
    }

    private static func reference(_ parameters: QueryParameters) throws -> Reference? {
        try parameters["compare"].map { text in
            guard let reference = Reference(text) else {
                throw EngineError(
                    .invalidParameter, "“compare” may be previous, same-period-last-year or a period, not “\(text)”.",
                    parameter: "compare")
            }
            return reference
        }
    }

    private static func method(_ parameters: QueryParameters) throws -> ChoroplethClasses.Method? {
        try parameters["method"].map { text in
            guard let method = ChoroplethClasses.Method(rawValue: text) else {
                let known = ChoroplethClasses.Method.allCases.map(\.rawValue).joined(separator: ", ")
                throw EngineError(
                    .invalidParameter, "“method” may be \(known), not “\(text)”.", parameter: "method")
            }
            return method
        }
    }

    private static func classCount(_ parameters: QueryParameters) throws -> Int? {
        guard let count = try parameters.integer("classes") else { return nil }
        guard (1...9).contains(count) else {
            throw EngineError(.invalidParameter, "“classes” must lie between 1 and 9.", parameter: "classes")
        }
        return count
    }
}

extension Exchange {
    /// `period`, or `nil` where it is absent.
    func period() throws -> Period? {
        guard let text = parameters["period"] else { return nil }
        guard let period = Period(text) else {
            throw EngineError(
                .invalidParameter,
                "“period” must be such as 2026, 2026-Q3, 2026-10, 2026-W47 or 2026-11-21, not “\(text)”.",
                parameter: "period")
        }
        return period
    }

    /// `from` and `to`, both periods; `nil` where neither is given.
    func periods() throws -> ClosedRange<Period>? {
        guard parameters["from"] != nil || parameters["to"] != nil else { return nil }
        guard let from = parameters["from"].flatMap({ Period($0) }), let to = parameters["to"].flatMap({ Period($0) }),
            from <= to
        else {
            throw EngineError(
                .invalidParameter,
                "“from” and “to” must both be periods, the earlier first, such as 2025-01 and 2026-10.",
                parameter: "from")
        }
        return from...to
    }

    /// `breakdown` as `name:code`, or `nil` where it is absent.
    func category() throws -> KPICategory? {
        guard let text = parameters["breakdown"] else { return nil }
        guard let category = KPICategory(text) else {
            throw EngineError(
                .invalidParameter, "“breakdown” must be such as sex:f, not “\(text)”.", parameter: "breakdown")
        }
        return category
    }
}
