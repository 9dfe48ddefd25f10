import GeoCore
import LiveMap
import MapTesting
import Testing

@testable import MapEngine

@Suite("Silence in a running service")
struct OutageServiceTests {
    private static let boats = 200
    /// So many of them fall silent: more than make an outage, and less than the share that makes one.
    private static let silent = 16

    private func register(_ fixture: DeviceFixture) async throws {
        let features = (0..<Self.boats).map { boat in
            """
            {"type": "Feature", "geometry": {"type": "Point", "coordinates": [109.2, 13.8]},
            "properties": {"so_dang_ky": "BĐ \(92_000 + boat)-TS", "chieu_dai": 17, "vai_tro": "khai-thac"}}
            """
        }
        let file = try fixture.temporary.write(
            #"{"type": "FeatureCollection", "features": [\#(features.joined(separator: ","))]}"#, to: "fleet.geojson")
        _ = try await fixture.engine.importer.run(
            layer: "vessels", files: [file], options: ImportOptions(), author: "test")
        try await fixture.engine.refresh()
        try await fixture.engine.live.followLayers()
    }

    /// Positions at sea every hour for thirty hours; those who fall silent are last heard eight hours ago.
    private func positions(until now: Instant) -> String {
        let records = (0..<30).flatMap { hour in
            (0..<Self.boats).compactMap { boat -> String? in
                guard hour < 22 || boat >= Self.silent else { return nil }
                let time = now.adding(hours: Double(hour - 30) + 0.5).rfc3339()
                return #"{"vessel": "BĐ \#(92_000 + boat)-TS", "lon": \#(111 + Double(boat) / 50), "lat": 13.5, "#
                    + #""speed": 5, "course": 90, "device": "D\#(boat)", "time": "\#(time)"}"#
            }
        }
        return "[\(records.joined(separator: ","))]"
    }

    @Test("few boats of a great fleet that fall silent are lost and no outage, also after a restart")
    func fewOfMany() async throws {
        let fixture = try await DeviceFixture()
        let live = fixture.engine.live
        try await register(fixture)
        let body = Array(positions(until: live.currentInstant).utf8)
        let answer = try await live.receive(body, form: .json, from: DeviceFixture.feed)
        #expect(answer.accepted == 30 * Self.boats - 8 * Self.silent)
        try await live.lookAround()
        let told = try await fixture.violations()
        #expect(told.count == Self.silent && told.allSatisfy { $0.hasPrefix("signal-lost") }, "\(told)")
        try await fixture.restarted { engine in
            try await engine.live.lookAround()
            #expect(try await fixture.violations(of: engine) == told)
        }
    }
}
