import GRDB
import GeoCore
import Testing

@testable import GeoStorage

@Suite("The values of indicators in the store")
struct IndicatorStoreTests {
    private let temporary: TemporaryStore

    init() throws {
        temporary = try TemporaryStore()
    }

    private func row(
        _ unit: String, _ value: Double?, period: String = "2026-10", era: String? = "2025-07-01",
        category: String = "", author: String = "lan", seconds: Int64 = 1_000
    ) -> IndicatorRow {
        IndicatorRow(
            key: IndicatorRow.Key(
                indicator: "cases", level: .commune, unit: unit, era: era.flatMap { CivilDay($0) }, period: period,
                firstDay: CivilDay(period + "-01")!, category: category),
            figures: IndicatorRow.Figures(value: value, count: 12, target: 5, state: "estimate"),
            updated: Instant(seconds: seconds), author: author)
    }

    @Test("a value is written once and read as it was, with its era")
    func roundTrip() async throws {
        let rows = [row("21583", 1), row("21583", 2, era: nil), row("21583", nil, category: "sex:f")]
        #expect(try await temporary.store.putIndicatorValues(rows) == IndicatorOutcome(added: 3))
        let read = try await temporary.store.indicatorValues(of: "cases", period: "2026-10")
        #expect(Set(read) == Set(rows))
    }

    @Test("writing the same again changes nothing, not even who and when")
    func same() async throws {
        _ = try await temporary.store.putIndicatorValues([row("21583", 1)])
        let outcome = try await temporary.store.putIndicatorValues([row("21583", 1, author: "minh", seconds: 2_000)])
        #expect(outcome == IndicatorOutcome(unchanged: 1))
        #expect(try await temporary.store.indicatorValues(of: "cases", period: "2026-10").first?.author == "lan")
        #expect(try await temporary.store.indicatorChanges(of: "cases").count == 1)
    }

    @Test("a changed value keeps who wrote what before")
    func history() async throws {
        _ = try await temporary.store.putIndicatorValues([row("21583", 1)])
        let first = try await temporary.store.lastIndicatorChange(of: ["cases"])
        let outcome = try await temporary.store.putIndicatorValues([row("21583", 4, author: "minh", seconds: 2_000)])
        let changes = try await temporary.store.indicatorChanges(of: "cases", unit: "21583", period: "2026-10")
        #expect(outcome == IndicatorOutcome(changed: 1))
        #expect(changes.map(\.before?.value) == [1, nil])
        #expect(changes.map(\.author) == ["minh", "lan"])
        #expect(try await temporary.store.lastIndicatorChange(of: ["cases", "other"]) > first)
    }

    @Test("the history cannot be rewritten, not even by a statement of SQL")
    func unalterable() async throws {
        _ = try await temporary.store.putIndicatorValues([row("21583", 1)])
        for sql in ["UPDATE bando_indicator_changes SET value = 9", "DELETE FROM bando_indicator_changes"] {
            await #expect(throws: (any Error).self, "\(sql)") {
                try await temporary.store.pool.write { db in try db.execute(sql: sql) }
            }
        }
    }

    @Test("a unit's values come in order of time within a range of days")
    func range() async throws {
        let periods = ["2026-03", "2026-01", "2026-02", "2025-12"]
        _ = try await temporary.store.putIndicatorValues(
            periods.flatMap { [row("21583", 1, period: $0), row("21584", 2, period: $0)] })
        let days = CivilDay("2026-01-01")!...CivilDay("2026-02-28")!
        let rows = try await temporary.store.indicatorValues(of: "cases", unit: "21583", beginningIn: days)
        #expect(rows.map(\.key.period) == ["2026-01", "2026-02"])
        #expect(try await temporary.store.indicatorValues(of: "cases", beginningIn: days).count == 4)
        #expect(
            try await temporary.store.indicatorPeriods(of: "cases") == ["2026-03", "2026-02", "2026-01", "2025-12"])
    }

    @Test("an indicator without values has no period and no change")
    func empty() async throws {
        #expect(try await temporary.store.indicatorPeriods(of: "cases").isEmpty)
        #expect(try await temporary.store.lastIndicatorChange(of: ["cases"]) == 0)
    }
}
