package import GeoCore
package import Tiling

extension Engine {
    /// The tileset of one layer, of several as one, or of a raster; its `tiles` is a path below the service's address.
    ///
    /// - Throws: `notFound`, `unauthenticated` or `forbidden` for a layer the caller may not read.
    package func tileset(_ names: [String], for caller: Caller) throws -> TileJSON {
        if names.count == 1, let raster = rasters.tileset(named: names[0]) { return raster }
        let definitions = try names.map { try layer($0, for: caller) }
        let statuses = statuses
        // The extent of rows that the caller may not see would tell where they are.
        let boxes = definitions.filter { $0.access.rowScope(for: caller) == nil }
            .compactMap { statuses[$0.id]?.extent }
        let bounds = boxes.dropFirst().reduce(boxes.first ?? TileJSON.worldBounds) { $0.union($1) }
        let zooms = Self.zooms(of: definitions)
        return TileJSON(
            tiles: ["/tiles/\(names.joined(separator: ","))/{z}/{x}/{y}.mvt"],
            vectorLayers: definitions.flatMap { Self.tileLayers($0, for: caller) },
            name: definitions.map(\.title.vi).joined(separator: ", "),
            attribution: definitions.compactMap(\.attribution).first, minZoom: zooms.lowerBound,
            maxZoom: zooms.upperBound, bounds: bounds, center: .framing(bounds, zooms: zooms))
    }

    static func zooms(of definitions: [LayerDefinition]) -> ClosedRange<Int> {
        let low = definitions.map(\.tiles.minZoom).min() ?? 0
        let high = definitions.map { min($0.tiles.maxZoom, 20) }.max() ?? 20
        return low...max(low, high)
    }

    private static func tileLayers(_ definition: LayerDefinition, for caller: Caller) -> [TileJSON.VectorLayer] {
        let main = TileJSON.VectorLayer(
            id: definition.id.name, summary: definition.title.vi, minZoom: definition.tiles.minZoom,
            maxZoom: min(definition.tiles.maxZoom, 20), fields: types(definition.tiles.fields, definition, caller))
        guard definition.geometry == .polygon else { return [main] }
        var label = main
        label.id = "\(definition.id):label"
        label.fields = types([definition.tiles.label].compactMap { $0 }, definition, caller)
        return [main, label]
    }

    private static func types(
        _ names: [String], _ definition: LayerDefinition, _ caller: Caller
    ) -> [String: String] {
        names.reduce(into: [:]) { types, name in
            guard let index = definition.index(of: name), definition.access.allowsField(name, for: caller) else {
                return
            }
            types[name] = definition.fields[index].type.tileType
        }
    }
}

extension TileJSON.Center {
    /// The middle of a box at the zoom, within the range, at which the box fills a tile.
    static func framing(_ box: BoundingBox, zooms: ClosedRange<Int>) -> TileJSON.Center {
        let width = max(box.east - box.west, 0.000_1)
        var zoom = 0
        while zoom < zooms.upperBound, 360 / Double(1 << (zoom + 1)) > width { zoom += 1 }
        return TileJSON.Center(coordinate: box.center, zoom: max(zooms.lowerBound, zoom))
    }
}

extension FieldType {
    /// The type's name in TileJSON.
    fileprivate var tileType: String {
        switch self {
        case .text, .date, .datetime: "String"
        case .integer, .real: "Number"
        case .boolean: "Boolean"
        }
    }
}
