import Foundation
import GeoCore
import LiveMap
import MapTesting
import Testing

@testable import MapEngine

@Suite("Events by topic, unit and place")
struct EventTopicTests {
    private func payloads(
        _ subscription: inout EventSubscription
    ) async throws -> [(topic: EventTopic, text: String)] {
        var found: [(EventTopic, String)] = []
        while let batch = try await subscription.next() {
            for case .event(let event) in batch {
                found.append((event.topic, String(decoding: event.payload, as: UTF8.self)))
            }
        }
        return found
    }

    private func put(_ value: Double, for unit: String, in engine: Engine) async throws {
        let body = #"[{"unit": "\#(unit)", "period": "2026-10", "value": \#(value), "target": 100}]"#
        let receipt = try await engine.indicators.put(
            try JSONReader.value(from: Array(body.utf8)), to: "budget-revenue",
            by: Caller(role: .operator, name: "Sở Tài chính"))
        try await engine.live.announce(receipt)
    }

    @Test("a value of an indicator is told with its unit, to those who listen to that unit or to all")
    func indicators() async throws {
        let fixture = try await OperationsFixture()
        let engine = fixture.engine
        try await engine.live.begin()
        var all = try await engine.live.subscribe(EventFilter(topics: [.kpi], caller: .anonymous), after: nil)
        var own = try await engine.live.subscribe(
            EventFilter(topics: [.kpi], unit: "21583", caller: .anonymous), after: nil)
        var others = try await engine.live.subscribe(
            EventFilter(topics: [.vessel, .report], caller: .anonymous), after: nil)
        try await put(80, for: "21583", in: engine)
        try await put(90, for: "21553", in: engine)
        #expect(try await payloads(&all).count == 2)
        let told = try await payloads(&own)
        #expect(told.map(\.topic) == [.kpi])
        let text = try #require(told.first?.text)
        for part in [#""kpi":"budget-revenue""#, #""unit":"21583""#, #""period":"2026-10""#, #""status":"red""#] {
            #expect(text.contains(part))
        }
        #expect(try await payloads(&others).isEmpty)
        try await engine.live.end()
    }

    @Test("a camera that changes is told as the public sees it, to those who look at its place")
    func cameras() async throws {
        let fixture = try await OperationsFixture()
        let engine = fixture.engine
        let file = try fixture.temporary.write(
            """
            {"type": "FeatureCollection", "features": [{"type": "Feature",
            "properties": {"id": "CAM-1", "name": "Ngã tư", "kind": "traffic", "owner": "zqchucamera", "azimuth": 90,
            "fov": 80, "range": 120, "state": "active"},
            "geometry": {"type": "Point", "coordinates": [109.222, 13.785]}}]}
            """, to: "cameras.geojson")
        try await fixture.load("cameras", file)
        try await engine.live.begin()
        let here = BoundingBox(west: 109.2, south: 13.7, east: 109.3, north: 13.8)
        let elsewhere = BoundingBox(west: 110, south: 13.7, east: 111, north: 13.8)
        let filters = [
            EventFilter(topics: [.camera], box: here, caller: .anonymous),
            EventFilter(topics: [.camera], box: elsewhere, caller: .anonymous),
            EventFilter(topics: [.kpi], box: here, caller: .anonymous),
        ]
        var told: [Int] = []
        var heard: [EventSubscription] = []
        for filter in filters { heard.append(try await engine.live.subscribe(filter, after: nil)) }
        let cameras = try #require(LayerID("cameras"))
        try await engine.live.announce([1], of: cameras, topic: .camera)
        for index in heard.indices {
            let found = try await payloads(&heard[index])
            told.append(found.count)
            #expect(found.allSatisfy { $0.text.contains("CAM-1") && !$0.text.contains("zqchucamera") })
        }
        #expect(told == [1, 0, 0])
        try await engine.live.end()
    }

    @Test("a box across the antimeridian holds what lies on its both sides, and nothing else")
    func antimeridian() throws {
        let box = BoundingBox(west: 179.5, south: -20, east: -179.5, north: -10)
        let filter = EventFilter(topics: [.vessel], box: box, caller: .anonymous)
        let layer = try #require(LayerID("vessels"))
        let found = [179.8, -179.8, 0, 179.2].map { x in
            filter.matches(
                PublishedEvent(
                    id: 1, topic: .vessel, payload: [], audience: EventAudience(layer: layer),
                    box: BoundingBox(west: x, south: -15, east: x, north: -15)))
        }
        #expect(found == [true, true, false, false])
    }

    @Test("whom an event is for is kept in the log and read back, and nothing else is taken for it")
    func audience() throws {
        let layer = try #require(LayerID("commune"))
        let audiences = [
            EventAudience(layer: layer), EventAudience(layer: layer, rows: .hidden),
            EventAudience(layer: layer, rows: .gone),
        ]
        for audience in audiences { #expect(EventAudience(text: audience.text) == audience) }
        #expect(audiences.map(\.text) == ["commune", "commune/restricted", "commune/gone"])
        for text in ["", "commune/", "commune/x", "commune/gone/", "commune/restricted/gone"] {
            #expect(EventAudience(text: text) == nil, "\(text)")
        }
    }
}
