import GeoCore
import GeoStorage
import LiveMap

/// The zones and boundary lines that vessels are judged by, as the layers `maritime-zones` and `maritime-lines` hold them.
struct SeaChart: Sendable {
    var zones: [Zone] = []
    var lines: [BoundaryLine] = []
    /// The revisions that it was read from; when one moves on, the chart is read again.
    var revisions: [LayerID: Int64] = [:]

    static let zoneLayer = LayerID("maritime-zones")
    static let lineLayer = LayerID("maritime-lines")

    /// Harbours of all kinds, and the shore as far as polygons of ports show it: where lying together is ordinary.
    var harbours: [Geometry] {
        zones.filter { [.port, .anchorage, .stormShelter].contains($0.kind) }.map { .multiPolygon($0.polygons) }
    }
}

/// Reads a `SeaChart` out of layers' rows. Rows of kinds that no rule speaks of are passed over.
struct SeaChartReader {
    private let catalogue: Catalogue
    private let store: SpatiaLiteStore

    init(catalogue: Catalogue, store: SpatiaLiteStore) {
        self.catalogue = catalogue
        self.store = store
    }

    func read() async throws -> SeaChart {
        var chart = SeaChart()
        try await each(SeaChart.zoneLayer, &chart) { row, chart in
            if let zone = row.zone { chart.zones.append(zone) }
        }
        try await each(SeaChart.lineLayer, &chart) { row, chart in
            chart.lines += row.boundaryLines
        }
        return chart
    }

    /// The polygons of the land: the units of the highest level that the store holds.
    func land() async throws -> [Geometry] {
        guard let layer = UnitLevel.allCases.lazy.compactMap({ catalogue.units($0) }).first,
            try await store.layer(layer.id) != nil
        else { return [] }
        return try await store.features(FeatureQuery(layer: layer.id, limit: 1_000)).features.compactMap(\.geometry)
    }

    private func each(
        _ id: LayerID?, _ chart: inout SeaChart, _ take: (ChartRow, inout SeaChart) -> Void
    ) async throws {
        guard let id, let definition = catalogue[id], let stored = try await store.layer(id) else { return }
        chart.revisions[id] = stored.revision
        var query = FeatureQuery(layer: id, limit: 10_000)
        repeat {
            let page = try await store.features(query)
            for feature in page.features {
                take(ChartRow(feature: feature, definition: definition, revision: stored.revision), &chart)
            }
            query.after = page.next
        } while query.after != nil
    }
}

/// One row of either layer, by the names of its definition's fields.
private struct ChartRow {
    let feature: Feature
    let definition: LayerDefinition
    let revision: Int64

    private func text(_ field: String) -> String? {
        guard let index = definition.index(of: field), case .text(let text) = feature.values[index] else { return nil }
        return text
    }

    /// The code in kebab-case without diacritics; the row's number where it has none.
    private var reference: ZoneReference {
        let parts = (text("ma") ?? "").split { !$0.isLetter && !$0.isNumber }
        let code = parts.map { SearchText.folded(String($0)) }.joined(separator: "-")
        return ZoneReference(id: code.isEmpty ? "f\(feature.id)" : code, revision: revision)
    }

    private var name: String { text("ten") ?? text("ma") ?? "\(feature.id)" }

    private var validity: DayRange {
        DayRange(from: text("valid_from").flatMap { CivilDay($0) }, to: text("valid_to").flatMap { CivilDay($0) })
    }

    /// `nil` for a row without a polygon, or of a kind that no rule speaks of.
    var zone: Zone? {
        guard let kind = text("loai").flatMap({ Self.kinds[$0] }) else { return nil }
        let polygons: [Polygon]
        switch feature.geometry {
        case .polygon(let polygon)?: polygons = [polygon]
        case .multiPolygon(let parts)?: polygons = parts
        default: return nil
        }
        return Zone(
            reference: reference, kind: kind, name: name, province: kind == .coastal ? text("ma_tinh") : nil,
            validity: validity, polygons: polygons)
    }

    /// One line for each part; none for a row of another kind, or of one whose side is not said.
    var boundaryLines: [BoundaryLine] {
        guard let status = text("loai").flatMap({ Self.statuses[$0] }),
            let side = text("phia_ta").flatMap(HomeSide.init)
        else { return [] }
        let parts: [[Coordinate]]
        switch feature.geometry {
        case .lineString(let path)?: parts = [path]
        case .multiLineString(let paths)?: parts = paths
        default: return []
        }
        return parts.map { path in
            BoundaryLine(
                reference: reference, name: name, status: status, validity: validity, homeSide: side, vertices: path)
        }
    }

    /// The kinds of the layer in the words of rules.
    private static let kinds: [String: ZoneKind] = [
        "Vùng ven bờ": .coastal, "Vùng lộng": .inshore, "Vùng khơi": .offshore, "Vùng nước cảng biển": .port,
        "Khu neo đậu": .anchorage, "Vùng cấm": .prohibited, "Vùng cảnh báo": .caution, "Luồng hàng hải": .lane,
        "Khu tránh trú bão": .stormShelter,
    ]

    private static let statuses: [String: BoundaryStatus] = [
        "Đường phân định": .treaty, "Ranh giới thềm lục địa": .treaty, "Đường cảnh báo": .operationalWarning,
        "Ranh giới vùng đặc quyền kinh tế": .declared,
    ]
}
