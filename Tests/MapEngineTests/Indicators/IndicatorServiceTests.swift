import Foundation
import GeoCore
import LiveMap
import Testing
import Tiling

@testable import MapEngine

@Suite("Indicators are sent in, answered and drawn")
struct IndicatorServiceTests {
    @Test("values sent for communes are answered by commune, and the province is their sum")
    func roundTrip() async throws {
        let fixture = try await IndicatorFixture([IndicatorFixture.definition("cases", target: 10)])
        let receipt = try await fixture.put("cases", [("21583", "2026-10", 12), ("21589", "2026-10", 7)])
        let answer = try await fixture.service.answer(KPIQuery(indicator: "cases"), for: .anonymous)
        #expect(receipt.added == 2 && receipt.alerts.map(\.entry.unit.code) == ["21583"])
        #expect(answer.period.description == "2026-10" && answer.lines.count == 135)
        #expect(answer.figure("21583") == .value(12) && answer.figure("21553") == .noData)
        #expect(answer.totals.map(\.entry.figure) == [.value(19)])
        #expect(answer.totals.first?.entry.reported == 2 && answer.totals.first?.entry.expected == 135)
        #expect(answer.worst.map(\.unit.code) == ["21583", "21589"])
        let changes = try await fixture.service.changes(
            of: answer.definition, unit: "21583", period: nil, limit: 10, for: .anonymous)
        #expect(changes.map(\.author) == ["trung-tam"])
    }

    @Test("a period is told by the units that were in force at its end")
    func eras() async throws {
        let fixture = try await IndicatorFixture([IndicatorFixture.definition("cases")], eras: .both)
        try await fixture.put("cases", [("21553", "2025-06", 1), ("21553", "2025-07", 2)])
        for (period, count, name) in [("2025-06", 47, "Phường Nhơn Phú"), ("2025-07", 135, "Phường Quy Nhơn Bắc")] {
            let query = KPIQuery(indicator: "cases", period: Period(period))
            let answer = try await fixture.service.answer(query, for: .anonymous)
            #expect(answer.lines.count == count)
            #expect(answer.lines.first { $0.entry.figure != .noData }?.name == name)
        }
        var query = KPIQuery(indicator: "cases", period: Period("2025-07"))
        query.reference = .previous
        let compared = try await fixture.service.answer(query, for: .anonymous)
        let line = try #require(compared.lines.first { $0.entry.unit.code == "21553" })
        #expect(line.comparison?.difference == nil && line.comparison?.reference == .noData)
    }

    @Test("a commune sends values of its own unit only, and nobody of computed ones or without a token")
    func rights() async throws {
        let rate = try IndicatorFixture.definition(
            "rate", aggregation: .ratio(of: #require(KPIID("cases")), to: #require(KPIID("cases")), factor: 1))
        let fixture = try await IndicatorFixture([IndicatorFixture.definition("cases"), rate])
        let commune = Caller(role: .commune, unit: "21583", name: "xa")
        let attempts: [(String, String, Caller, EngineError.Code?)] = [
            ("cases", "21583", commune, nil), ("cases", "21589", commune, .forbidden),
            ("cases", "21583", .anonymous, .unauthenticated),
            ("cases", "21583", Caller(role: .viewer, name: "x"), .forbidden),
            ("rate", "21583", IndicatorFixture.operatorCaller, .forbidden),
        ]
        for (id, unit, caller, code) in attempts {
            do {
                try await fixture.put(id, [(unit, "2026-10", 1)], by: caller)
                #expect(code == nil, "\(id) \(unit)")
            } catch let error as EngineError {
                #expect(error.code == code, "\(id) \(unit)")
            }
        }
    }

    private func send(
        _ values: [(value: Int, state: String)], to fixture: IndicatorFixture,
        by caller: Caller = IndicatorFixture.operatorCaller
    ) async throws -> EngineError.Code? {
        let items = values.enumerated().map { index, said in
            #"{"unit": "\#(["21583", "21589"][index])", "period": "2026-10", "value": \#(said.value), "state": "\#(said.state)"}"#
        }
        do {
            _ = try await fixture.service.put(
                JSONReader.value(from: Array("[\(items.joined(separator: ","))]".utf8)), to: "cases", by: caller)
            return nil
        } catch let error as EngineError {
            return error.code
        }
    }

    @Test("a settled value gives way to one as settled, not to an estimate; those who keep the data may take it back")
    func states() async throws {
        let fixture = try await IndicatorFixture([IndicatorFixture.definition("cases")])
        #expect(try await send([(10, "estimate")], to: fixture) == nil)
        #expect(try await send([(11, "preliminary")], to: fixture) == nil)
        #expect(try await send([(12, "official")], to: fixture) == nil)
        #expect(try await send([(13, "official"), (7, "estimate")], to: fixture) == nil)
        #expect(try await send([(9, "preliminary"), (8, "estimate")], to: fixture) == .conflict)
        let answer = try await fixture.service.answer(KPIQuery(indicator: "cases"), for: .anonymous)
        #expect(answer.figure("21583") == .value(13) && answer.figure("21589") == .value(7))
        #expect(try await send([(9, "estimate")], to: fixture, by: Caller(role: .steward, name: "quan-tri")) == nil)
    }

    @Test("a wrong value is named by its place, and nothing of its request is written")
    func wrongValues() async throws {
        let fixture = try await IndicatorFixture([IndicatorFixture.definition("cases")])
        let right = #"{"unit":"21583","period":"2026-10","value":1}"#
        let wrong = [
            right.replacingOccurrences(of: "1}", with: #""many"}"#),
            right.replacingOccurrences(of: "2026-10", with: "2026-Q4"),
            right.replacingOccurrences(of: "2026-10", with: "2027-01"),
            right.replacingOccurrences(of: "21583", with: "99999"), #"{"unit":"21583","period":"2026-10"}"#, "7",
            right.replacingOccurrences(of: "1}", with: #"1,"state":"sure"}"#),
            right.replacingOccurrences(of: "1}", with: #"1,"breakdown":"sex:f"}"#),
            right.replacingOccurrences(of: "1}", with: #"1,"at":"2026-11-01"}"#),
            right.replacingOccurrences(of: "1}", with: #"1,"who":"me"}"#),
            right.replacingOccurrences(of: "1}", with: "2}"),
        ]
        for item in wrong {
            let body = try JSONReader.value(from: Array("[\(right),\(item)]".utf8))
            let error = await #expect(throws: EngineError.self, "\(item)") {
                try await fixture.service.put(body, to: "cases", by: IndicatorFixture.operatorCaller)
            }
            #expect(error?.code == .invalidParameter && error?.message.contains("Value 1") == true, "\(item)")
        }
        let definition = try fixture.service.definition("cases", for: .anonymous)
        #expect(try await fixture.service.periods(of: definition).isEmpty)
    }

    @Test("a small count leaves by no door: values, totals, states, series, comparison, tiles, receipts, history")
    func suppression() async throws {
        let fixture = try await IndicatorFixture([IndicatorFixture.definition("cases", suppressBelow: 5, target: 1)])
        let values = [("21583", "2026-10", 3.0), ("21589", "2026-10", 17), ("21592", "2026-10", 400)]
        let receipt = try await fixture.put("cases", values)
        var query = KPIQuery(indicator: "cases", period: Period("2026-10"))
        query.reference = .period(try #require(Period("2026-10")))
        let answer = try await fixture.service.answer(query, for: .anonymous)
        let series = try await fixture.service.series(
            "cases", unit: "21583", category: nil, in: nil, for: .anonymous)
        #expect(answer.figure("21583") == .suppressed && answer.figure("21589") == .suppressed)
        #expect(answer.totals.map(\.entry.figure) == [.value(420)])
        #expect(series.entries.map(\.figure) == [.suppressed])
        let texts = [
            KPIDocuments.values(answer), KPIDocuments.states(answer), KPIDocuments.series(series),
            KPIDocuments.receipt(receipt), .array(receipt.lines.map { KPIDocuments.line($0.line) }),
        ].map { String(decoding: JSONText.bytes(of: $0), as: UTF8.self) }
        for text in texts {
            #expect(text.contains("suppressed") || text.contains("added"))
            #expect(!text.contains(#""value":3"#) && !text.contains(#""value":17"#) && !text.contains("shortfall\":2"))
        }
        await #expect(throws: EngineError.self) {
            try await fixture.service.changes(
                of: answer.definition, unit: nil, period: nil, limit: 10, for: .anonymous)
        }
        let exact = try await fixture.service.answer(query, for: IndicatorFixture.operatorCaller)
        #expect(exact.figure("21583") == .value(3))
        try await checkTile(fixture)
    }

    private func checkTile(_ fixture: IndicatorFixture) async throws {
        let query = KPIQuery(indicator: "cases", period: Period("2026-10"))
        let coordinate = try #require(TileCoordinate(z: 9, x: 411, y: 236))
        let served = try #require(try await fixture.service.tile(query, at: coordinate, for: .anonymous))
        let tile = try VectorTileDecoder().decode(served.inflated)
        let layer = try #require(tile.layer(named: "kpi:cases"))
        #expect(tile.layer(named: "kpi:cases:label") != nil)
        #expect(layer.features.allSatisfy { $0["valid_from"] == .text("2025-07-01") })
        func feature(_ code: String) throws -> VectorTile.Feature {
            try #require(layer.features.first { $0["code"] == .text(code) })
        }
        let (hidden, shown, empty) = try (feature("21583"), feature("21592"), feature("21553"))
        #expect(hidden["figure"] == .text("suppressed") && hidden["value"] == nil)
        #expect(hidden["class"] == nil && hidden["target"] == nil && hidden["status"] == nil)
        #expect(shown["value"] == .double(400) && shown["class"] != nil)
        #expect(empty["figure"] == .text("no-data") && empty["value"] == nil)
    }

    @Test("a tile of another period has its units, and the tileset names the period")
    func tiles() async throws {
        let fixture = try await IndicatorFixture([IndicatorFixture.definition("cases")], eras: .both)
        try await fixture.put("cases", [("21553", "2025-06", 1), ("21553", "2025-07", 2)])
        let coordinate = try #require(TileCoordinate(z: 9, x: 411, y: 236))
        for (period, since) in [("2025-06", "2004-07-08"), ("2025-07", "2025-07-01"), ("2025-06", "2004-07-08")] {
            let query = KPIQuery(indicator: "cases", period: Period(period))
            let served = try #require(try await fixture.service.tile(query, at: coordinate, for: .anonymous))
            let layer = try VectorTileDecoder().decode(served.inflated).layer(named: "kpi:cases")
            let feature = try #require(layer?.features.first { $0["code"] == .text("21553") })
            #expect(feature["valid_from"] == .text(since) && feature["period"] == .text(period))
        }
        let tileset = try await fixture.service.tileset(KPIQuery(indicator: "cases"), for: .anonymous)
        #expect(tileset.tiles == ["/tiles/kpi:cases/{z}/{x}/{y}.mvt?period=2025-07&level=commune"])
        var chosen = KPIQuery(indicator: "cases", period: Period("2025-07"))
        chosen.category = KPICategory(breakdown: "sex", code: "f&m")
        (chosen.unit, chosen.method, chosen.classCount) = ("52", .jenks, 3)
        let other = try await fixture.service.tileset(chosen, for: .anonymous).tiles[0]
        #expect(other.hasSuffix("&level=commune&breakdown=sex:f%26m&unit=52&method=jenks&classes=3"))
    }

    @Test("a count of features follows the field that names the unit, or the place, and is 0 where there is none")
    func tallies() async throws {
        let layer = try #require(LayerID("incidents"))
        let conditions = [KPITally.Condition(field: "loai", values: [.text("a")])]
        let named = KPITally(layer: layer, time: "ngay", unit: "xa", conditions: conditions)
        let placed = KPITally(layer: layer, time: "ngay", conditions: conditions)
        let whole = KPITally(layer: layer, time: "ngay", unitCode: "52", conditions: conditions)
        var province = try IndicatorFixture.definition("whole", tally: whole)
        province.level = .province
        let fixture = try await IndicatorFixture(
            [
                IndicatorFixture.definition("named", tally: named),
                IndicatorFixture.definition("placed", tally: placed),
                province,
            ], layer: IndicatorFixture.incidentLayer)
        try await fixture.incidents(
            """
            ma,xa,ngay,loai,lon,lat
            1,21583,2026-10-05,a,109.1232,13.6757
            2,21583,2026-10-31,a,109.1957,13.7084
            3,21583,2026-10-06,b,109.1957,13.7084
            4,21583,2026-11-01,a,109.1957,13.7084
            5,21583,2025-06-30,a,109.1957,13.7084
            """)
        let october = Period("2026-10")
        let byField = try await fixture.service.answer(
            KPIQuery(indicator: "named", period: october), for: .anonymous)
        #expect(byField.figure("21583") == .value(2) && byField.figure("21553") == .value(0))
        #expect(byField.lines.first?.entry.state == .preliminary)
        let byPlace = try await fixture.service.answer(
            KPIQuery(indicator: "placed", period: october), for: .anonymous)
        #expect(byPlace.figure("21589") == .value(1) && byPlace.figure("21592") == .value(1))
        #expect(byPlace.totals.map(\.entry.figure) == [.value(2)])
        let all = try await fixture.service.answer(KPIQuery(indicator: "whole", period: october), for: .anonymous)
        #expect(all.figure("52") == .value(2))
        let running = try await fixture.service.answer(KPIQuery(indicator: "named"), for: .anonymous)
        #expect(running.period.description == "2026-11" && running.lines.first?.entry.state == .estimate)
        let before = try await fixture.service.answer(
            KPIQuery(indicator: "named", period: Period("2025-05")), for: .anonymous)
        #expect(before.lines.allSatisfy { $0.entry.figure == .noData })
    }

    @Test("what must not lie after another day counts where it does not")
    func notAfter() async throws {
        let layer = try #require(LayerID("incidents"))
        var tally = KPITally(layer: layer, time: "ngay", unit: "xa")
        tally.notAfter = ["ngay": "han"]
        let fixture = try await IndicatorFixture(
            [IndicatorFixture.definition("ontime", tally: tally)],
            layer: IndicatorFixture.incidentLayer
                + "\n  - { name: han, type: date, title: { vi: Hạn, en: Due } }\n")
        try await fixture.incidents(
            """
            ma,xa,ngay,han,lon,lat
            1,21583,2026-10-05,2026-10-05,109.1957,13.7084
            2,21583,2026-10-06,2026-10-05,109.1957,13.7084
            3,21583,2026-10-07,,109.1957,13.7084
            """)
        let answer = try await fixture.service.answer(
            KPIQuery(indicator: "ontime", period: Period("2026-10")), for: .anonymous)
        #expect(answer.figure("21583") == .value(1))
    }

    @Test("an answer refuses a period of another length, an unknown level, category, unit or indicator")
    func refusals() async throws {
        let fixture = try await IndicatorFixture([IndicatorFixture.definition("cases")])
        var level = KPIQuery(indicator: "cases")
        level.level = .district
        var category = KPIQuery(indicator: "cases")
        category.category = KPICategory(breakdown: "sex", code: "f")
        var unit = KPIQuery(indicator: "cases")
        unit.unit = "99999"
        let queries = [
            (KPIQuery(indicator: "case"), EngineError.Code.notFound), (level, .invalidParameter),
            (KPIQuery(indicator: "cases", period: Period("2026")), .invalidParameter),
            (category, .invalidParameter), (unit, .notFound),
        ]
        for (query, code) in queries {
            let error = await #expect(throws: EngineError.self) {
                try await fixture.service.answer(query, for: .anonymous)
            }
            #expect(error?.code == code, "\(query)")
        }
    }

    @Test("a cumulative small count is shown again only when it has grown enough")
    func cumulative() async throws {
        let fixture = try await IndicatorFixture([
            IndicatorFixture.definition("cases", suppressBelow: 5, isCumulative: true)
        ])
        let big = [("21589", 100.0), ("21592", 300.0)]
        for (month, value) in [("2026-01", 10.0), ("2026-02", 12), ("2026-03", 16)] {
            try await fixture.put(
                "cases", [("21583", month, value)] + big.map { ($0.0, month, $0.1 + value) })
        }
        var shown: [KPIFigure?] = []
        for month in ["2026-01", "2026-02", "2026-03"] {
            let query = KPIQuery(indicator: "cases", period: Period(month))
            shown.append(try await fixture.service.answer(query, for: .anonymous).figure("21583"))
        }
        #expect(shown == [.value(10), .suppressed, .value(16)])
    }
}
