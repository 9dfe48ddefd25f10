import GeoCore

/// Writes features as events carry them: GeoJSON with the fields that nobody is kept from, and `layer` beside them.
struct FeaturePayload {
    private let properties: [(name: String, index: Int)]
    private let layer: LayerID

    init(_ definition: LayerDefinition) {
        layer = definition.id
        properties = definition.fields.indices
            .filter { definition.access.restricted[definition.fields[$0].name] == nil }
            .map { (definition.fields[$0].name, $0) }
    }

    func bytes(of feature: Feature) -> [UInt8] {
        var writer = GeoJSONWriter(properties: properties)
        writer.write(feature, members: [("layer", .value(.text(layer.name)))])
        return writer.take()
    }
}
