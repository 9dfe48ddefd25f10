import Foundation
package import GeoCore
import GeoStorage
package import LiveMap
package import Tiling

extension IndicatorService {
    /// A tile of the units with their values, for clients that cannot join them; `nil` where no unit is.
    ///
    /// The tile layers are `kpi:{id}` and `kpi:{id}:label`; beside the fields of the unit layer a feature has `figure`
    /// (`value`, `no-data` or `suppressed`) and, where they are known and shown, `value`, `class` from 0, `status`,
    /// `state`, `target` and `period`.
    ///
    /// - Throws: As `answer`, and `notFound` for a zoom outside of the unit layer's range.
    package func tile(
        _ query: KPIQuery, at coordinate: TileCoordinate, for caller: Caller
    ) async throws -> ServedTile? {
        let answer = try await answer(query, for: caller)
        let layer = try unitLayer(answer.level)
        let zooms = Engine.zooms(of: [layer])
        guard zooms.contains(coordinate.z) else {
            throw EngineError(.notFound, "There are tiles at zooms \(zooms.lowerBound) to \(zooms.upperBound) only.")
        }
        let base = try await unitTile(layer, coordinate, on: answer.day)
        guard !base.layers.isEmpty else { return nil }
        let joined = KPITileJoin(answer, unitLayer: layer.id).joined(base)
        return try EngineError.translating { try TileService.served(VectorTileEncoder().encode(joined)) }
    }

    /// The tileset of an indicator; its `tiles` is a path below the service's address, with the period, the level and whatever else was
    /// asked for in its query.
    ///
    /// - Throws: As `answer`.
    package func tileset(_ query: KPIQuery, for caller: Caller) async throws -> TileJSON {
        let definition = try definition(query.indicator, for: caller)
        let period = try await period(query.period, of: definition)
        let level = query.level ?? definition.level
        let layer = try unitLayer(level)
        let zooms = Engine.zooms(of: [layer])
        let bounds = state.status(of: layer.id)?.extent ?? TileJSON.worldBounds
        let name = "kpi:\(definition.id)"
        let path =
            "/tiles/\(name)/{z}/{x}/{y}.mvt?period=\(period)&level=\(level.rawValue)" + query.choices.joined()
        return TileJSON(
            tiles: [path], vectorLayers: [name, name + ":label"].map { Self.vectorLayer($0, definition, zooms) },
            name: "\(definition.title.vi), \(period)", attribution: definition.source, minZoom: zooms.lowerBound,
            maxZoom: zooms.upperBound, bounds: bounds, center: .framing(bounds, zooms: zooms))
    }

    private static func vectorLayer(
        _ id: String, _ definition: KPIDefinition, _ zooms: ClosedRange<Int>
    ) -> TileJSON.VectorLayer {
        TileJSON.VectorLayer(
            id: id, summary: definition.title.vi, minZoom: zooms.lowerBound, maxZoom: zooms.upperBound,
            fields: [
                "code": "String", "name": "String", "figure": "String", "value": "Number", "class": "Number",
                "status": "String", "state": "String", "target": "Number", "period": "String",
            ])
    }

    private func unitLayer(_ level: UnitLevel) throws -> LayerDefinition {
        guard let layer = state.catalogue.units(level) else {
            throw EngineError(.notFound, "The workspace has no layer of units of the level \(level.rawValue).")
        }
        return layer
    }

    private func unitTile(
        _ layer: LayerDefinition, _ coordinate: TileCoordinate, on day: CivilDay
    ) async throws -> VectorTile {
        guard let revision = try await store.layer(layer.id)?.revision, let moment = ValidMoment(day.description)
        else { return VectorTile() }
        let since = try await lastChange(of: layer, until: day)
        let key = UnitTileCache.Key(layer: layer.id, revision: revision, since: since, coordinate: coordinate)
        return try await tiles.tile(key) {
            let dated = DatedTile(features: features, layer: layer, caller: .anonymous)
            guard let made = try await dated.make(coordinate, at: moment) else { return VectorTile() }
            return try EngineError.translating { try VectorTileDecoder().decode(made.bytes) }
        }
    }

    /// The last day, up to one, on which a unit of a layer began or ended.
    private func lastChange(of layer: LayerDefinition, until day: CivilDay) async throws -> CivilDay? {
        let register = try await units.register().units.filter { $0.level == layer.unitLevel }
        return register.flatMap { [$0.validFrom, $0.validTo] }
            .compactMap { text in text.flatMap { CivilDay($0.prefix(10)) } }.filter { $0 <= day }.max()
    }
}

extension KPIQuery {
    /// What was asked for beside indicator, period and level, as further parameters of a query; texts in it are escaped.
    fileprivate var choices: [String] {
        let given: [(String, String?)] = [
            ("breakdown", category?.description), ("at", moment?.day), ("unit", unit), ("method", method?.rawValue),
            ("classes", classCount == KPIQuery(indicator: indicator).classCount ? nil : "\(classCount)"),
        ]
        return given.compactMap { name, value in
            value?.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(["-", "_", ":", "."]))
                .map { "&\(name)=\($0)" }
        }
    }
}

/// Puts the values of an answer into a tile of units.
struct KPITileJoin {
    private let answer: KPIAnswer
    private let unitLayer: String
    private let lines: [UInt64: KPIAnswer.Line]

    init(_ answer: KPIAnswer, unitLayer: LayerID) {
        self.answer = answer
        self.unitLayer = unitLayer.name
        lines = Dictionary(
            answer.lines.map { (UInt64(bitPattern: $0.feature), $0) }, uniquingKeysWith: { first, _ in first })
    }

    func joined(_ tile: VectorTile) -> VectorTile {
        VectorTile(
            layers: tile.layers.map { layer in
                var layer = layer
                layer.name = "kpi:\(answer.definition.id)" + layer.name.dropFirst(unitLayer.count)
                for index in layer.features.indices {
                    layer.features[index].properties += properties(of: layer.features[index].id)
                }
                return layer
            })
    }

    private func properties(of feature: UInt64?) -> [VectorTile.Property] {
        let line = feature.flatMap { lines[$0] }
        var properties = [VectorTile.Property(key: "period", value: .text(answer.period.description))]
        func add(_ key: String, _ value: VectorTile.Value?) {
            if let value { properties.append(VectorTile.Property(key: key, value: value)) }
        }
        add("figure", .text((line?.entry.figure ?? .noData).name))
        add("value", (line?.entry.figure.number).map(VectorTile.Value.double))
        add("class", (line?.classIndex).map { .unsigned(UInt64($0)) })
        add("status", (line?.entry.status).map { .text($0.rawValue) })
        add("state", (line?.entry.state).map { .text($0.rawValue) })
        add("target", (line?.entry.target).map(VectorTile.Value.double))
        return properties
    }
}

extension KPIFigure {
    /// The word for what is, or is not, there.
    package var name: String {
        switch self {
        case .value: "value"
        case .noData: "no-data"
        case .suppressed: "suppressed"
        }
    }
}
