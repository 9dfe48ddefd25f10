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
