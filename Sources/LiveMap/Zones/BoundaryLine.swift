package import GeoCore

/// A line between our waters and others', or one that is watched in place of it, in one revision of its layer.
package struct BoundaryLine: Sendable {
    package let reference: ZoneReference
    package let name: String
    package let status: BoundaryStatus
    package let validity: DayRange
    /// Which side of the line, looking along it, is ours.
    package let homeSide: HomeSide
    private let path: GeodesicPath

    /// - Parameter vertices: CRS84, joined by geodesics.
    package init(
        reference: ZoneReference, name: String, status: BoundaryStatus, validity: DayRange = DayRange(),
        homeSide: HomeSide, vertices: [Coordinate]
    ) {
        self.reference = reference
        self.name = name
        self.status = status
        self.validity = validity
        self.homeSide = homeSide
        path = GeodesicPath(vertices)
    }

    package var vertices: [Coordinate] { path.vertices }

    /// Metres that no point of the line is nearer than.
    package func lowerBound(from point: GeodesicOrigin) -> Double { path.lowerBound(from: point) }

    /// How far from the line a point is and on which side, or `nil` where it is farther than the limit.
    package func place(of point: GeodesicOrigin, within limitMeters: Double) -> BoundaryPlace? {
        path.place(of: point, within: limitMeters).map { found in
            BoundaryPlace(distanceMeters: found.distanceMeters, isHome: isHome(found.side))
        }
    }

    private func isHome(_ side: PathSide) -> Bool? {
        switch side {
        case .left: homeSide == .left
        case .right: homeSide == .right
        case .beyondEnd: nil
        }
    }
}

/// Our side of a line, looking from its first vertex to its last.
package enum HomeSide: String, Hashable, Sendable, CaseIterable {
    case left
    case right
}

/// A point in relation to a boundary line.
package struct BoundaryPlace: Hashable, Sendable {
    /// Geodesic metres to the nearest point of the line, never negative.
    package var distanceMeters: Double
    /// Whether the point is on our side; `nil` beyond an end of the line, where it has no sides.
    package var isHome: Bool?

    /// Metres, negative beyond the line; `nil` where the line has no sides.
    package var signedMeters: Double? { isHome.map { $0 ? distanceMeters : -distanceMeters } }
}
