import Foundation
import GeoCore
import LiveMap
import Logging
import MapEngine
import SampleProvince
import ServiceLifecycle

/// Lets the sample province live: a fleet at sea, a city day, citizens who report, indicators with a past.
///
/// What would have come in the days before is sent at once; from then on things come as time goes, at the chosen speed of a
/// clock that begins so far in the past that it does not run ahead of the machine's.
struct DemoTraffic: Service {
    let engine: Engine
    /// Days of fleet traffic before the beginning.
    private static let daysBefore = 4.0

    func run() async throws {
        try await engine.live.whenRunning()
        let begin = engine.live.currentInstant
        var fleet = SampleProvince.fleet(start: begin.adding(hours: -24 * Self.daysBefore))
        var city = try await DemoCity(engine: engine).simulator(start: begin.adding(hours: -6))
        try await attempt("fill the indicators") { try await DemoIndicators(engine: engine).fill() }
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            let now = engine.live.currentInstant
            let fixes = fleet.next(until: now)
            let messages = city.next(until: now)
            try await attempt("send the fleet’s positions") { try await send(fixes) }
            try await attempt("send the city’s messages") { try await DemoCity(engine: engine).send(messages) }
            try? await Task.sleep(for: .seconds(1))
        }
    }

    private func send(_ fixes: [SimulatedFix]) async throws {
        var rest = fixes[...]
        while !rest.isEmpty {
            let reports = rest.prefix(500).map { PositionReport(fix: $0.fix, spelling: $0.fix.object.text) }
            rest = rest.dropFirst(500)
            _ = try await engine.live.receive(PositionBatch(reports: Array(reports)))
        }
    }

    /// What fails is logged, and the demo goes on.
    private func attempt(_ purpose: String, _ work: () async throws -> Void) async throws {
        do {
            try await work()
        } catch let error as EngineError {
            engine.logger.warning("the demo could not \(purpose)", metadata: ["error": "\(error)"])
        }
    }
}
