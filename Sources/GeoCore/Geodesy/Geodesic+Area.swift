import Foundation

extension Geodesic {
    /// The area of the polygons in square metres, holes taken away, with geodesics for edges; 0 for points and lines.
    package static func area(of geometry: Geometry) -> Double {
        switch geometry {
        case .point, .multiPoint, .lineString, .multiLineString: 0
        case .polygon(let polygon): area(of: polygon)
        case .multiPolygon(let polygons): polygons.reduce(0) { $0 + area(of: $1) }
        }
    }

    /// The area of a polygon in square metres, holes taken away.
    package static func area(of polygon: Polygon) -> Double {
        area(ofRing: polygon.exterior) - polygon.holes.reduce(0) { $0 + area(ofRing: $1) }
    }

    /// The area in square metres of the smaller part into which a ring divides the Earth, whichever way it runs.
    ///
    /// A ring may be closed or not, cross the antimeridian, or run round a pole; fewer than three vertices hold nothing.
    package static func area(ofRing ring: [Coordinate]) -> Double {
        guard ring.count > 2, let last = ring.last, ring.allSatisfy(isOnEarth) else {
            return ring.allSatisfy(isOnEarth) ? 0 : .nan
        }
        if let area = ShortEdgeArea(ring)?.squareMeters { return abs(area) }
        var start = last
        var sum = 0.0
        var turn = 0.0
        for end in ring {
            sum += GeodesicInverse(from: start, to: end).areaBelow
            turn += Longitude.difference(from: start.longitude, to: end.longitude)
            start = end
        }
        let half = 2 * .pi * Ellipsoid.authalicRadiusSquared
        // A ring round a pole leaves the strip between itself and the equator.
        let area = abs(abs(turn) > 180 ? half - abs(sum) : sum)
        return min(area, 2 * half - area)
    }
}

/// The area of a ring of short edges, such as a parcel's: to 1 cm² as the general formula, at a fifteenth of its cost.
///
/// With F(φ), the area from the equator to a latitude over one radian of longitude, an edge adds ∫F dλ: the trapezoid and the
/// third-order term that the bend of the geodesic brings, F″ = −sin φ (p² + 3 (M dφ/dλ)²), exact on the ellipsoid.
private struct ShortEdgeArea {
    /// Positive counter-clockwise.
    private(set) var squareMeters = 0.0

    /// `nil` where an edge is longer than about 2 km, or near a pole.
    init?(_ ring: [Coordinate]) {
        guard let last = ring.last else { return nil }
        var start = last
        var startBelow = Self.areaBelow(latitude: last.latitude)
        let reference = startBelow
        for end in ring {
            let east = Longitude.difference(from: start.longitude, to: end.longitude)
            let north = end.latitude - start.latitude
            guard abs(east) < Self.longest, abs(north) < Self.longest, abs(end.latitude) < 80 else { return nil }
            let endBelow = Self.areaBelow(latitude: end.latitude)
            let width = east * .pi / 180
            squareMeters -= width * ((startBelow - reference) + (endBelow - reference)) / 2
            squareMeters -= Self.bend(width, north * .pi / 180, latitude: (start.latitude + end.latitude) / 2)
            (start, startBelow) = (end, endBelow)
        }
    }

    /// Degrees.
    private static let longest = 0.02

    private static func areaBelow(latitude: Double) -> Double {
        let sine = sin(latitude * .pi / 180)
        let eccentricity = Ellipsoid.eccentricitySquared.squareRoot()
        let term = sine / (1 - Ellipsoid.eccentricitySquared * sine * sine)
        return Ellipsoid.polarRadius * Ellipsoid.polarRadius / 2
            * (term + atanh(eccentricity * sine) / eccentricity)
    }

    private static func bend(_ width: Double, _ height: Double, latitude: Double) -> Double {
        let sine = sin(latitude * .pi / 180)
        let flatness = 1 - Ellipsoid.eccentricitySquared * sine * sine
        let normalSquared = Ellipsoid.equatorialRadius * Ellipsoid.equatorialRadius / flatness
        let ratio = (1 - Ellipsoid.eccentricitySquared) / flatness
        let across = (1 - sine * sine) * width * width
        let along = ratio * ratio * height * height
        return normalSquared * sine * width * (across + 3 * along) / 12
    }
}
