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
