import Foundation
import GeoCore
import LiveMap
import Testing

@testable import MapEngine

@Suite("Devices come as definitions")
struct DeviceKindReaderTests {
    private static let definition = """
        id: gauges
        title: { vi: Trạm, en: Gauges }
        theme: operations
        geometry: point
        key: [ma]
        fields:
          - { name: ma, type: text, title: { vi: Mã, en: Code } }
          - { name: h, type: real, unit: m, title: { vi: Mực nước, en: Level } }
          - { name: bd2, type: real, unit: m, title: { vi: Báo động II, en: Alarm II } }
          - { name: luc, type: datetime, title: { vi: Lúc, en: Time } }
          - name: tt
            type: text
            title: { vi: Tình trạng, en: State }
            codes:
              - { value: ok, title: { vi: a, en: a } }
              - { value: late, title: { vi: b, en: b } }
              - { value: warn, title: { vi: c, en: c } }
              - { value: alarm, title: { vi: d, en: d } }
              - { value: lost, title: { vi: e, en: e } }
        live:
          kind: measuring
          id: ma
          time: luc
          state: tt
          since: 2026-01-01
          silence: { late: 90s, lost: 2h, hours: [5, 22], rule: gauge-silent }
          readings:
            - field: h
              plausible: [-1, 20]
              direction: above
              levels: [{ state: warn, at: 6 }, { state: alarm, at: bd2 }]
              hysteresis: 0.1
              dwell: 10m
              violation: { rule: water-level, from: alarm }
              source: thử
        """

    private func read(_ text: String) throws -> DeviceKind? {
        try LayerDefinitionReader().layer(from: text, file: "layers/gauges.yaml").deviceKind
    }

    private func faults(_ old: String, _ new: String) -> [String] {
        let text = Self.definition.replacingOccurrences(of: old, with: new)
        do {
            _ = try read(text)
            return []
        } catch let error as ConfigurationError {
            return error.issues.map(\.message)
        } catch {
            return ["\(error)"]
        }
    }

    @Test("a definition says which fields messages fill, when silence counts and when a number is bad")
    func reads() throws {
        let kind = try #require(try read(Self.definition))
        #expect(kind.motion == .measuring && kind.idField == "ma" && kind.version == CivilDay("2026-01-01"))
        #expect(
            kind.silence
                == SilenceLimits(lateSeconds: 90, lostSeconds: 7_200, activeHours: 5..<22, rule: "gauge-silent"))
        let rule = try #require(kind.readings.first)
        #expect(rule.levels.map(\.bound) == [.number(6), .field("bd2")])
        #expect(rule.violation == ReadingViolation(rule: "water-level", level: 1) && rule.dwellSeconds == 600)
        #expect(kind.stateNames == ["ok", "late", "warn", "alarm", "lost"])
    }

    @Test(
        "what cannot be is refused with its reason",
        arguments: [
            ("kind: measuring", "kind: flying", "flying"), ("late: 90s", "late: 3h", "not sooner"),
            ("late: 90s", "late: soon", "length of time"), ("hours: [5, 22]", "hours: [22, 5]", "two hours"),
            ("at: bd2", "at: bd9", "no field"), ("from: alarm", "from: panic", "no state"),
            ("plausible: [-1, 20]", "plausible: [20, -1]", "least"), ("state: warn", "state: worry", "lack worry"),
            ("rule: gauge-silent", "rule: water-level", "twice"), ("key: [ma]", "key: [ma, tt]", "key"),
            ("since: 2026-01-01", "since: 2026-13-01", "day such as"), ("time: luc", "time: h", "must be datetime"),
            ("hysteresis: 0.1", "hysteresis: -1", "below 0"), ("dwell: 10m", "dwel: 10m", "did you mean"),
            ("geometry: point", "geometry: line", "point"), ("{ state: warn, at: 6 }", "{ state: warn }", "missing"),
        ])
    func refuses(old: String, new: String, reason: String) {
        let faults = faults(old, new)
        #expect(faults.contains { $0.contains(reason) }, "\(faults)")
    }

    @Test(
        "one of each kind is among the standard layers, and only those who may see number plates",
        arguments: [
            ("patrol-cars", DeviceMotion.moving), ("refuse-trucks", .moving), ("buses", .moving),
            ("lamp-controllers", .measuring), ("water-levels", .measuring), ("air-sensors", .measuring),
        ])
    func standardKinds(name: String, motion: DeviceMotion) throws {
        let catalogue = try RepositoryFolder.catalogue.get()
        let layer = try #require(catalogue[name: name])
        let kind = try #require(catalogue.deviceKinds[layer.id])
        #expect(kind.motion == motion && kind.layer == layer.id)
        #expect(kind.silence?.rule != nil)
        #expect(kind.readings.allSatisfy { !$0.source.isEmpty })
        #expect(layer.index(of: "bien_so") == nil || !layer.access.allowsField("bien_so", for: .anonymous))
    }

    @Test("no two kinds open violations of one rule")
    func distinctRules() throws {
        let rules = try RepositoryFolder.catalogue.get().deviceKinds.values.flatMap(\.ruleNames)
        #expect(Set(rules).count == rules.count && !rules.isEmpty)
    }

    @Test("a catalogue keeps the kinds of the layers that stay")
    func catalogue() throws {
        let catalogue = try RepositoryFolder.catalogue.get()
        let buses = try #require(LayerID("buses"))
        #expect(catalogue.removing(buses).deviceKinds[buses] == nil)
        #expect(catalogue.removing(buses).deviceKinds.count == catalogue.deviceKinds.count - 1)
    }

    @Test("the schema and the reader know the same keys")
    func schema() throws {
        let file = RepositoryFolder.root.appending(path: "layers/layer.schema.json")
        let schema = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
        let parts = try #require(schema["$defs"] as? [String: [String: Any]])
        let expected = [
            "live": LiveKeys.live, "silence": LiveKeys.silence, "reading": LiveKeys.reading, "level": LiveKeys.level,
            "readingViolation": LiveKeys.violation,
        ]
        for (name, keys) in expected {
            let properties = try #require(parts[name]?["properties"] as? [String: Any], "\(name)")
            #expect(properties.keys.sorted() == keys.sorted(), "\(name)")
        }
    }
}
