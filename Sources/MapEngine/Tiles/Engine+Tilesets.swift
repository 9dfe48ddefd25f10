import GeoCore
import Tiling

extension Engine {
    /// The tileset of one layer, of several as one, or of a raster.
    ///
    /// - Throws: `notFound`, `unauthenticated` or `forbidden` for a layer the caller may not read.
    package func tileset(_ names: [String], for caller: Caller) throws -> Tileset {
        if names.count == 1, let raster = rasters.tileset(named: names[0]) { return raster }
        let definitions = try names.map { try layer($0, for: caller) }
        let statuses = statuses
        let boxes = definitions.compactMap { statuses[$0.id]?.extent }
        let world = BoundingBox(
            west: -180, south: -WorldGrid.maximumLatitude, east: 180, north: WorldGrid.maximumLatitude)
        return Tileset(
            name: definitions.map(\.title.vi).joined(separator: ", "),
            attribution: definitions.compactMap(\.attribution).first,
            minZoom: definitions.map(\.tiles.minZoom).min() ?? 0,
            maxZoom: definitions.map { min($0.tiles.maxZoom, 20) }.max() ?? 20,
            bounds: boxes.dropFirst().reduce(boxes.first ?? world) { $0.union($1) },
            layers: definitions.flatMap { Self.tileLayers($0, for: caller) })
    }

    private static func tileLayers(_ definition: LayerDefinition, for caller: Caller) -> [Tileset.Layer] {
        func field(_ name: String) -> Tileset.Field? {
            guard let index = definition.index(of: name), definition.access.allowsField(name, for: caller) else {
                return nil
            }
            return Tileset.Field(name: name, type: definition.fields[index].type.tileType)
        }
        let main = Tileset.Layer(
            id: definition.id.name, description: definition.title.vi, minZoom: definition.tiles.minZoom,
            maxZoom: min(definition.tiles.maxZoom, 20), fields: definition.tiles.fields.compactMap(field))
        guard definition.geometry == .polygon else { return [main] }
        var label = main
        label.id = "\(definition.id):label"
        label.fields = [definition.tiles.label].compactMap { $0.flatMap(field) }
        return [main, label]
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
