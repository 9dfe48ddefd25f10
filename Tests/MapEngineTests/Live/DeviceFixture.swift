import Foundation
import GeoCore
import LiveMap
import Logging
import MapTesting
import Testing

@testable import MapEngine

/// A running live service with a gauge and a bus in their registers, and a clock that the test moves.
final class DeviceFixture: Sendable {
    let temporary: TemporaryWorkspace
    let clock: MovingClock
    let engine: Engine

    static let feed = Caller(role: .feed, unit: nil, name: "feed")
    static let administrator = Caller(role: .administrator, unit: nil, name: "admin")

    init(at time: String = "2026-11-05T09:00:00+07:00") async throws {
        let clock = MovingClock(try #require(Instant(rfc3339: time)))
        let temporary = try TemporaryWorkspace()
        self.clock = clock
        self.temporary = temporary
        engine = try await Self.engine(temporary, clock)
        try await load(
            "water-levels",
            #"{"ma": "TRAM-01", "ten": "Cầu Đôi", "bao_dong_1": 2, "bao_dong_2": 3, "bao_dong_3": 4}"#)
        try await load("buses", #"{"ma": "07", "bien_so": "77B-000.01", "suc_chua": 40}"#)
        try await engine.live.begin()
    }

    private static func engine(_ temporary: TemporaryWorkspace, _ clock: MovingClock) async throws -> Engine {
        try await Engine(
            workspace: temporary.workspace, share: ShareFolder(root: TemporaryWorkspace.repository),
            logger: Logger(label: "bando.test"), now: { clock.date })
    }

    /// Imports one row at 109.2, 13.8.
    func load(_ layer: String, _ properties: String) async throws {
        let file = try temporary.write(
            """
            {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": \(properties),
            "geometry": {"type": "Point", "coordinates": [109.2, 13.8]}}]}
            """, to: "\(layer).geojson")
        _ = try await engine.importer.run(layer: layer, files: [file], options: ImportOptions(), author: "test")
        try await engine.refresh()
    }

    /// Ends the service without leave and begins it again in another engine on the same files.
    func restarted(_ body: (Engine) async throws -> Void) async throws {
        try await engine.live.end()
        let next = try await Self.engine(temporary, clock)
        try await next.live.begin()
        try await body(next)
        try await next.live.end()
    }

    @discardableResult
    func send(_ layer: String, _ body: String, by caller: Caller = feed) async throws -> PositionAnswer {
        try await engine.live.receive(Array(body.utf8), of: layer, form: .detected, from: caller)
    }

    /// Sends water levels of the gauge: minutes after nine o'clock, and metres.
    @discardableResult
    func gauge(_ levels: [(minutes: Int, meters: Double)]) async throws -> PositionAnswer {
        let start = try #require(Instant(rfc3339: "2026-11-05T09:00:00+07:00"))
        let records = levels.map { level in
            let time = start.adding(seconds: Double(level.minutes) * 60).rfc3339()
            return #"{"object": "tram-01", "time": "\#(time)", "values": {"muc_nuoc": \#(level.meters)}}"#
        }
        return try await send("water-levels", "[\(records.joined(separator: ","))]")
    }

    /// The rows of a layer, each with its values by name, as an administrator sees them once what has changed is written.
    func rows(_ layer: String, of engine: Engine? = nil) async throws -> [[String: FieldValue]] {
        let engine = engine ?? self.engine
        try await engine.live.show()
        let definition = try engine.layer(layer, for: Self.administrator)
        let page = try await engine.features.features(
            FeatureRequest(layer: definition.id, caller: Self.administrator, limit: 100))
        return page.features.map { found in
            Dictionary(uniqueKeysWithValues: zip(definition.fields.map(\.name), found.feature.values))
        }
    }

    /// The violations as they stand: rule, when it was opened and closed, and the state of the case.
    func violations(of engine: Engine? = nil) async throws -> [String] {
        try await rows("violations", of: engine).map { row in
            ["quy_tac", "mo_luc", "dong_luc", "trang_thai"].map { row[$0]?.text ?? "" }.joined(separator: " ")
        }.sorted()
    }
}
