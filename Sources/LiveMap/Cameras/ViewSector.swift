package import GeoCore

/// What a camera can have in view on open ground: a sector of a geodesic circle, or the whole of it.
///
/// Buildings, trees and hills are not known to it: what it says is seen may be hidden.
package struct ViewSector: Hashable, Sendable {
    /// Where the camera stands, CRS84.
    package let place: Coordinate
    /// The middle of the view in degrees clockwise from true north; `nil` where it looks all round.
    package let azimuth: Double?
    /// Horizontal angle of view in degrees, 0 < fov ≤ 360; 360 where it looks all round.
    package let fieldOfView: Double
    /// Metres, more than 0.
    package let rangeMeters: Double

    /// `nil` for a range that is not positive or beyond 100 km, an angle of view outside 0–360, or an azimuth that is no number.
    ///
    /// A camera whose azimuth or angle is not known, or that turns, is taken to look all round.
    package init?(place: Coordinate, azimuth: Double?, fieldOfView: Double?, rangeMeters: Double) {
        let angle = azimuth == nil ? 360 : fieldOfView ?? 360
        guard rangeMeters > 0, rangeMeters <= 100_000, angle > 0, angle <= 360, azimuth?.isFinite ?? true,
            place.isFinite, abs(place.latitude) <= 90
        else { return nil }
        self.place = place
        self.azimuth = angle < 360 ? azimuth.map(Self.turned) : nil
        self.fieldOfView = angle
        self.rangeMeters = rangeMeters
    }

    /// Whether a point lies in the sector, its border included.
    package func sees(_ point: Coordinate) -> Bool {
        let way = Geodesic.inverse(from: place, to: point)
        guard way.distanceMeters <= rangeMeters else { return false }
        guard let azimuth, way.distanceMeters > Self.atTheFoot else { return true }
        return abs(CompassAngle.difference(from: azimuth, to: way.azimuth)) <= fieldOfView / 2
    }

    /// The sector as a polygon, counter-clockwise, its arc never more than a tolerance inside the true one.
    ///
    /// - Parameter toleranceMeters: More than 0.
    package func polygon(toleranceMeters: Double = 0.5) -> Polygon {
        precondition(toleranceMeters > 0, "the tolerance must be positive")
        let count = max(2, Int((fieldOfView / step(toleranceMeters)).rounded(.up)))
        let right = (azimuth ?? 0) + fieldOfView / 2
        var ring = (0...count).map { point(at: right - fieldOfView * Double($0) / Double(count)) }
        if azimuth == nil {
            ring[count] = ring[0]
        } else {
            ring.insert(place, at: 0)
            ring.append(place)
        }
        return Polygon(rings: [ring])
    }

    private func point(at azimuth: Double) -> Coordinate {
        Geodesic.direct(from: place, azimuth: azimuth, meters: rangeMeters).coordinate
    }

    /// The degrees between two points of the arc, from the height of a segment: h = r (1 − cos α/2) ≈ r α² / 8; at most 10°.
    private func step(_ tolerance: Double) -> Double {
        min(10, (8 * tolerance / rangeMeters).squareRoot() * 180 / .pi)
    }

    /// Nearer than this every direction counts as seen.
    private static let atTheFoot = 0.01

    private static func turned(_ azimuth: Double) -> Double {
        let rest = azimuth.truncatingRemainder(dividingBy: 360)
        return rest < 0 ? rest + 360 : rest
    }
}
