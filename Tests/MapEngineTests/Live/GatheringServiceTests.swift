import GeoCore
import LiveMap
import MapTesting
import Testing

@testable import MapEngine

@Suite("Gatherings in a running service")
struct GatheringServiceTests {
    /// Positions of boats that lie some hundred metres from each other, an hour between two of each.
    private func positions(_ boats: Int, from start: Instant, hours: Int) -> String {
        let records = (0..<hours).flatMap { hour in
            (0..<boats).map { boat in
                let time = start.adding(hours: Double(hour)).rfc3339()
                return #"{"vessel": "BĐ \#(91_001 + boat)-TS", "lon": \#(111.2 + Double(boat) / 500), "lat": 13.5, "#
                    + #""speed": 0.4, "course": 90, "device": "D\#(boat)", "time": "\#(time)"}"#
            }
        }
        return "[\(records.joined(separator: ","))]"
    }

    @Test("boats that lie together for hours at sea are told as one gathering, and stay so when more is heard of them")
    func gathering() async throws {
        let fixture = try await DeviceFixture()
        let live = fixture.engine.live
        let start = live.currentInstant.adding(hours: -12)
        let body = Array(positions(4, from: start, hours: 12).utf8)
        #expect(try await live.receive(body, form: .json, from: DeviceFixture.feed).accepted == 48)
        try await live.lookForGroups()
        let found = try await gatherings(fixture.violations())
        #expect(found.count == 1, "\(found)")
        // Nothing has come: there is nothing to look at.
        try await live.lookForGroups()
        let more = Array(positions(4, from: start.adding(hours: 12), hours: 1).utf8)
        _ = try await live.receive(more, form: .json, from: DeviceFixture.feed)
        try await live.lookForGroups()
        #expect(try await gatherings(fixture.violations()).count == 1)
        try await live.end()
    }

    @Test("a look that ends early, of days ago too, is gone on with by the next process, and only once")
    func interrupted() async throws {
        let fixture = try await DeviceFixture()
        let live = fixture.engine.live
        let body = positions(4, from: live.currentInstant.adding(hours: -80), hours: 12)
        _ = try await live.receive(Array(body.utf8), form: .json, from: DeviceFixture.feed)
        let newest = positions(1, from: live.currentInstant, hours: 1)
        _ = try await live.receive(Array(newest.utf8), form: .json, from: DeviceFixture.feed)
        await #expect(throws: CancellationError.self) { try await live.lookForGroups { true } }
        #expect(try await gatherings(fixture.violations()).isEmpty)
        try await fixture.restarted { engine in
            try await engine.live.lookForGroups()
            #expect(try await gatherings(fixture.violations(of: engine)).count == 1)
            // Nothing is left, so nobody asks whether it is over.
            try await engine.live.lookForGroups { true }
        }
    }

    private func gatherings(_ violations: [String]) -> [String] { violations.filter { $0.hasPrefix("gathering") } }
}
