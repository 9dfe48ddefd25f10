import Foundation
import GeoCore
import GeoStorage
import LiveMap

/// Reads the violations that touch a month, with what the register says of the vessels.
struct ViolationReader: Sendable {
    let engine: Engine
    let month: ReportedMonth

    private static let layer = "violations"
    /// Rows that one query brings.
    private static let pageSize = 2_000

    /// The violations that were open at some moment of the month, in order of their beginning, then of their codes.
    func violations() async throws -> [ReportedViolation] {
        guard let definition = engine.state.catalogue[name: Self.layer],
            try await engine.store.layer(definition.id) != nil
        else { return [] }
        let ids = try await touching(definition)
        let words = try await words()
        let rows = ViolationRow(definition: definition)
        var violations: [ReportedViolation] = []
        for start in stride(from: 0, to: ids.count, by: Self.pageSize) {
            let part = Array(ids[start..<min(start + Self.pageSize, ids.count)])
            let query = FeatureQuery(layer: definition.id, ids: part, limit: part.count)
            let page = try await EngineError.translating { try await engine.store.features(query) }
            violations += page.features.compactMap { reported($0, rows, words) }
        }
        return violations.sorted { ($0.violation.opened, $0.id) < ($1.violation.opened, $1.id) }
    }

    /// The rows whose interval meets the month, by opening and closing alone.
    private func touching(_ definition: LayerDefinition) async throws -> [Int64] {
        var ids: [Int64] = []
        var query = FeatureQuery(
            layer: definition.id, limit: 10_000, fields: ["mo_luc", "dong_luc"], content: .withoutGeometry)
        repeat {
            let current = query
            let page = try await EngineError.translating { try await engine.store.features(current) }
            ids += page.features.filter { touchesMonth($0, definition) }.map(\.id)
            query.after = page.next
        } while query.after != nil
        return ids
    }

    private func touchesMonth(_ feature: Feature, _ definition: LayerDefinition) -> Bool {
        func moment(_ field: String) -> Instant? {
            definition.index(of: field).flatMap { Instant(rfc3339: feature.values[$0].text) }
        }
        guard let opened = moment("mo_luc"), opened < month.span.upperBound else { return false }
        return moment("dong_luc").map { $0 >= month.span.lowerBound } ?? true
    }

    private func reported(_ feature: Feature, _ rows: ViolationRow, _ words: Words) -> ReportedViolation? {
        guard let record = rows.record(of: feature) else { return nil }
        func text(_ field: String) -> String {
            rows.definition.index(of: field).map { feature.values[$0].text } ?? ""
        }
        let vessel = record.violation.objects.first.flatMap { words.vessels[$0] }
        let length = text("nhom_dai")
        let homes = [text("xa"), vessel?.unit ?? "", text("tinh")]
        return ReportedViolation(
            violation: record.violation, handling: record.handling, record: text("ban_ghi"), name: text("ten"),
            ruleTitle: words.rules[record.violation.rule.id]?.vi ?? record.violation.kind.title,
            lengthClass: length.isEmpty ? nil : length, unit: words.unit(homes.first { !$0.isEmpty }))
    }

    // MARK: Words

    /// What rules and units are called, and what the register says.
    private struct Words {
        var rules: [String: LocalizedText]
        var units: [String: String]
        var vessels: [ObjectID: RegisteredVessel]

        func unit(_ code: String?) -> ViolationGroupKey {
            guard let code else { return ViolationGroupKey(key: "", title: "Chưa rõ địa phương") }
            return ViolationGroupKey(key: code, title: units[code] ?? code)
        }
    }

    private func words() async throws -> Words {
        let moment = ValidMoment(month.lastDay.description)
        let units = try await engine.units.units(level: nil, words: nil, at: moment)
        return Words(
            rules: try engine.workspace.readRules().titles,
            units: Dictionary(units.map { ($0.code, $0.name) }) { first, _ in first }, vessels: try await vessels())
    }

    /// The vessels of the register, by the objects that they are.
    func vessels() async throws -> [ObjectID: RegisteredVessel] {
        guard let definition = engine.state.catalogue[name: "vessels"],
            try await engine.store.layer(definition.id) != nil
        else { return [:] }
        let register = try await VesselRegister.read(
            definition.id, catalogue: engine.state.catalogue, store: engine.store)
        var vessels: [ObjectID: RegisteredVessel] = [:]
        for feature in register.features {
            guard let object = register.object(of: feature), let facts = register.facts[object] else { continue }
            vessels[object] = RegisteredVessel(feature, definition, facts)
        }
        return vessels
    }
}

/// What a report says of a vessel; neither owner nor telephone is among it.
struct RegisteredVessel: Hashable, Sendable {
    var name: String
    var lengthMeters: Double?
    var port: String?
    /// The code of the commune of registration where the register has the field `xa`, else of the province.
    var unit: String?

    init(_ feature: Feature, _ definition: LayerDefinition, _ facts: VesselFacts) {
        func text(_ field: String) -> String? {
            definition.index(of: field).map { feature.values[$0].text }.flatMap { $0.isEmpty ? nil : $0 }
        }
        let number = text("so_dang_ky") ?? text("mmsi") ?? facts.id.text
        name = VesselRegistration(number)?.display ?? number
        lengthMeters = facts.lengthMeters
        port = facts.port
        unit = text("xa") ?? facts.homeProvince
    }
}

// MARK: - Sources

extension ViolationReader {
    /// Where the report's data come from, each with its revision; the rules with the texts that they rest on.
    func sources(
        chart: PrintedChart, of violations: [ReportedViolation]
    ) async throws -> [ViolationReportContent.Source] {
        var sources: [ViolationReportContent.Source] = []
        for name in [Self.layer, "vessels"] + chart.layers.map(\.name) {
            if let source = try await source(ofLayer: name) { sources.append(source) }
        }
        let rules = try engine.workspace.readRules()
        let used = Set(violations.map(\.violation.rule))
        for rule in used.sorted(by: { ($0.id, $0.version) < ($1.id, $1.version) }) {
            guard let law = rules.sources[rule] else { continue }
            sources.append(
                .init(
                    name: "Quy tắc: \(rules.titles[rule.id]?.vi ?? rule.id)",
                    text: "bản có hiệu lực từ \(PrintedTime.day(rule.version)) – \(law.citation)\(law.standing.remark)")
            )
        }
        return sources
    }

    private func source(ofLayer name: String) async throws -> ViolationReportContent.Source? {
        guard let definition = engine.state.catalogue[name: name],
            let stored = try await engine.store.layer(definition.id)
        else { return nil }
        let attribution = definition.attribution.map { "; \($0)" } ?? ""
        return .init(
            name: "Lớp: \(definition.title.vi)", text: "phiên bản \(stored.revision) của kho dữ liệu\(attribution)")
    }
}

extension LegalStanding {
    /// How far the text was checked, where that must be said.
    fileprivate var remark: String {
        switch self {
        case .verified: ""
        case .unverified: " (chưa kiểm chứng)"
        case .reference: " (tham khảo)"
        }
    }
}
