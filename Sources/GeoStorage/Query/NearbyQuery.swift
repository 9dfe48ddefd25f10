package import GeoCore

/// The features of a layer within a distance of a point, nearest first.
package struct NearbyQuery: Sendable {
    /// Every other condition; its paging is not used.
    package var filter: FeatureQuery
    package var origin: GeodesicOrigin
    /// Not negative.
    package var radiusMeters: Double
    /// The last feature of the page before.
    package var after: Place?
    package var limit: Int

    /// Where a feature stands in the order by distance, those at the same distance by identifier.
    package struct Place: Hashable, Sendable, Comparable {
        package var distanceMeters: Double
        package var id: Int64

        package init(distanceMeters: Double, id: Int64) {
            self.distanceMeters = distanceMeters
            self.id = id
        }

        package static func < (left: Place, right: Place) -> Bool {
            left.distanceMeters != right.distanceMeters
                ? left.distanceMeters < right.distanceMeters : left.id < right.id
        }
    }

    package init(
        filter: FeatureQuery, center: Coordinate, radiusMeters: Double, after: Place? = nil, limit: Int = 100
    ) {
        self.filter = filter
        origin = GeodesicOrigin(center)
        self.radiusMeters = radiusMeters
        self.after = after
        self.limit = limit
    }
}

/// A page of features by distance.
package struct NearbyPage: Sendable {
    package var features: [NearbyFeature]
    package var revision: Int64
    /// How many features match in all; `nil` unless the filter asked.
    package var matched: Int?
    /// What `after` must be for the next page; `nil` on the last.
    package var next: NearbyQuery.Place?

    package init(features: [NearbyFeature], revision: Int64, matched: Int?, next: NearbyQuery.Place?) {
        self.features = features
        self.revision = revision
        self.matched = matched
        self.next = next
    }
}
