import Foundation
import GeoCore
import LiveMap
import Testing

@testable import MapEngine

@Suite("Rules of a workspace")
struct WorkspaceRulesTests {
    private let rules: WorkspaceRules

    init() throws {
        rules = try Workspace(root: RepositoryFolder.root).readRules()
    }

    private func instant(_ text: String) throws -> Instant { try #require(Instant(rfc3339: text)) }

    @Test("the rules that come with the program are read, with titles and groups")
    func readsTheirOwn() throws {
        #expect(rules.titles["wrong-zone"]?.vi == "Khai thác sai vùng")
        #expect(rules.book.closedZones.map(\.id) == ["caution-zone", "prohibited-zone"])
        #expect(rules.groups.gathering?.versions.first?.parameters.vessels == 3)
        #expect(rules.groups.encounter != nil && rules.groups.loitering != nil && rules.groups.carriedDevice != nil)
    }

    @Test("the decree in force follows from the moment, to the hour in Việt Nam")
    func choosesByTime() throws {
        let series = rules.book.fishingZones
        let before = try #require(series.version(at: instant("2026-01-24T23:59:59+07:00")))
        let after = try #require(series.version(at: instant("2026-01-25T00:00:00+07:00")))
        #expect(before.source.citation.contains("26/2019"))
        #expect(before.source.standing == .verified)
        #expect(after.source.citation.contains("41/2026"))
        #expect(after.source.standing == .unverified)
        #expect(before.parameters == after.parameters)
        #expect(try series.version(at: instant("2018-01-01T00:00:00Z")) == nil)
        #expect(rules.sources[series.reference(after)] == after.source)
        #expect(after.parameterSources["transitHours"]?.standing == .reference)
    }

    @Test("the table of lengths is that of the decree")
    func hasTheTable() throws {
        let rule = try #require(rules.book.fishingZones.versions.last?.parameters)
        let allowed = { (length: Double, role: VesselRole) in
            rule.classes.first { $0.role == role && length >= $0.minimumLength && length < $0.maximumLength }?.allowed
        }
        #expect(allowed(15, .fishing) == [.offshore])
        #expect(allowed(14.99, .fishing) == [.inshore])
        #expect(allowed(11.99, .fishing) == [.coastal])
        #expect(allowed(20, .logistics) == [.coastal, .inshore, .offshore])
        #expect(allowed(12, .logistics) == [.coastal, .inshore])
        #expect(rule.classes.filter(\.boundToHomeProvince).map(\.maximumLength) == [12])
    }

    @Test("signal, return, warning and escalation are those of the sources")
    func hasTheHours() throws {
        let signal = try #require(rules.book.signal.versions.last?.parameters)
        #expect([signal.minimumLength, signal.lostHours, signal.manualHours, signal.escalatedHours] == [15, 6, 6, 24])
        #expect(rules.book.noReturn.versions.map(\.parameters.hours) == [240, 240])
        #expect(rules.book.approach.versions.map(\.parameters.warningMiles) == [[15, 6]])
        #expect(rules.book.escalation.versions.first?.parameters.hours == [.signal: 24, .boundary: 12, .zone: 12])
    }

    @Test(
        "what is wrong is named with its line and what to do",
        arguments: [
            ("rule: no-return", "rule: no-returns", "'rule' cannot be 'no-returns'"),
            ("hours: 240", "hour: 240", "unknown key 'hour' in 'versions[0].parameters'; did you mean 'hours'?"),
            ("hours: 240", "hours: -1", "must lie between 1.0 and 10000.0"),
            ("from: 2026-01-25", "from: 2026-02-30", "must be a day such as 2026-01-25"),
            ("from: 2026-01-25", "from: 2019-01-01", "is not after the version before"),
            ("standing: unverified", "standing: law", "write one of verified, unverified, tham-khao"),
            ("id: ten-days", "id: nine-days", "the file is named 'ten-days'"),
            ("citation: x", "note: x", "'versions[0].source.citation' is missing"),
        ])
    func saysWhatIsWrong(good: String, bad: String, message: String) throws {
        let text = """
            id: ten-days
            rule: no-return
            title: { vi: a, en: b }
            versions:
              - from: 2019-04-25
                to: 2026-01-25
                source: { citation: x, standing: verified }
                parameters: { hours: 240 }
              - from: 2026-01-25
                source: { citation: y, standing: unverified }
                parameters: { hours: 240 }
            """
        var reader = RuleBookReader()
        try reader.read(text, file: "rules/ten-days.yaml")
        let wrong = text.replacingOccurrences(of: good, with: bad)
        #expect(wrong != text)
        var other = RuleBookReader()
        let error = #expect(throws: ConfigurationError.self) { try other.read(wrong, file: "rules/ten-days.yaml") }
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }

    @Test("a workspace without the rules on vessels is told which are missing")
    func namesWhatIsMissing() {
        let error = #expect(throws: ConfigurationError.self) { try RuleBookReader().rules() }
        #expect(error?.description.contains("track, fishing-zones, boundary-approach") == true)
    }

    @Test("the schema and the reader know the same keys, kinds and standings")
    func schemaAgrees() throws {
        let file = RepositoryFolder.root.appending(path: "rules/rule.schema.json")
        let schema = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
        let parts = try #require(schema["$defs"] as? [String: [String: Any]])
        func keys(_ part: [String: Any]?) -> [String]? { (part?["properties"] as? [String: Any])?.keys.sorted() }
        #expect(keys(schema) == RuleKeys.file.sorted())
        #expect(keys(parts["version"]) == RuleKeys.version.sorted())
        #expect(keys(parts["source"]) == RuleKeys.source.sorted())
        for kind in RuleKind.allCases {
            #expect(keys(parts[kind.rawValue]) == kind.keys.sorted(), "\(kind.rawValue)")
            #expect(parts[kind.rawValue]?["additionalProperties"] as? Bool == false)
        }
        let kinds = (schema["properties"] as? [String: [String: Any]])?["rule"]?["enum"] as? [String]
        #expect(kinds?.sorted() == RuleKind.allCases.map(\.rawValue).sorted())
        #expect(keys(parts["fishingClass"]) == RuleKeys.fishingClass.sorted())
        #expect(keys(parts["pattern"]) == RuleKeys.pattern.sorted())
    }
}
