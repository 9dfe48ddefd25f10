import GeoCore
import GeoStorage
import MapDrawing

/// The land, zones, lines and names that lie under the tracks of a report, as the layers hold them on a day.
struct PrintedChart: Sendable {
    var land: [Geometry] = []
    var zones: [Part] = []
    var lines: [Part] = []
    var names: [MapName] = []
    /// The layers that something was read from.
    var layers: [LayerID] = []

    /// A zone or a line with what its look follows from.
    struct Part: Sendable {
        var geometry: Geometry
        /// In the words of the layer, as is the standing.
        var kind: String
        var standing: String
    }

    /// Whether anything on the map was not checked against the original and so binds nobody.
    var hasUnchecked: Bool { (zones + lines).contains { $0.standing == Self.unchecked } }

    static let unchecked = "Tham khảo"

    /// The two archipelagos, which no map of the sea may lack, for a store whose layer of names has not been filled.
    static let sovereignNames = [
        MapName(
            "Quần đảo Hoàng Sa", second: "Đặc khu Hoàng Sa, thành phố Đà Nẵng",
            at: Coordinate(longitude: 112.0, latitude: 16.5), kind: .archipelago, rank: 1, isAlways: true),
        MapName(
            "Quần đảo Trường Sa", second: "Đặc khu Trường Sa, tỉnh Khánh Hòa",
            at: Coordinate(longitude: 114.0, latitude: 9.9), kind: .archipelago, rank: 1, isAlways: true),
    ]

    /// Việt Nam with its seas and both archipelagos.
    static let country = BoundingBox(west: 101.8, south: 6.2, east: 117.6, north: 23.5)

    /// The picture under every map.
    var ground: MapPicture {
        var picture = MapPicture()
        picture.areas =
            land.map { MapArea($0, fill: MapColors.land, edge: SheetPen(MapColors.shore, width: 0.4)) }
            + zones.map { MapArea($0.geometry, fill: $0.color.with(opacity: 0.16), edge: $0.edge) }
        picture.lines = lines.map { MapLine($0.geometry, $0.pen) }
        picture.names = allNames
        return picture
    }

    /// A small map of the country for the corner of another.
    var inset: MapPicture {
        var picture = MapPicture()
        picture.areas = land.map { MapArea($0, fill: MapColors.land, edge: SheetPen(MapColors.shore, width: 0.2)) }
        picture.names = allNames.filter(\.isAlways).map { name in
            MapName(name.text, at: name.place, kind: .archipelago, rank: 1, isAlways: true)
        }
        return picture
    }

    private var allNames: [MapName] {
        names + Self.sovereignNames.filter { missing in !names.contains { $0.isAlways && $0.text == missing.text } }
    }

    /// What the colours of zones and lines mean, each once, in order of appearance.
    var legend: [MapLegend.Entry] {
        var seen: Set<String> = []
        let zones = zones.map { MapLegend.Entry(.area($0.color.with(opacity: 0.16), $0.edge), $0.title) }
        let lines = lines.map { MapLegend.Entry(.line($0.pen), $0.title) }
        return (zones + lines).filter { seen.insert($0.text).inserted }
    }
}

extension PrintedChart.Part {
    var title: String { standing == PrintedChart.unchecked ? "\(kind) (tham khảo)" : kind }

    var color: SheetColor { Self.colors[kind] ?? SheetColor(0x4F6D7A) }

    /// What was not checked is drawn with gaps.
    fileprivate var pen: SheetPen {
        SheetPen(color, width: 0.8, dashes: standing == PrintedChart.unchecked ? [4, 2] : [])
    }

    fileprivate var edge: SheetPen {
        SheetPen(color.with(opacity: 0.7), width: 0.4, dashes: standing == PrintedChart.unchecked ? [3, 2] : [])
    }

    private static let colors: [String: SheetColor] = [
        "Vùng ven bờ": SheetColor(0x4C9F70), "Vùng lộng": SheetColor(0xC9A227), "Vùng khơi": SheetColor(0x3D7EA6),
        "Vùng cấm": SheetColor(0xB3261E), "Vùng cảnh báo": SheetColor(0xD9822B),
        "Vùng nước cảng biển": SheetColor(0x6B5B95), "Khu neo đậu": SheetColor(0x6B5B95),
        "Đường cơ sở": SheetColor(0x37474F), "Đường phân định": SheetColor(0x8E24AA),
        "Ranh giới thềm lục địa": SheetColor(0x8E24AA), "Tuyến bờ": SheetColor(0x2E7D4F),
        "Tuyến lộng": SheetColor(0xA37F10), "Đường cảnh báo": SheetColor(0xD9822B),
        "Luồng hàng hải": SheetColor(0x7A8C99), "Đường bờ biển": SheetColor(0x9A8F73),
    ]
}

/// Reads a `PrintedChart` out of the layers `maritime-zones`, `maritime-lines`, `island-labels` and the highest level of units.
struct PrintedChartReader {
    let engine: Engine
    let day: CivilDay

    /// Features of one layer that are drawn.
    private static let mostFeatures = 20_000

    func chart() async throws -> PrintedChart {
        var chart = PrintedChart()
        try await readLand(into: &chart)
        for (feature, definition) in try await features(of: SeaChart.zoneLayer, &chart) {
            if let part = Self.part(feature, definition) { chart.zones.append(part) }
        }
        // The widest first, so that a port inside a zone is seen.
        chart.zones.sort { Self.size($0.geometry) > Self.size($1.geometry) }
        for (feature, definition) in try await features(of: SeaChart.lineLayer, &chart) {
            if let part = Self.part(feature, definition) { chart.lines.append(part) }
        }
        for (feature, definition) in try await features(of: LayerID("island-labels"), &chart) {
            if let name = Self.name(feature, definition) { chart.names.append(name) }
        }
        return chart
    }

    private func readLand(into chart: inout PrintedChart) async throws {
        for level in UnitLevel.allCases {
            guard let definition = engine.state.catalogue.units(level) else { continue }
            let features = try await features(of: definition.id, &chart)
            chart.land = features.compactMap(\.0.geometry)
            guard chart.land.isEmpty else { return }
        }
    }

    /// The features of a layer that are valid on the day; none where the store has no such layer.
    private func features(
        of layer: LayerID?, _ chart: inout PrintedChart
    ) async throws -> [(Feature, LayerDefinition)] {
        guard let layer, let definition = engine.state.catalogue[layer],
            try await engine.store.layer(layer) != nil
        else { return [] }
        var query = FeatureQuery(layer: layer, limit: Self.mostFeatures)
        query.validity = definition.validity.map { ValidityCondition($0, day: day.description) }
        let asked = query
        let page = try await EngineError.translating { try await engine.store.features(asked) }
        if !page.features.isEmpty { chart.layers.append(layer) }
        return page.features.map { ($0, definition) }
    }

    private static func text(_ field: String, _ feature: Feature, _ definition: LayerDefinition) -> String {
        definition.index(of: field).map { feature.values[$0].text } ?? ""
    }

    private static func part(_ feature: Feature, _ definition: LayerDefinition) -> PrintedChart.Part? {
        guard let geometry = feature.geometry else { return nil }
        return PrintedChart.Part(
            geometry: geometry, kind: text("loai", feature, definition),
            standing: text("tinh_chat", feature, definition))
    }

    private static func name(_ feature: Feature, _ definition: LayerDefinition) -> MapName? {
        guard case .point(let place)? = feature.geometry else { return nil }
        let name = text("ten", feature, definition)
        let kind: MapName.Kind =
            switch text("loai", feature, definition) {
            case "Biển, vịnh": .sea
            case "Quần đảo": .archipelago
            default: .island
            }
        return MapName(
            name, second: text("ten_phu", feature, definition), at: place, kind: kind,
            rank: Int(text("cap", feature, definition)) ?? 9,
            isAlways: kind == .archipelago && (name.contains("Hoàng Sa") || name.contains("Trường Sa")))
    }

    private static func size(_ geometry: Geometry) -> Double {
        geometry.boundingBox.map { ($0.east - $0.west) * ($0.north - $0.south) } ?? 0
    }
}
