package import GeoCore

/// What the tile index keeps of a layer: its name in tiles, its shape, its columns and how it is thinned.
package struct TileIndexSchema: Hashable, Sendable {
    /// A column of the index.
    package struct Field: Hashable, Sendable {
        package var name: String
        package var type: FieldType
        /// Whether the field goes into the layer itself; one that does not is there for the labels only.
        package var isShipped: Bool

        package init(name: String, type: FieldType, isShipped: Bool = true) {
            self.name = name
            self.type = type
            self.isShipped = isShipped
        }
    }

    /// The name of the tile layer.
    package var layer: String
    package var geometry: GeometryKind
    /// At most 200 columns.
    package var fields: [Field]
    /// The position in `fields` of the field that labels a feature.
    package var label: Int?
    package var settings: TileSettings

    package init(layer: String, geometry: GeometryKind, fields: [Field], label: Int? = nil, settings: TileSettings) {
        precondition(fields.count <= 200, "a tile index has at most 200 columns")
        precondition(label.map(fields.indices.contains) ?? true, "the label is one of the columns")
        self.layer = layer
        self.geometry = geometry
        self.fields = fields
        self.label = label
        self.settings = settings
    }

    /// The schema of a layer definition: the fields it ships, in its order of shipping, and its label field.
    package init(_ definition: LayerDefinition) {
        func field(_ name: String, isShipped: Bool) -> Field? {
            definition.index(of: name).map { Field(name: name, type: definition.fields[$0].type, isShipped: isShipped) }
        }
        var fields = definition.tiles.fields.compactMap { field($0, isShipped: true) }
        if let label = definition.tiles.label, !fields.contains(where: { $0.name == label }) {
            fields += [field(label, isShipped: false)].compactMap { $0 }
        }
        let label = definition.tiles.label.flatMap { name in fields.firstIndex { $0.name == name } }
        self.init(
            layer: definition.id.name, geometry: definition.geometry, fields: fields, label: label,
            settings: definition.tiles)
    }

    /// The name of the layer of label points that goes with a layer of polygons.
    package var labelLayer: String { "\(layer):label" }

    /// The deepest zoom of the layer: from here on every vertex is kept. At most 20, where a tile unit is a grid step.
    package var deepestZoom: Int { min(max(settings.maxZoom, 0), 20) }

    /// The zoom from which no feature is thinned out.
    package var fullZoom: Int { settings.always ? firstZoom : max(firstZoom, min(settings.fullZoom, deepestZoom)) }

    /// The first zoom that the layer has tiles for.
    package var firstZoom: Int { min(max(settings.minZoom, 0), deepestZoom) }

    /// Picks the columns of this schema out of features of the definition it was made from.
    package func input(_ feature: Feature, of definition: LayerDefinition) -> TileIndexInput? {
        guard let geometry = feature.geometry else { return nil }
        let values = fields.map { field in
            definition.index(of: field.name).map { feature.values[$0] } ?? .null
        }
        return TileIndexInput(id: feature.id, geometry: geometry, values: values)
    }
}

/// A feature as it is given to the tile index.
package struct TileIndexInput: Hashable, Sendable {
    /// A positive integer below 2^53.
    package var id: Int64
    /// In CRS84.
    package var geometry: Geometry
    /// One for each column of the schema, in its order.
    package var values: [FieldValue]

    package init(id: Int64, geometry: Geometry, values: [FieldValue]) {
        self.id = id
        self.geometry = geometry
        self.values = values
    }
}
