import GeoCore

/// Writes features as events carry them: GeoJSON with the fields that nobody is kept from.
struct FeaturePayload {
    private let properties: [(name: String, index: Int)]

    init(_ definition: LayerDefinition) {
        properties = definition.fields.indices
            .filter { definition.access.restricted[definition.fields[$0].name] == nil }
            .map { (definition.fields[$0].name, $0) }
    }

    func bytes(of feature: Feature) -> [UInt8] {
        var writer = GeoJSONWriter(properties: properties)
        writer.write(feature)
        return writer.take()
    }
}
