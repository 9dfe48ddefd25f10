import GeoCore
import LiveMap
import Testing

@testable import MapEngine

@Suite("Counted indicators are told when they change")
struct IndicatorWatchTests {
    private func fixture() async throws -> IndicatorFixture {
        let tally = KPITally(layer: try #require(LayerID("incidents")), time: "ngay", unit: "xa")
        return try await IndicatorFixture(
            [
                IndicatorFixture.definition("cases", target: 2, tally: tally),
                IndicatorFixture.definition("sent", target: 1),
            ],
            layer: IndicatorFixture.incidentLayer)
    }

    /// Looks once; what was told, as `unit period value status`.
    private func look(_ watch: IndicatorWatch) async throws -> [String] {
        let told = Notebook()
        try await watch.look { await told.add($0) }
        return await told.lines
    }

    private actor Notebook {
        private(set) var lines: [String] = []

        func add(_ told: [ToldValue]) {
            lines += told.map { told in
                let entry = told.line.entry
                let status = entry.status.map { " \($0.rawValue)" } ?? ""
                return "\(told.indicator) \(entry.unit.code) \(entry.period) \(entry.figure.number ?? -1)\(status)"
            }
        }
    }

    @Test("the first look tells what is red, each after it what has changed, and none what was sent in")
    func changes() async throws {
        let fixture = try await fixture()
        let head = "ma,xa,ngay,loai,lon,lat\n"
        let first = [
            "21583,2026-11-02", "21583,2026-11-03", "21583,2026-11-04", "21589,2026-11-05", "21589,2026-09-01",
        ]
        func rows(_ days: [String]) -> String {
            head + days.enumerated().map { "\($0 + 1),\($1),a,109.2,13.7" }.joined(separator: "\n") + "\n"
        }
        try await fixture.incidents(rows(first))
        try await fixture.put("sent", [("21583", "2026-11", 9)])
        let watch = IndicatorWatch(fixture.service, fixture.engine.state)
        #expect(try await look(watch) == ["cases 21583 2026-11 3.0 red"])
        #expect(try await look(watch).isEmpty)
        try await fixture.incidents(rows(first + ["21589,2026-11-06", "21592,2026-10-31"]))
        #expect(
            try await look(watch) == [
                "cases 21592 2026-10 1.0 green", "cases 52 2026-10 1.0", "cases 21589 2026-11 2.0 green",
                "cases 52 2026-11 5.0",
            ])
    }

    @Test("what could not be told is told with the next look")
    func repeats() async throws {
        let fixture = try await fixture()
        try await fixture.incidents(
            "ma,xa,ngay,loai,lon,lat\n" + (1...3).map { "\($0),21583,2026-11-0\($0),a,109.2,13.7\n" }.joined())
        let watch = IndicatorWatch(fixture.service, fixture.engine.state)
        await #expect(throws: EngineError.self) { try await watch.look { _ in throw EngineError(.busy, "Later.") } }
        #expect(try await look(watch) == ["cases 21583 2026-11 3.0 red"])
    }
}
