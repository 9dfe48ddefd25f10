import Foundation
import GeoCore
import LiveMap
import Testing

@testable import MapEngine

@Suite("Indicators come as definitions")
struct KPIDefinitionReaderTests {
    private static let definition = """
        id: cases
        title: { vi: Số ca, en: Cases }
        code: "1804"
        measure: ca
        decimals: 1
        period: week
        level: commune
        breakdowns:
          - name: sex
            title: { vi: Giới tính, en: Sex }
            codes: [{ value: f, title: { vi: Nữ, en: Female } }]
        direction: down
        thresholds: { green: 5, yellow: 10 }
        target: 5
        source: thử
        owner: Sở Y tế
        aggregation: sum
        from:
          layer: reports
          time: luc
          unit: ma_xa
          breakdowns: { sex: gioi }
          where: { loai: [a, b], so: 3, dung: true }
        suppressBelow: 5
        access: { read: [viewer], edit: [operator], exact: [operator] }
        """

    private func faults(_ old: String, _ new: String) -> [String] {
        let text = Self.definition.replacingOccurrences(of: old, with: new)
        do {
            _ = try KPIDefinitionReader.definition(from: text, file: "kpis/cases.yaml")
            return []
        } catch {
            return error.issues.map(\.message)
        }
    }

    @Test("a definition is read as it is written")
    func reads() throws {
        let read = try KPIDefinitionReader.definition(from: Self.definition, file: "kpis/cases.yaml")
        let tally = try #require(read.tally)
        #expect(read.period == .week && read.decimals == 1 && read.code == "1804" && read.suppressBelow == 5)
        #expect(read.thresholds == KPIThresholds(green: 5, yellow: 10))
        #expect(read.access == KPIAccess(read: [.viewer], edit: [.operator], exact: [.operator]))
        #expect(tally.layer.name == "reports" && tally.breakdowns == ["sex": "gioi"])
        #expect(
            tally.conditions == [
                KPITally.Condition(field: "dung", values: [.boolean(true)]),
                KPITally.Condition(field: "loai", values: [.text("a"), .text("b")]),
                KPITally.Condition(field: "so", values: [.integer(3)]),
            ])
        #expect(!read.takesValues)
    }

    @Test(
        "what cannot be is refused with its reason",
        arguments: [
            ("id: cases", "id: Cases", "lower-case"), ("id: cases", "id: other", "file is named"),
            ("period: week", "period: fortnight", "write one of"), ("green: 5", "green: 50", "exchange them"),
            ("aggregation: sum", "aggregation: mean", "write sum"), ("aggregation: sum", "aggregation: none", "add up"),
            ("aggregation: sum", "aggregation: { ratio: a, to: b, factor: 0 }", "above 0"),
            ("aggregation: sum", "aggregation: { ratio: a, to: b }", "follows from its two"),
            ("aggregation: sum", "aggregation: { ratio: a }", "missing"),
            ("breakdowns: { sex: gioi }", "breakdowns: { age: tuoi }", "no breakdown"),
            ("suppressBelow: 5", "suppressBelow: 1", "between"), ("decimals: 1", "decimal: 1", "did you mean"),
            ("measure: ca", "measure:", "missing"), ("time: luc", "tim: luc", "did you mean"),
        ])
    func refuses(old: String, new: String, reason: String) {
        let faults = faults(old, new)
        #expect(faults.contains { $0.contains(reason) }, "\(faults)")
    }

    @Test("an indicator that nobody sends values of is refused")
    func nobody() {
        let lines = Self.definition.split(separator: "\n", omittingEmptySubsequences: false)
        let text = lines.filter { !$0.hasPrefix("access") && !$0.hasPrefix("from") && !$0.hasPrefix("  ") }
            .filter { !$0.hasPrefix("breakdowns") }.joined(separator: "\n")
        #expect(throws: ConfigurationError.self) {
            try KPIDefinitionReader.definition(from: text, file: "kpis/cases.yaml")
        }
    }

    @Test("the standard indicators read, and name layers, fields and parts that are there")
    func standard() throws {
        let layers = try RepositoryFolder.catalogue.get()
        let catalogue = try Workspace(root: RepositoryFolder.root).readIndicators(layers: layers)
        #expect(catalogue.definitions.count >= 10)
        for definition in catalogue.definitions where definition.suppressBelow != nil {
            #expect(!definition.access.allowsSmallCounts(for: .anonymous), "\(definition.id)")
        }
    }

    @Test("parts must be there, add up and be told for the same periods")
    func parts() throws {
        let layers = try RepositoryFolder.catalogue.get()
        var part = try KPIDefinitionReader.definition(from: Self.definition, file: "kpis/cases.yaml")
        part.tally = nil
        var rate = part
        rate.id = try #require(KPIID("rate"))
        rate.suppressBelow = nil
        rate.aggregation = .ratio(of: part.id, to: try #require(KPIID("people")), factor: 100)
        var other = part
        other.id = try #require(KPIID("people"))
        other.period = .month
        let faults = KPICatalogueChecks(catalogue: KPICatalogue([part, rate, other]), layers: layers).issues()
        #expect(faults.count == 1 && faults[0].message.contains("another period"))
        let alone = KPICatalogueChecks(catalogue: KPICatalogue([part, rate]), layers: layers).issues()
        #expect(alone.count == 1 && alone[0].message.contains("not in kpis/"))
    }

    @Test("a quotient that somebody reads with one of its parts alone is refused, since it tells the other")
    func revealing() throws {
        let layers = try RepositoryFolder.catalogue.get()
        func definition(_ id: String, _ aggregation: KPIAggregation, read: Set<Role>?) throws -> KPIDefinition {
            var definition = try KPIDefinitionReader.definition(from: Self.definition, file: "kpis/cases.yaml")
            definition.id = try #require(KPIID(id))
            (definition.tally, definition.suppressBelow, definition.aggregation) = (nil, nil, aggregation)
            definition.access.read = read
            return definition
        }
        func faults(_ part: Set<Role>?, _ other: Set<Role>?, _ quotient: Set<Role>?) throws -> [String] {
            let parts = try [definition("part", .sum, read: part), definition("other", .sum, read: other)]
            let rate = try definition("rate", .ratio(of: parts[0].id, to: parts[1].id, factor: 1), read: quotient)
            return KPICatalogueChecks(catalogue: KPICatalogue(parts + [rate]), layers: layers).issues().map(\.message)
        }
        #expect(try faults([.operator], [.operator], nil).isEmpty)
        #expect(try faults([.operator], nil, [.operator]).isEmpty)
        #expect(try faults([.operator], nil, nil)[0].contains("could compute 'part'"))
        #expect(try faults([.operator], [.viewer, .operator], [.viewer])[0].contains("the role 'viewer'"))
    }

    @Test("the schema and the reader know the same keys")
    func schema() throws {
        let file = RepositoryFolder.root.appending(path: "kpis/kpi.schema.json")
        let schema = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
        let parts = try #require(schema["$defs"] as? [String: [String: Any]])
        let root = try #require(schema["properties"] as? [String: Any])
        #expect(root.keys.sorted() == KPIKeys.indicator.sorted())
        let expected = [
            "breakdown": KPIKeys.breakdown, "thresholds": KPIKeys.thresholds, "aggregation": KPIKeys.aggregation,
            "from": KPIKeys.from, "access": KPIKeys.access,
        ]
        for (name, keys) in expected {
            let properties = try #require(parts[name]?["properties"] as? [String: Any], "\(name)")
            #expect(properties.keys.sorted() == keys.sorted(), "\(name)")
        }
    }
}
