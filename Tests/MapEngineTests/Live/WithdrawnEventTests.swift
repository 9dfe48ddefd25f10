import Foundation
import GeoCore
import GeoStorage
import LiveMap
import MapTesting
import Testing

@testable import MapEngine

@Suite("Events of what is no longer public")
struct WithdrawnEventTests {
    private func told(
        _ topic: EventTopic, after place: Int64, in engine: Engine, to caller: Caller = .anonymous
    ) async throws -> [String] {
        var subscription = try await engine.live.subscribe(EventFilter(topics: [topic], caller: caller), after: place)
        var texts: [String] = []
        while let batch = try await subscription.next() {
            for case .event(let event) in batch { texts.append(String(decoding: event.payload, as: UTF8.self)) }
        }
        return texts
    }

    @Test("a report that was public and is no longer is not told to those who come back, in memory or after a restart")
    func report() async throws {
        let fixture = try await OperationsFixture()
        let engine = fixture.engine
        try await engine.live.begin()
        let report = try await fixture.submit(text: "zqrutlai")
        try await fixture.move(report, "assigned", "in-progress", "done", "published")
        let layer = try #require(LayerID("reports"))
        try await engine.live.announce([report.id], of: layer, topic: .report)
        #expect(try await told(.report, after: 0, in: engine).count == 1)
        try await fixture.move(report, "in-progress")
        try await engine.live.announce([report.id], of: layer, topic: .report)
        #expect(try await told(.report, after: 0, in: engine).isEmpty)
        try await engine.live.end()
        try await engine.live.begin()
        #expect(try await told(.report, after: 0, in: engine).isEmpty)
        try await engine.live.end()
    }

    @Test("the public is told to show no longer what was taken back, and nothing of it; others hear of it as it is")
    func gone() async throws {
        let fixture = try await OperationsFixture()
        let engine = fixture.engine
        try await engine.live.begin()
        let report = try await fixture.submit(text: "zqrutlai")
        let layer = try #require(LayerID("reports"))
        try await engine.live.announce([report.id], of: layer, topic: .report, .takenBack)
        let callers = [
            Caller.anonymous, OperationsFixture.officer.caller, OperationsFixture.commune.caller,
            OperationsFixture.otherCommune.caller,
        ]
        var heard: [[String]] = []
        for caller in callers { heard.append(try await told(.report, after: 0, in: engine, to: caller)) }
        let gone = #"{"type":"Feature","id":\#(report.id),"geometry":null,"properties":null}"#
        #expect(heard[0] == [gone] && heard[3] == [gone])
        for texts in heard[1...2] { #expect(texts.count == 1 && texts[0].contains("zqrutlai")) }
        try await engine.live.end()
    }

    @Test("what is no longer public is not told either where much was told in between, in memory or after a restart")
    func longAgo() async throws {
        let fixture = try await OperationsFixture()
        let live = fixture.engine.live
        try await live.begin()
        let report = { (number: Int, access: String) in
            LiveEvent(
                topic: "report", subject: "reports/\(number)", time: live.currentInstant, access: access,
                payload: Array("{\"report\":\(number)}".utf8))
        }
        try await live.works().log.publish((1...1_300).map { report($0, "reports") })
        try await live.works().log.publish([report(1, "reports/restricted"), report(700, "reports/restricted")])
        for _ in 0..<2 {
            let texts = try await told(.report, after: 0, in: fixture.engine)
            #expect(texts.count == 1_298)
            #expect(Set(texts).isDisjoint(with: [#"{"report":1}"#, #"{"report":700}"#]))
            try await live.end()
            try await live.begin()
        }
        try await live.end()
    }

    @Test("a count that a later small count hides is told to be hidden, and its number is not told again")
    func count() async throws {
        let fixture = try await OperationsFixture()
        let engine = fixture.engine
        // With its total, from which a hidden count could be reckoned.
        try await fixture.load("province", TemporaryWorkspace.datasets.appending(path: "tinh-tu-2025-07.geojson"))
        try await engine.live.begin()
        try await put([("21553", 10), ("21583", 20)], in: engine)
        try await put([("21589", 2)], in: engine)
        let texts = try await told(.kpi, after: 0, in: engine)
        #expect(texts.count == 4)
        #expect(texts.contains { $0.contains(#""unit":"21553""#) && $0.contains(#""figure":"suppressed""#) })
        #expect(texts.allSatisfy { !$0.contains(#""value":10"#) && !$0.contains(#""value":2,"#) })
        #expect(texts.allSatisfy { !$0.contains(#""value":30"#) })
        try await engine.live.end()
    }

    private func put(_ values: [(unit: String, cases: Int)], in engine: Engine) async throws {
        let body = values.map { #"{"unit": "\#($0.unit)", "period": "2026-W40", "value": \#($0.cases)}"# }
        let receipt = try await engine.indicators.put(
            try JSONReader.value(from: Array("[\(body.joined(separator: ","))]".utf8)), to: "dengue-cases",
            by: Caller(role: .operator, name: "CDC"))
        try await engine.live.announce(receipt)
    }
}
