import GeoCore
import HTTPTypes
import Hummingbird
import LiveMap
import MapEngine
import NIOCore

/// `/violations/statistics` and `/violations/report`: a month in counts and on paper, for those who handle fisheries.
struct ViolationReportRoutes: RouteGroup {
    let engine: Engine

    func add(to router: some RouterMethods<BandoRequestContext>) {
        router.get("/violations/statistics") { try await statistics(exchange($0, $1)) }
        router.get("/violations/report") { try await report(exchange($0, $1)) }
    }

    private func statistics(_ exchange: Exchange) async throws -> Response {
        try exchange.parameters.allow(["month", "group", "f"])
        let groupings = try groupings(exchange)
        let month = try month(exchange)
        let statistics = try await engine.violationReports.statistics(of: month, by: groupings, for: exchange.caller)
        return try exchange.document(
            ViolationStatisticsDocument.value(statistics, of: month), title: "Vi phạm · Violations \(month.name)")
    }

    private func report(_ exchange: Exchange) async throws -> Response {
        try exchange.parameters.allow(["month"])
        let month = try month(exchange)
        let bytes = try await engine.violationReports.report(of: month, for: exchange.caller)
        var headers: HTTPFields = [.contentType: "application/pdf", .cacheControl: "no-store"]
        headers[.contentDisposition] = "inline; filename=\"vi-pham-\(month.name).pdf\""
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// The month that is asked for; without one, the month before the present one.
    private func month(_ exchange: Exchange) throws -> ReportedMonth {
        guard let text = exchange.parameters["month"] else {
            return ReportedMonth(before: engine.live.currentInstant.day())
        }
        guard let month = ReportedMonth(text) else {
            throw EngineError(
                .invalidParameter, "“month” must be a month such as 2026-11, not “\(text)”.", parameter: "month")
        }
        return month
    }

    private func groupings(_ exchange: Exchange) throws -> [ViolationGrouping] {
        let names = (exchange.parameters["group"] ?? "rule,unit,length").split(separator: ",").map(String.init)
        let known = ViolationGrouping.allCases.map(\.rawValue).joined(separator: ", ")
        let groupings = try names.map { name in
            guard let grouping = ViolationGrouping(rawValue: name) else {
                throw EngineError(
                    .invalidParameter, "“group” may be some of \(known), not “\(name)”.", parameter: "group")
            }
            return grouping
        }
        guard !groupings.isEmpty, Set(groupings).count == groupings.count else {
            throw EngineError(.invalidParameter, "“group” names some of \(known), each once.", parameter: "group")
        }
        return groupings
    }
}

/// Counts of violations as a JSON document.
enum ViolationStatisticsDocument {
    static func value(_ statistics: ViolationStatistics, of month: ReportedMonth) -> JSONDocument {
        let groups = statistics.groups.map { group in
            let keys = zip(statistics.groupings, group.keys).map { grouping, key in
                JSONDocument.Member(
                    name: grouping.rawValue,
                    value: .object([
                        "key": key.key.isEmpty ? .null : .string(key.key), "title": .string(key.title),
                    ]))
            }
            return JSONDocument.object(keys + members(of: group.count))
        }
        return .object([
            "month": .string(month.name), "from": .string(month.span.lowerBound.rfc3339()),
            "to": .string(month.span.upperBound.rfc3339()), "groups": .array(groups),
            "total": .object(members(of: statistics.total)),
        ])
    }

    private static func members(of count: ViolationCount) -> [JSONDocument.Member] {
        let states = CaseState.allCases.compactMap { state in
            count.states[state].map { JSONDocument.Member(name: state.rawValue, value: .count($0)) }
        }
        return [
            .init(name: "count", value: .count(count.count)), .init(name: "lasting", value: .count(count.lasting)),
            .init(name: "states", value: .object(states)),
        ]
    }
}
