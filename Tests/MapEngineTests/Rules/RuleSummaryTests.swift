import GeoCore
import LiveMap
import MapTesting
import Testing

@testable import MapEngine

@Suite("Rules as people are told of them")
struct RuleSummaryTests {
    private func rules(_ caller: Caller = .local) async throws -> [String: RuleSummary] {
        let temporary = try TemporaryWorkspace()
        let summaries = try await temporary.engine().ruleSummaries(for: caller)
        #expect(summaries.map(\.id) == summaries.map(\.id).sorted())
        return Dictionary(uniqueKeysWithValues: summaries.map { ($0.id, $0) })
    }

    @Test("a rule of a file has the file's title in both languages, and each version says where it is written")
    func files() async throws {
        let rule = try #require(try await rules()["wrong-zone"])
        #expect(rule.title == LocalizedText(vi: "Khai thác sai vùng", en: "Fishing in the wrong zone"))
        #expect(rule.versions.map(\.from).sorted() == rule.versions.map(\.from))
        #expect(rule.versions.last?.citation?.contains("41/2026") == true)
        #expect(rule.versions.first?.standing == .verified)
    }

    @Test("a rule of devices is called after its layer and what is measured, or after the silence")
    func devices() async throws {
        let rules = try await rules()
        #expect(rules["water-level"]?.title.vi == "Trạm đo mực nước: Mực nước")
        #expect(rules["water-level"]?.title.en == "Water-level gauges: Water level")
        #expect(rules["water-level"]?.versions.first?.citation?.contains("05/2020") == true)
        #expect(rules["water-gauge-silent"]?.title.vi == "Trạm đo mực nước: Mất tín hiệu")
    }

    @Test("every rule that violations can name has a title")
    func complete() async throws {
        let temporary = try TemporaryWorkspace()
        let engine = try await temporary.engine()
        let known = Set(try engine.ruleSummaries(for: .local).map(\.id))
        #expect(Set(engine.catalogue.deviceKinds.values.flatMap(\.ruleNames)).isSubset(of: known))
        #expect(Set(try engine.workspace.readRules().titles.keys).isSubset(of: known))
    }
}
