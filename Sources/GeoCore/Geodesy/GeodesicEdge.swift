import Foundation

/// The nearest point of a geometry.
package struct NearestPoint: Hashable, Sendable {
    package var coordinate: Coordinate
    package var distanceMeters: Double
}

/// A geodesic between two vertices, as a point looks at it.
struct GeodesicEdge {
    let start: GeodesicOrigin
    let end: GeodesicOrigin

    /// A distance that no point of the edge is nearer than: to the chord, less the most by which the edge bulges above it.
    func lowerBound(from point: GeodesicOrigin) -> Double {
        let chord = end.vector - start.vector
        let lengthSquared = chord.dot(chord)
        let offset = point.vector - start.vector
        let share = lengthSquared > 0 ? max(0, min(1, offset.dot(chord) / lengthSquared)) : 0
        let gap = offset - share * chord
        return max(0, gap.dot(gap).squareRoot() - Self.bulge(lengthSquared: lengthSquared))
    }

    /// Metres to the nearest point: to 0.01 mm from the chord where all is near, else from the full geodesic.
    func distance(from point: GeodesicOrigin) -> Double {
        let chord = end.vector - start.vector
        let lengthSquared = chord.dot(chord)
        let offset = point.vector - start.vector
        guard lengthSquared <= Self.shortEdge * Self.shortEdge,
            offset.dot(offset) <= (GeodesicOrigin.chordLimit - Self.shortEdge)
                * (GeodesicOrigin.chordLimit - Self.shortEdge)
        else { return nearest(to: point.coordinate).distanceMeters }
        return lengthSquared > 0 ? shortDistance(offset, chord, lengthSquared) : point.distance(to: start)
    }

    /// The nearest point by the full geodesics: from each guess the spherical foot of the perpendicular gives the next,
    /// and the error shrinks a hundredfold or more each time.
    func nearest(to point: Coordinate) -> NearestPoint {
        let edge = Geodesic.inverse(from: start.coordinate, to: end.coordinate)
        let toStart = Geodesic.inverse(from: start.coordinate, to: point)
        let endDistance = Geodesic.distance(from: end.coordinate, to: point)
        var best = NearestPoint(coordinate: start.coordinate, distanceMeters: toStart.distanceMeters)
        if endDistance < best.distanceMeters {
            best = NearestPoint(coordinate: end.coordinate, distanceMeters: endDistance)
        }
        let line = GeodesicLine(from: start.coordinate, azimuth: edge.azimuth)
        var along = Self.foot(toStart, azimuth: edge.azimuth)
        for _ in 0..<12 {
            along = max(0, min(edge.distanceMeters, along))
            let position = line.position(atMeters: along)
            let toPoint = Geodesic.inverse(from: position.coordinate, to: point)
            if toPoint.distanceMeters < best.distanceMeters {
                best = NearestPoint(coordinate: position.coordinate, distanceMeters: toPoint.distanceMeters)
            }
            let next = max(0, min(edge.distanceMeters, along + Self.foot(toPoint, azimuth: position.azimuth)))
            guard abs(next - along) > 1e-5 else { break }
            along = next
        }
        return best
    }

    /// How far along a great circle the foot of the perpendicular lies from where the point is seen.
    private static func foot(_ seen: Geodesic.Inverse, azimuth: Double) -> Double {
        let arc = seen.distanceMeters / Ellipsoid.equatorialRadius
        let angle = (seen.azimuth - azimuth) * .pi / 180
        return Ellipsoid.equatorialRadius * atan2(sin(arc) * cos(angle), cos(arc))
    }

    /// The foot on the parabola that rises over the chord by the curvature of the ellipsoid, found by two Newton steps.
    private func shortDistance(_ offset: SIMD3<Double>, _ chord: SIMD3<Double>, _ lengthSquared: Double) -> Double {
        let scaled = (start.vector + end.vector) * SIMD3(1, 1, 1 / (1 - Ellipsoid.eccentricitySquared))
        let up = scaled / scaled.dot(scaled).squareRoot()
        let slope = 1 + Ellipsoid.secondEccentricitySquared * chord.z * chord.z / lengthSquared
        let flatness = 1 - Ellipsoid.eccentricitySquared * up.z * up.z
        let rise = lengthSquared * slope * flatness.squareRoot() / (2 * Ellipsoid.equatorialRadius) * up
        var share = max(0, min(1, offset.dot(chord) / lengthSquared))
        var gap = offset - share * chord - share * (1 - share) * rise
        for _ in 0..<2 {
            let tangent = chord + (1 - 2 * share) * rise
            share = max(0, min(1, share + gap.dot(tangent) / lengthSquared))
            gap = offset - share * chord - share * (1 - share) * rise
        }
        return GeodesicOrigin.arc(chordSquared: gap.dot(gap), rise: gap.z, latitudeSine: up.z)
    }

    /// How far a geodesic of this chord can rise above it anywhere on the ellipsoid, generously for long ones.
    private static func bulge(lengthSquared: Double) -> Double {
        let radius = Ellipsoid.leastCurvatureRadius
        let half = min(1, lengthSquared.squareRoot() / (2 * radius))
        return radius * (1 - (1 - half * half).squareRoot()) * 1.01
    }

    /// Metres up to which an edge and the normal section over its chord agree to 0.01 mm.
    private static let shortEdge = 10_000.0
}
