import Foundation
import GeoCore
import HTTPTypes
import Hummingbird
import LiveMap
import MapEngine
import NIOCore

/// `/devices/{layer}`: readings in, tracks and series out, for every layer whose definition says that it moves or measures.
struct DeviceRoutes: RouteGroup {
    let engine: Engine

    func add(to router: some RouterMethods<BandoRequestContext>) {
        router.post("/devices/:layer/readings") { try await receive(exchange($0, $1)) }
        router.get("/devices/:layer/:id/track") { try await track(exchange($0, $1)) }
        router.get("/devices/:layer/:id/series") { try await series(exchange($0, $1)) }
    }

    private func receive(_ exchange: Exchange) async throws -> Response {
        try exchange.parameters.allow([])
        try engine.live.requireDeviceSender(exchange.caller)
        let body = try await exchange.records()
        let answer = try await engine.live.receive(
            body, of: exchange.part("layer"), form: exchange.recordForm, from: exchange.caller)
        return .uncached(PositionAnswerDocument.value(answer))
    }

    private func track(_ exchange: Exchange) async throws -> Response {
        try exchange.parameters.allow(["from", "to", "f"])
        let format = try TrackFormat(exchange)
        let track = try await engine.live.track(
            of: exchange.part("id"), in: exchange.part("layer"), during: try lastDay(exchange), for: exchange.caller)
        return exchange.response(track, as: format)
    }

    private func series(_ exchange: Exchange) async throws -> Response {
        try exchange.parameters.allow(["name", "from", "to", "bucket", "f"])
        guard let name = exchange.parameters["name"] else {
            throw EngineError(.invalidParameter, "“name” is needed: what was measured.", parameter: "name")
        }
        let series = try await engine.live.series(
            of: exchange.part("id"), in: exchange.part("layer"), field: name,
            during: try lastDay(exchange), bucketSeconds: try exchange.bucketSeconds(), for: exchange.caller)
        return try exchange.document(DeviceSeriesDocument.value(series), title: "\(series.name) · \(name)")
    }

    /// `from` and `to`; without them the last day.
    private func lastDay(_ exchange: Exchange) throws -> Range<Instant> {
        try exchange.span(lastHours: 24, until: engine.live.currentInstant)
    }
}

/// A series as JSON: stretches with the least, the greatest and the mean of their numbers, or states with their times and titles.
enum DeviceSeriesDocument {
    static func value(_ series: DeviceSeries) -> JSONDocument {
        .object([
            "layer": .string(series.layer.name), "id": .string(series.object.text), "code": .string(series.name),
            "name": .string(series.field.name), "title": title(series.field.title),
            "unit": .text(series.field.unit), "from": .string(series.span.lowerBound.rfc3339()),
            "to": .string(series.span.upperBound.rfc3339()), "bucket": bucket(series), "values": numbers(series),
            "states": states(series),
        ])
    }

    private static func bucket(_ series: DeviceSeries) -> JSONDocument? {
        guard case .numbers(let seconds, _) = series.values else { return nil }
        return .count(Int(seconds))
    }

    private static func numbers(_ series: DeviceSeries) -> JSONDocument? {
        guard case .numbers(_, let stretches) = series.values else { return nil }
        return .array(stretches.map(stretch))
    }

    private static func states(_ series: DeviceSeries) -> JSONDocument? {
        guard case .states(let states) = series.values else { return nil }
        return .array(states.map { state($0, of: series.field) })
    }

    private static func stretch(_ stretch: DeviceSeries.Stretch) -> JSONDocument {
        .object([
            "time": .string(stretch.start.rfc3339()), "count": .count(stretch.count),
            "min": .number(stretch.minimum), "max": .number(stretch.maximum), "mean": .number(stretch.mean),
        ])
    }

    private static func state(_ state: DeviceSeries.State, of field: FieldDefinition) -> JSONDocument {
        let code = field.codes.first { $0.value == state.value }
        return .object([
            "value": .string(state.value), "title": code.map { title($0.title) },
            "from": .string(state.from.rfc3339()), "to": .string(state.to.rfc3339()), "count": .count(state.count),
        ])
    }

    private static func title(_ title: LocalizedText) -> JSONDocument {
        .object(["vi": .string(title.vi), "en": .string(title.en)])
    }
}

/// What a sender of positions or readings is told, as JSON.
enum PositionAnswerDocument {
    static func value(_ answer: PositionAnswer) -> JSONDocument {
        let refusals = answer.refusals.map { refusal in
            JSONDocument.object(["index": .count(refusal.index), "reason": .string(refusal.reason)])
        }
        return .object([
            "accepted": .count(answer.accepted), "late": .count(answer.late), "suspect": .count(answer.suspect),
            "duplicate": .count(answer.duplicate), "refused": .count(answer.refused), "refusals": .array(refusals),
        ])
    }
}

extension Exchange {
    /// A body of positions or readings, at most 10 MiB of them.
    func records() async throws -> [UInt8] { try await body(limit: 10 << 20) }

    /// The form that the content type names; JSON and NDJSON are told apart by the body where it names neither.
    var recordForm: LiveMap.PositionReader.Form {
        let type = request.headers[.contentType]?.split(separator: ";").first ?? ""
        return type.trimmingCharacters(in: .whitespaces).lowercased().contains("ndjson") ? .lines : .detected
    }

    /// `bucket` in seconds, written as such or as 30s, 10m, 1h or 1d; `nil` where it is absent.
    func bucketSeconds() throws -> Int64? {
        guard let text = parameters["bucket"] else { return nil }
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        let unit = text.last.flatMap { units[$0] }
        guard let number = Int64(unit == nil ? text[...] : text.dropLast()), (1...1_000_000).contains(number) else {
            throw EngineError(
                .invalidParameter, "“bucket” must be a length of time such as 60, 10m, 1h or 1d, not “\(text)”.",
                parameter: "bucket")
        }
        return number * (unit ?? 1)
    }
}
