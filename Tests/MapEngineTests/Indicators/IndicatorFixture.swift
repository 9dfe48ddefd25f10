import Foundation
import GeoCore
import LiveMap
import MapTesting
import Testing

@testable import MapEngine

/// A workspace with the units of both eras and indicators of its own.
final class IndicatorFixture {
    let temporary: TemporaryWorkspace
    let engine: Engine
    let service: IndicatorService
    static let operatorCaller = Caller(role: .operator, name: "trung-tam")

    /// Which units are there; those of one era are read sooner.
    enum Eras {
        case current
        case both
    }

    init(_ definitions: [KPIDefinition], layer: String? = nil, eras: Eras = .current) async throws {
        temporary = try TemporaryWorkspace()
        if let layer { _ = try temporary.write(layer, to: "layers/incidents.yaml") }
        let engine = try await temporary.engine()
        self.engine = engine
        service = IndicatorService(
            catalogue: KPICatalogue(definitions), store: engine.store, state: engine.state, units: engine.units,
            features: engine.features, now: { Date(timeIntervalSince1970: 1_795_244_400) })
        if eras == .both {
            try await load("province", "tinh-truoc-2025-07.geojson")
            try await load("commune", "xa-truoc-2025-07.geojson")
        }
        try await load("province", "tinh-tu-2025-07.geojson")
        try await load("commune", "xa-tu-2025-07.geojson")
        try await engine.refresh()
    }

    private func load(_ layer: String, _ name: String) async throws {
        _ = try await engine.importer.run(
            layer: layer, files: [TemporaryWorkspace.datasets.appending(path: name)], options: ImportOptions(),
            author: "test")
    }

    /// Imports features of the layer `incidents`.
    func incidents(_ csv: String) async throws {
        let file = try temporary.write(csv, to: "incidents.csv")
        _ = try await engine.importer.run(
            layer: "incidents", files: [file], options: ImportOptions(), author: "test")
        try await engine.refresh()
    }

    /// Sends values: unit, period, value.
    @discardableResult
    func put(
        _ id: String, _ values: [(String, String, Double?)], by caller: Caller = operatorCaller
    ) async throws -> KPIReceipt {
        let items = values.map { unit, period, value in
            JSONValue.object([
                JSONMember(name: "unit", value: .text(unit)), JSONMember(name: "period", value: .text(period)),
                JSONMember(name: "value", value: value.map(JSONValue.real) ?? .null),
            ])
        }
        return try await service.put(.array(items), to: id, by: caller)
    }

    static func definition(
        _ id: String, period: PeriodKind = .month, aggregation: KPIAggregation = .sum,
        direction: KPIDirection = .down, decimals: Int = 0, suppressBelow: Int? = nil, target: Double? = nil,
        tally: KPITally? = nil, isCumulative: Bool = false
    ) throws -> KPIDefinition {
        KPIDefinition(
            id: try #require(KPIID(id)), title: LocalizedText(vi: id, en: id), measure: "ca", decimals: decimals,
            period: period, isCumulative: isCumulative, direction: direction, target: target, source: "thử",
            owner: "thử", aggregation: aggregation, tally: tally, suppressBelow: suppressBelow,
            access: KPIAccess(edit: [.operator, .commune], exact: [.operator]))
    }

    static let incidentLayer = """
        id: incidents
        title: { vi: Vụ việc, en: Incidents }
        theme: operations
        geometry: point
        key: [ma]
        fields:
          - { name: ma, type: text, title: { vi: Mã, en: Code } }
          - { name: xa, type: text, title: { vi: Xã, en: Commune } }
          - { name: ngay, type: date, title: { vi: Ngày, en: Day } }
          - { name: loai, type: text, title: { vi: Loại, en: Kind } }
        """
}

extension KPIAnswer {
    func figure(_ code: String) -> KPIFigure? { lines.first { $0.entry.unit.code == code }?.entry.figure }
}
