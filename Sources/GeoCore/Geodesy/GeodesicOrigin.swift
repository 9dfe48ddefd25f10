import Foundation

/// A fixed point from which many distances are measured: what depends on it alone is computed once.
///
/// Up to 100 km a distance comes from the straight chord through the Earth and the curvature of the ellipsoid halfway
/// along it, which errs by less than 0.001 mm; beyond that it is the full geodesic's. A chord is never longer than the geodesic
/// above it, so it also serves as the bound by which far things are passed over.
package struct GeodesicOrigin: Sendable {
    package let coordinate: Coordinate
    let vector: SIMD3<Double>
    private let latitudeSine: Double
    private let axisDistance: Double

    /// A latitude beyond ±90° or a number that is not finite makes every distance NaN.
    package init(_ coordinate: Coordinate) {
        self.coordinate = coordinate
        let latitude = Geodesic.isOnEarth(coordinate) ? coordinate.latitude * .pi / 180 : .nan
        let longitude = coordinate.longitude * .pi / 180
        latitudeSine = sin(latitude)
        let squared = 1 - Ellipsoid.eccentricitySquared * latitudeSine * latitudeSine
        let normal = Ellipsoid.equatorialRadius / squared.squareRoot()
        axisDistance = normal * cos(latitude)
        vector = SIMD3(
            axisDistance * cos(longitude), axisDistance * sin(longitude),
            normal * (1 - Ellipsoid.eccentricitySquared) * latitudeSine)
    }

    /// Metres to another point.
    package func distance(to other: Coordinate) -> Double {
        distance(to: GeodesicOrigin(other))
    }

    /// Metres to another point that is measured from, too.
    package func distance(to other: GeodesicOrigin) -> Double {
        let difference = other.vector - vector
        let chordSquared = difference.dot(difference)
        guard chordSquared <= Self.chordLimit * Self.chordLimit else {
            return Geodesic.distance(from: coordinate, to: other.coordinate)
        }
        return Self.arc(
            chordSquared: chordSquared, rise: difference.z, latitudeSine: (latitudeSine + other.latitudeSine) / 2)
    }

    /// Metres to another point, or `nil` where it is farther than the limit: cheaper by what the far ones cost.
    package func distance(to other: Coordinate, within limit: Double) -> Double? {
        let end = GeodesicOrigin(other)
        let difference = end.vector - vector
        guard difference.dot(difference) <= limit * limit else { return nil }
        let result = distance(to: end)
        return result <= limit ? result : nil
    }

    /// A distance that no point of the box is nearer than, and 0 where the box holds this point: for searching indexes.
    ///
    /// Meridians are no flatter than at the equator, and a plane through the axis is no farther than what lies on it.
    package func lowerBound(to box: BoundingBox) -> Double {
        let gap = max(0, box.south - coordinate.latitude, coordinate.latitude - box.north)
        return max(gap * .pi / 180 * Ellipsoid.leastCurvatureRadius * (1 - 1e-12), lowerBoundInLongitude(to: box))
    }

    /// A distance that no point of the box is farther than: to its middle, and from there along meridian and parallel, on which
    /// no degree is longer than 111.7 km.
    package func upperBound(to box: BoundingBox) -> Double {
        let width = box.crossesAntimeridian ? box.east - box.west + 360 : box.east - box.west
        let middle = Coordinate(longitude: box.west + width / 2, latitude: (box.south + box.north) / 2)
        return distance(to: middle) + (width + box.north - box.south) / 2 * 111_700
    }

    private func lowerBoundInLongitude(to box: BoundingBox) -> Double {
        let width = box.crossesAntimeridian ? box.east - box.west + 360 : box.east - box.west
        let east = Longitude.difference(from: box.west, to: coordinate.longitude)
        let beyondWest = east < 0 ? east + 360 : east
        guard beyondWest > width else { return 0 }
        let angle = min(beyondWest - width, 360 - beyondWest)
        return axisDistance * (angle >= 90 ? 1 : sin(angle * .pi / 180)) * (1 - 1e-12)
    }

    /// The arc over a chord whose ends lie on the ellipsoid: s = c + κ²c³/24 + 3κ⁴c⁵/640, where κ is the curvature of the
    /// normal section at the middle, κ = (1 + e′² (Δz/c)²) / N.
    static func arc(chordSquared: Double, rise: Double, latitudeSine: Double) -> Double {
        guard chordSquared > 0 else { return chordSquared == 0 ? 0 : .nan }
        let slope = 1 + Ellipsoid.secondEccentricitySquared * rise * rise / chordSquared
        let flatness = 1 - Ellipsoid.eccentricitySquared * latitudeSine * latitudeSine
        let squared =
            chordSquared * flatness * slope * slope / (Ellipsoid.equatorialRadius * Ellipsoid.equatorialRadius)
        return chordSquared.squareRoot() * (1 + squared * (1 / 24.0 + squared * 3 / 640))
    }

    /// The longest chord, in metres, that `arc` is used for.
    static let chordLimit = 100_000.0
}

extension SIMD3<Double> {
    func dot(_ other: SIMD3<Double>) -> Double { x * other.x + y * other.y + z * other.z }
}
