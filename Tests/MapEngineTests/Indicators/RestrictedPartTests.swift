import Foundation
import GeoCore
import LiveMap
import Testing

@testable import MapEngine

@Suite("Public indicators of restricted parts")
struct RestrictedPartTests {
    /// A public share of two counts that operators alone read.
    private func fixture(suppressBelow: Int? = nil) async throws -> IndicatorFixture {
        var parts = [
            try IndicatorFixture.definition("part", suppressBelow: suppressBelow),
            try IndicatorFixture.definition("whole"),
        ]
        for index in parts.indices { parts[index].access.read = [.operator] }
        let ratio = KPIAggregation.ratio(of: parts[0].id, to: parts[1].id, factor: 100)
        return try await IndicatorFixture(
            parts + [IndicatorFixture.definition("share", aggregation: ratio, decimals: 1, target: 50)])
    }

    private func text(_ value: JSONValue) -> String { String(decoding: JSONText.bytes(of: value), as: UTF8.self) }

    @Test("the share is told to all when its parts come, the parts to their readers")
    func told() async throws {
        let fixture = try await fixture()
        try await fixture.put("whole", [("21583", "2026-10", 313), ("21589", "2026-10", 217)])
        let receipt = try await fixture.put("part", [("21583", "2026-10", 299), ("21589", "2026-10", 101)])
        #expect(receipt.alerts.isEmpty)
        let all = receipt.lines + receipt.consequences
        #expect(Set(all.map(\.indicator)) == ["part", "share"])
        let shares = all.filter { $0.indicator == "share" }
        #expect(shares.map(\.line.entry.unit.code) == ["21583", "21589", "52"])
        #expect(shares.map(\.line.entry.figure) == [.value(95.5), .value(46.5), .value(75.5)])
        #expect(shares.map(\.line.entry.status) == [.red, .green, .red])
        let told = shares.map { text(KPIDocuments.line($0.line)) } + [text(KPIDocuments.receipt(receipt))]
        for number in ["313", "217", "299", "101", "400", "530"] {
            #expect(told.allSatisfy { !$0.contains(":\(number)") })
        }
    }

    @Test("events of the share reach the public, those of a part its readers alone, also after a restart")
    func events() async throws {
        let fixture = try await fixture()
        let (live, known) = (fixture.engine.live, fixture.engine.indicators)
        known.replace(fixture.service.indicators)
        try await live.begin()
        let viewer = Caller(role: .viewer, name: "viewer")
        let callers = [Caller.anonymous, viewer, IndicatorFixture.operatorCaller, Caller(role: .steward, name: "s")]
        var heard: [EventSubscription] = []
        for caller in callers {
            heard.append(try await live.subscribe(EventFilter(topics: [.kpi], caller: caller), after: nil))
        }
        for (id, value) in [("whole", 300.0), ("part", 200)] {
            try await live.announce(fixture.put(id, [("21583", "2026-10", value)]))
        }
        let wanted: [Set<String>] = [["share"], ["share"], ["share", "whole", "part"], ["share", "whole", "part"]]
        for index in heard.indices { #expect(try await indicators(in: &heard[index]) == wanted[index]) }
        try await live.end()
        try await live.begin()
        for (caller, wanted) in zip(callers, wanted) {
            var again = try await live.subscribe(EventFilter(topics: [.kpi], caller: caller), after: 0)
            #expect(try await indicators(in: &again) == wanted)
        }
        // What was public when it was told goes by who may read it now.
        let closed = fixture.service.indicators.definitions.map { definition in
            var definition = definition
            definition.access.read = [.operator]
            return definition
        }
        known.replace(KPICatalogue(closed))
        var again = try await live.subscribe(EventFilter(topics: [.kpi], caller: .anonymous), after: 0)
        #expect(try await indicators(in: &again).isEmpty)
        try await live.end()
    }

    private func indicators(in events: inout EventSubscription) async throws -> Set<String> {
        var ids: Set<String> = []
        while let batch = try await events.next() {
            for case .event(let event) in batch {
                let kpi = try JSONReader.value(from: event.payload)["properties"]?["kpi"]?.fieldValue
                ids.insert(try #require(kpi).text)
            }
        }
        return ids
    }

    @Test("the public learns neither the parts' values nor their names")
    func closed() async throws {
        let fixture = try await fixture()
        try await fixture.put("whole", [("21583", "2026-10", 300)])
        for part in ["part", "whole"] {
            for attempt in [KPIQuery(indicator: part), KPIQuery(indicator: part, period: Period("2026-10"))] {
                let error = await #expect(throws: EngineError.self) {
                    try await fixture.service.answer(attempt, for: .anonymous)
                }
                #expect(error?.code == .unauthenticated)
            }
        }
        let share = try fixture.service.definition("share", for: .anonymous)
        let operatorCaller = IndicatorFixture.operatorCaller
        #expect(fixture.service.parts(of: share, for: .anonymous).isEmpty)
        #expect(fixture.service.parts(of: share, for: operatorCaller).map(\.name) == ["part", "whole"])
        let list = KPIDocuments.list(fixture.service.definitions(for: .anonymous), for: .anonymous)
        #expect(!text(list).contains(#""part""#) && text(list).contains(#""computedFrom":{"kpis":[]}"#))
    }

    @Test("a share of a small count is told as hidden")
    func suppressed() async throws {
        let fixture = try await fixture(suppressBelow: 5)
        try await fixture.put(
            "whole", [("21583", "2026-10", 300), ("21589", "2026-10", 200), ("21592", "2026-10", 100)])
        let receipt = try await fixture.put(
            "part", [("21583", "2026-10", 3), ("21589", "2026-10", 100), ("21592", "2026-10", 90)])
        let told = Dictionary(
            receipt.consequences.map { ($0.line.entry.unit.code, $0.line.entry.figure) }, uniquingKeysWith: { $1 })
        #expect(told["21583"] == .suppressed && told["21592"] == .suppressed && told["21589"] == .value(50))
    }
}
