import Foundation

extension Geodesic {
    /// A point on the way between two others, for stretches as short as those between the fixes of a vessel.
    ///
    /// Straight in degrees, the shorter way round: at 20° of latitude it departs from the geodesic by 1 m over 10 km and
    /// by 7 m over 37 km (two hours at 10 knots).
    ///
    /// - Parameter share: 0 for the first point, 1 for the second; beyond them it goes straight on.
    package static func between(_ first: Coordinate, _ second: Coordinate, share: Double) -> Coordinate {
        let width = Longitude.difference(from: first.longitude, to: second.longitude)
        return Coordinate(
            longitude: Longitude.normalized(first.longitude + width * share),
            latitude: first.latitude + (second.latitude - first.latitude) * share)
    }

    /// The middle of points that are near each other, by their mean east and north of the first; `nil` for none.
    package static func middle(of points: [Coordinate]) -> Coordinate? {
        guard let first = points.first else { return nil }
        var (east, north) = (0.0, 0.0)
        for point in points {
            east += Longitude.difference(from: first.longitude, to: point.longitude)
            north += point.latitude - first.latitude
        }
        let count = Double(points.count)
        return Coordinate(
            longitude: Longitude.normalized(first.longitude + east / count), latitude: first.latitude + north / count)
    }
}

/// A place that is known with an uncertainty: a normal distribution on the plane, the same in every direction.
package enum UncertainPlace {
    /// The probability that the place is within a radius of a point.
    ///
    /// Summed over 64 strips of the disc, narrower toward its ends, each exact across its length; right to 0.0001.
    ///
    /// - Parameters:
    ///   - radiusMeters: Not negative.
    ///   - offsetMeters: From the distribution's centre to the point, not negative.
    ///   - deviationMeters: The standard deviation in each direction; with 0 the answer is 0 or 1.
    package static func probability(
        withinMeters radiusMeters: Double, offsetMeters: Double, deviationMeters: Double
    ) -> Double {
        guard deviationMeters > 0 else { return offsetMeters <= radiusMeters ? 1 : 0 }
        let (radius, offset) = (radiusMeters / deviationMeters, offsetMeters / deviationMeters)
        let (low, high) = (max(-radius, offset - 7), min(radius, offset + 7))
        guard low < high else { return 0 }
        let (first, last) = (asin(low / radius), asin(high / radius))
        let step = (last - first) / 64
        var sum = 0.0
        for strip in 0..<64 {
            let angle = first + (Double(strip) + 0.5) * step
            let (x, half) = (radius * sin(angle), radius * cos(angle))
            sum += exp(-(x - offset) * (x - offset) / 2) * erf(half / 2.0.squareRoot()) * half
        }
        return min(1, sum * step / (2 * Double.pi).squareRoot())
    }
}
