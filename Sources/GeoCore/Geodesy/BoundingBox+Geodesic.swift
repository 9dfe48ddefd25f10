import Foundation

extension BoundingBox {
    /// A box that holds every point within a geodesic distance, whatever the distance.
    ///
    /// Where the circle reaches a pole the box spans all longitudes up to that pole; across the antimeridian its west is greater
    /// than its east. Latitudes are exact; longitudes are a little generous (under 0.1 % of the radius up to 300 km at
    /// latitudes below 45°), since they bound the chord instead of the arc.
    ///
    /// - Parameter radiusMeters: Not negative.
    package static func enclosing(_ center: Coordinate, radiusMeters: Double) -> BoundingBox {
        precondition(radiusMeters >= 0, "a radius cannot be negative")
        let meridian = GeodesicLine(from: center, azimuth: 0)
        let toNorth = Geodesic.distance(from: center, to: Coordinate(longitude: center.longitude, latitude: 90))
        let toSouth = Geodesic.distance(from: center, to: Coordinate(longitude: center.longitude, latitude: -90))
        let reachesPole = radiusMeters >= min(toNorth, toSouth)
        let north = radiusMeters >= toNorth ? 90 : meridian.position(atMeters: radiusMeters).coordinate.latitude
        let south = radiusMeters >= toSouth ? -90 : meridian.position(atMeters: -radiusMeters).coordinate.latitude
        let reach = reachesPole ? 180 : longitudeReach(latitude: center.latitude, radiusMeters: radiusMeters)
        let (west, east) = reach >= 180 ? (-180, 180) : (center.longitude - reach, center.longitude + reach)
        return BoundingBox(
            west: Longitude.normalized(west), south: max(-90, south - margin),
            east: Longitude.normalized(east), north: min(90, north + margin))
    }

    /// Degrees of longitude within which the circle stays: sin Δλ ≤ r / p, where p is the distance from the axis, because the
    /// chord to a point of the circle is at least as long as the way to that point's meridian plane.
    private static func longitudeReach(latitude: Double, radiusMeters: Double) -> Double {
        let angle = UnitAngle(degrees: latitude)
        let flatness = 1 - Ellipsoid.eccentricitySquared * angle.sine * angle.sine
        let ratio = radiusMeters / (Ellipsoid.equatorialRadius / flatness.squareRoot() * angle.cosine)
        return ratio < 1 ? asin(ratio) * 180 / .pi + margin : 180
    }

    /// 0.1 mm, for rounding.
    private static let margin = 1e-9
}
