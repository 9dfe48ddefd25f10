import GeoCore
import MapEngine

/// A tileset as TileJSON 3.0.0.
struct TilesetDocument {
    private let tileset: Tileset
    private let names: [String]
    private let links: RequestLinks

    init(_ tileset: Tileset, names: [String], links: RequestLinks) {
        self.tileset = tileset
        self.names = names
        self.links = links
    }

    var value: JSONDocument {
        let path = names.joined(separator: ",")
        let box = tileset.bounds
        return .object([
            "tilejson": "3.0.0",
            "name": .string(tileset.name),
            "attribution": .text(tileset.attribution),
            "scheme": "xyz",
            "tiles": [.string(links.url("/tiles/\(path)/{z}/{x}/{y}.\(tileset.ending)"))],
            "minzoom": .count(tileset.minZoom),
            "maxzoom": .count(tileset.maxZoom),
            "bounds": .array([box.west, box.south, box.east, box.north].map { .number($0) }),
            "center": .array([
                .number(tileset.center.x), .number(tileset.center.y), .count(tileset.centerZoom),
            ]),
            "tileSize": tileset.isRaster ? 256 : nil,
            "encoding": tileset.isTerrain ? "mapbox" : nil,
            "vector_layers": .array(tileset.layers.map(Self.layer)),
        ])
    }

    private static func layer(_ layer: Tileset.Layer) -> JSONDocument {
        let fields = layer.fields.map { JSONDocument.Member(name: $0.name, value: .string($0.type)) }
        return .object([
            "id": .string(layer.id),
            "description": .text(layer.description),
            "minzoom": .count(layer.minZoom),
            "maxzoom": .count(layer.maxZoom),
            "fields": .object(fields),
        ])
    }
}
