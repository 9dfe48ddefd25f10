package import GeoCore

/// A camera as it is ranked for a place.
package struct PlacedCamera: Hashable, Sendable {
    package var id: Int64
    package var place: Coordinate
    /// `nil` where its range is not known: it sees nothing that one could count on.
    package var sector: ViewSector?

    package init(id: Int64, place: Coordinate, sector: ViewSector?) {
        self.id = id
        self.place = place
        self.sector = sector
    }
}

/// A camera with what it has to do with a place.
package struct RankedCamera: Hashable, Sendable {
    package var id: Int64
    package var distanceMeters: Double
    package var sees: Bool
}

/// Which cameras are of use for a place.
package enum CameraRanking {
    /// Those whose view covers the place, then the others, each by distance; of equals the lower identifier.
    ///
    /// - Parameter others: How many that do not see the place are wanted.
    package static func rank(
        _ cameras: some Sequence<PlacedCamera>, for place: Coordinate, others: Int
    ) -> [RankedCamera] {
        let origin = GeodesicOrigin(place)
        let ranked = cameras.map { camera in
            RankedCamera(
                id: camera.id, distanceMeters: origin.distance(to: camera.place),
                sees: camera.sector?.sees(place) ?? false)
        }.sorted { ($0.distanceMeters, $0.id) < ($1.distanceMeters, $1.id) }
        return ranked.filter(\.sees) + ranked.filter { !$0.sees }.prefix(max(0, others))
    }
}
