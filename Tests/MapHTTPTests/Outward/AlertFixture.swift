import Foundation
import GeoCore
import GeoStorage
import Hummingbird
import MapTesting
import ServiceLifecycle
import Testing

@testable import MapEngine
@testable import MapHTTP

/// An engine that serves live, with receivers of alerts, whose events the test makes up.
final class AlertFixture: Sendable {
    let temporary: TemporaryWorkspace
    let engine: Engine

    static let secret = "0123456789abcdef"

    init(_ alerts: String, publicURL: String = "https://bando.example.vn/x/") async throws {
        temporary = try TemporaryWorkspace()
        engine = try await temporary.engine(configuration: "publicURL: \(publicURL)\nalerts:\n\(alerts)\n")
        try await engine.live.begin()
        // As if the receivers had been served before, so that what the test publishes is after their place.
        for key in receivers { try file(key).save(AlertMemory(place: engine.live.hub.newestID)) }
    }

    private var receivers: [String] {
        let alerts = engine.configuration.alerts
        return alerts.webhooks.map(\.url.absoluteString)
            + (alerts.email.map { ["mailto:" + $0.to.sorted().joined(separator: ",")] } ?? [])
    }

    func file(_ key: String) -> AlertFile { AlertFile(folder: engine.workspace.liveFolder, receiver: key) }

    static func webhook(_ port: Int, kinds: String = "boundary, report", hours: Int = 24) -> String {
        "  hours: \(hours)\n  webhooks: [{ url: \"http://127.0.0.1:\(port)/hook\", kinds: [\(kinds)], secret: \(secret) }]"
    }

    static func email(_ port: Int, to: String = "truc@example.vn", tls: String = "offered") -> String {
        "  email: { smtp: 127.0.0.1:\(port), tls: \(tls), from: bando@example.vn, to: [\(to)], kinds: [boundary, report, kpi] }"
    }

    /// Tells an event of a violation, as it stands, begun an hour ago unless said otherwise.
    func violation(
        _ code: String, _ state: String = "detected", kind: String = "boundary",
        opened: String = "2026-11-21T08:00:00+07:00"
    ) async throws {
        try await publish(
            "violation", layer: "violations",
            """
            {"ma":"\(code)","loai":"\(kind)","ten":"BĐ 99119-TS","trang_thai":"\(state)","mo_luc":"\(opened)",\
            "bang_chung":"[{\\"lon\\":1}]"}
            """)
    }

    func report(_ code: String, urgency: String) async throws {
        try await publish(
            "report", layer: "reports",
            """
            {"code":"\(code)","urgency":"\(urgency)","state":"received","received":"2026-11-21T08:30:00+07:00",\
            "text":"Cháy\\r\\nSubject: x"}
            """)
    }

    /// Imports the communes and takes in a value of the month's revenue, with its target.
    func revenue(_ unit: String, _ value: Double, of target: Double = 100, period: String = "2026-11") async throws {
        try await put(
            "budget-revenue",
            #"[{"unit": "\#(unit)", "period": "\#(period)", "value": \#(value), "target": \#(target)}]"#)
    }

    /// Takes in values of November's revenue of several communes at once, each with a target of 100.
    func revenues(_ values: [(unit: String, value: Double)]) async throws {
        let items = values.map {
            #"{"unit": "\#($0.unit)", "period": "2026-11", "value": \#($0.value), "target": 100}"#
        }
        try await put("budget-revenue", "[\(items.joined(separator: ","))]")
    }

    /// Takes in dossiers of November that were settled, and on time.
    func dossiers(_ unit: String, settled: Int, onTime: Int) async throws {
        for (indicator, count) in [("dossiers-settled", settled), ("dossiers-on-time", onTime)] {
            try await put(indicator, #"[{"unit": "\#(unit)", "period": "2026-11", "value": \#(count)}]"#)
        }
    }

    private func put(_ indicator: String, _ body: String) async throws {
        if engine.statuses[LayerID("commune")!] == nil {
            for (layer, file) in [("commune", "xa-tu-2025-07.geojson"), ("province", "tinh-tu-2025-07.geojson")] {
                _ = try await engine.importer.run(
                    layer: layer, files: [TemporaryWorkspace.datasets.appending(path: file)], options: ImportOptions(),
                    author: "test")
            }
            try await engine.refresh()
        }
        let receipt = try await engine.indicators.put(
            try JSONReader.value(from: Array(body.utf8)), to: indicator,
            by: Caller(role: .operator, name: "Văn phòng Ủy ban"))
        try await engine.live.announce(receipt)
    }

    private func publish(_ topic: String, layer: String, _ properties: String) async throws {
        let payload = "{\"type\":\"Feature\",\"id\":7,\"geometry\":null,\"properties\":\(properties)}"
        let event = LiveEvent(
            topic: topic, time: engine.live.currentInstant, access: layer, payload: Array(payload.utf8))
        try await engine.live.works().log.publish([event])
    }

    /// Runs the dispatcher while the body runs, then ends it as a service is ended.
    func dispatching(
        pause: AlertPause = AlertPause(gatheringSeconds: 0) { _ in await Task.yield() },
        _ body: @Sendable () async throws -> Void
    ) async throws {
        let group = ServiceGroup(
            configuration: .init(
                services: [.init(service: AlertDispatcher(engine: engine, pause: pause))], logger: quiet))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            try await body()
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }
}

/// What a webhook was sent.
struct Posted: Sendable {
    var headers: HTTPFields
    var body: [UInt8]

    subscript(member: String) -> JSONValue? {
        do { return try JSONReader.value(from: body)[member] } catch { return nil }
    }
}

/// A receiver of webhooks: `answers` says the status of each post by its number from 1.
func withWebhook(
    answering answers: @escaping @Sendable (Int) -> HTTPResponse.Status = { _ in .noContent },
    _ body: @Sendable (Int, AsyncStream<Posted>) async throws -> Void
) async throws {
    let (posts, told) = AsyncStream.makeStream(of: Posted.self)
    let count = Notes<Void>()
    let router = Router()
    router.post("/hook") { request, _ in
        let bytes = try await request.body.collect(upTo: 1 << 20)
        told.yield(Posted(headers: request.headers, body: Array(bytes.readableBytesView)))
        return Response(status: answers(await count.count(())))
    }
    try await withLocalServer(router) { try await body($0, posts) }
}
