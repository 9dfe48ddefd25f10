import Foundation

/// Metres in a degree around a place: good to one in a thousand over some tens of kilometres away from the poles.
package struct LocalScale: Hashable, Sendable {
    package var metersPerDegreeEast: Double
    package var metersPerDegreeNorth: Double

    /// - Parameter latitude: Degrees, of the middle of the surroundings.
    package init(latitude: Double) {
        let (sine, cosine) = (sin(latitude * .pi / 180), cos(latitude * .pi / 180))
        let flatness = 1 - Ellipsoid.eccentricitySquared * sine * sine
        let normal = Ellipsoid.equatorialRadius / flatness.squareRoot()
        metersPerDegreeEast = normal * cosine * .pi / 180
        metersPerDegreeNorth = normal * (1 - Ellipsoid.eccentricitySquared) / flatness * .pi / 180
    }
}

extension Geodesic {
    /// The length of the way between two places that are near each other, in metres: good to one in ten thousand over 100 km away
    /// from the poles, at a tenth of the cost of the geodesic's.
    package static func shortDistance(from first: Coordinate, to second: Coordinate) -> Double {
        let scale = LocalScale(latitude: (first.latitude + second.latitude) / 2)
        let width = Longitude.difference(from: first.longitude, to: second.longitude)
        let (east, north) = (
            width * scale.metersPerDegreeEast, (second.latitude - first.latitude) * scale.metersPerDegreeNorth
        )
        return (east * east + north * north).squareRoot()
    }
}
