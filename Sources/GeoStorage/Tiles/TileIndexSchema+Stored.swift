import Foundation
import GeoCore
import Tiling

/// The tile index's schema as the catalogue keeps it, so that blocks are always read by the schema they were made for.
struct StoredTileSchema: Codable {
    private var layer: String
    private var geometry: String
    private var fields: [Field]
    private var label: Int?
    private var minZoom: Int
    private var maxZoom: Int
    private var fullZoom: Int
    private var featureLimit: Int
    private var clusterRadius: Int?
    private var always: Bool

    private struct Field: Codable {
        var name: String
        var type: FieldType
        var isShipped: Bool
    }

    init(_ schema: TileIndexSchema) {
        layer = schema.layer
        geometry = schema.geometry.rawValue
        fields = schema.fields.map { Field(name: $0.name, type: $0.type, isShipped: $0.isShipped) }
        label = schema.label
        minZoom = schema.settings.minZoom
        maxZoom = schema.settings.maxZoom
        fullZoom = schema.settings.fullZoom
        featureLimit = schema.settings.featureLimit
        clusterRadius = schema.settings.clusterRadius
        always = schema.settings.always
    }

    /// `nil` for a geometry that this program does not know.
    var schema: TileIndexSchema? {
        guard let geometry = GeometryKind(rawValue: geometry) else { return nil }
        let shipped = fields.filter(\.isShipped).map(\.name)
        let settings = TileSettings(
            minZoom: minZoom, maxZoom: maxZoom, fields: shipped, label: label.map { fields[$0].name },
            fullZoom: fullZoom, featureLimit: featureLimit, clusterRadius: clusterRadius, always: always)
        return TileIndexSchema(
            layer: layer, geometry: geometry,
            fields: fields.map { TileIndexSchema.Field(name: $0.name, type: $0.type, isShipped: $0.isShipped) },
            label: label, settings: settings)
    }

    /// The form in the catalogue: equal for equal schemas.
    var text: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }

    /// Reads the catalogue's form.
    static func schema(from text: String) throws -> TileIndexSchema {
        guard let schema = try JSONDecoder().decode(StoredTileSchema.self, from: Data(text.utf8)).schema else {
            throw StorageError(.corrupt, "The catalogue describes a tile index that cannot be: run `bando check`.")
        }
        return schema
    }
}
