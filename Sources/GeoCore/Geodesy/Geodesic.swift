import Foundation

/// Shortest lines on the WGS 84 ellipsoid: distances in metres, azimuths in degrees clockwise from north.
///
/// Exact to some nanometres between any two points, antipodes and poles included, after Karney, “Algorithms for
/// geodesics” (J. Geodesy 87, 2013). Longitudes may be any number of turns; a latitude beyond ±90° or a number that is
/// not finite gives NaN.
package enum Geodesic {
    /// The answer to the inverse problem.
    package struct Inverse: Hashable, Sendable {
        package var distanceMeters: Double
        /// The direction at the first point toward the second, in −180 < x ≤ 180.
        package var azimuth: Double
        /// The direction of the same geodesic where it arrives at the second point.
        package var finalAzimuth: Double
    }

    /// The shortest geodesic between two points; from a point to itself the azimuth is 0 or 180.
    package static func inverse(from first: Coordinate, to second: Coordinate) -> Inverse {
        guard isOnEarth(first), isOnEarth(second) else {
            return Inverse(distanceMeters: .nan, azimuth: .nan, finalAzimuth: .nan)
        }
        let solution = GeodesicInverse(from: first, to: second)
        return Inverse(
            distanceMeters: solution.distance, azimuth: solution.azimuth1.degrees,
            finalAzimuth: solution.azimuth2.degrees)
    }

    /// Metres between two points.
    package static func distance(from first: Coordinate, to second: Coordinate) -> Double {
        guard isOnEarth(first), isOnEarth(second) else { return .nan }
        return GeodesicInverse(from: first, to: second).distance
    }

    /// Where one arrives after so many metres in a direction; negative distances go backward.
    package static func direct(from start: Coordinate, azimuth: Double, meters: Double) -> GeodesicPosition {
        GeodesicLine(from: start, azimuth: azimuth).position(atMeters: meters)
    }

    /// Metres from a point to the nearest point of a geometry, whose edges are geodesics; 0 inside a polygon, infinity for an
    /// empty geometry.
    package static func distance(from point: Coordinate, to geometry: Geometry) -> Double {
        GeodesicOrigin(point).distance(to: geometry)
    }

    /// The length of a path in metres; 0 for fewer than two vertices.
    package static func length(of path: [Coordinate]) -> Double {
        var origin = path.first.map(GeodesicOrigin.init)
        var total = 0.0
        for vertex in path.dropFirst() {
            let next = GeodesicOrigin(vertex)
            total += origin?.distance(to: next) ?? 0
            origin = next
        }
        return total
    }

    /// The length of the lines, or of the boundaries of the polygons, in metres; 0 for points.
    package static func length(of geometry: Geometry) -> Double {
        geometry.paths.reduce(0) { $0 + length(of: $1) }
    }

    static func isOnEarth(_ point: Coordinate) -> Bool {
        abs(point.latitude) <= 90 && point.longitude.isFinite
    }
}
