package import GeoCore

/// A TileJSON 3.0.0 document.
///
/// Unknown members are kept. A missing or wrong required member makes a document invalid; so do zooms out of order.
package struct TileJSON: Hashable, Sendable {
    package static let version = "3.0.0"

    /// URL templates with `{z}`, `{x}` and `{y}`, at least one in a document that is served.
    package var tiles: [String]
    package var vectorLayers: [VectorLayer]
    package var name: String?
    package var summary: String?
    package var attribution: String?
    package var minZoom: Int
    package var maxZoom: Int
    /// West, south, east and north in degrees.
    package var bounds: BoundingBox
    package var center: Center?
    /// Members that this type does not know, in the order of the document.
    package var others: [JSONMember]

    /// The world's square in degrees, which bounds are when nothing else is said.
    package static let worldBounds = BoundingBox(
        west: -180, south: -85.05112877980659, east: 180, north: 85.05112877980659)

    package init(
        tiles: [String], vectorLayers: [VectorLayer] = [], name: String? = nil, summary: String? = nil,
        attribution: String? = nil, minZoom: Int = 0, maxZoom: Int = 30, bounds: BoundingBox = TileJSON.worldBounds,
        center: Center? = nil, others: [JSONMember] = []
    ) {
        self.tiles = tiles
        self.vectorLayers = vectorLayers
        self.name = name
        self.summary = summary
        self.attribution = attribution
        self.minZoom = minZoom
        self.maxZoom = maxZoom
        self.bounds = bounds
        self.center = center
        self.others = others
    }

    /// One tile layer of the tiles.
    package struct VectorLayer: Hashable, Sendable {
        package var id: String
        package var summary: String?
        package var minZoom: Int?
        package var maxZoom: Int?
        /// Names of fields, each with a word on its type: `Number`, `Boolean`, `String`.
        package var fields: [String: String]

        package init(
            id: String, summary: String? = nil, minZoom: Int? = nil, maxZoom: Int? = nil,
            fields: [String: String] = [:]
        ) {
            self.id = id
            self.summary = summary
            self.minZoom = minZoom
            self.maxZoom = maxZoom
            self.fields = fields
        }
    }

    /// Where a map of the tiles opens.
    package struct Center: Hashable, Sendable {
        package var coordinate: Coordinate
        package var zoom: Int

        package init(coordinate: Coordinate, zoom: Int) {
            self.coordinate = coordinate
            self.zoom = zoom
        }
    }
}

extension TileIndexSchema {
    /// The tile layers that tiles of this schema hold: the layer, and for polygons the layer of its label points.
    ///
    /// - Parameter visibleFields: The fields that the caller may see; `nil` for all.
    package func vectorLayers(visibleFields: Set<String>? = nil) -> [TileJSON.VectorLayer] {
        func described(_ fields: [Field]) -> [String: String] {
            var result: [String: String] = [:]
            for field in fields where visibleFields?.contains(field.name) ?? true {
                result[field.name] = field.type.tileJSONName
            }
            return result
        }
        let shipped = TileJSON.VectorLayer(
            id: layer, minZoom: firstZoom, maxZoom: deepestZoom, fields: described(fields.filter(\.isShipped)))
        guard geometry == .polygon else { return [shipped] }
        let labelled = TileJSON.VectorLayer(
            id: labelLayer, minZoom: firstZoom, maxZoom: deepestZoom,
            fields: described(label.map { [fields[$0]] } ?? []))
        return [shipped, labelled]
    }
}

extension FieldType {
    /// The word for the type in `vector_layers` (MBTiles 1.3).
    package var tileJSONName: String {
        switch self {
        case .integer, .real: "Number"
        case .boolean: "Boolean"
        case .text, .date, .datetime: "String"
        }
    }
}
