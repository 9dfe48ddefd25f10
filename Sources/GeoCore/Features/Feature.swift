/// A feature of a layer: its stable identifier, its geometry in CRS84 and its values in the order of the layer's fields.
package struct Feature: Hashable, Sendable {
    /// A positive integer below 2^53, stable for the feature's key across re-imports and never reused.
    package var id: Int64
    /// `nil` where the record has no place.
    package var geometry: Geometry?
    /// One value for each of the layer definition's `fields`, in that order.
    package var values: [FieldValue]

    package init(id: Int64, geometry: Geometry?, values: [FieldValue]) {
        self.id = id
        self.geometry = geometry
        self.values = values
    }
}

/// A feature found by distance.
package struct NearbyFeature: Hashable, Sendable {
    package var feature: Feature
    /// Metres on the WGS 84 ellipsoid to the nearest point of the geometry; 0 inside a polygon.
    package var distanceMeters: Double

    package init(feature: Feature, distanceMeters: Double) {
        self.feature = feature
        self.distanceMeters = distanceMeters
    }
}
