import Foundation

extension Polygon {
    /// Whether a geographic point lies inside, where edges are geodesics; on the boundary either answer may come.
    ///
    /// Counts the edges that the meridian from the point to a pole crosses. A straight line in degrees decides where the
    /// geodesic cannot be on the other side of the point; the geodesic itself decides the rest. Rings may cross the antimeridian,
    /// and one that runs once round the Earth encloses the pole on whose half its vertices lie.
    package func containsGeodesically(_ point: Coordinate) -> Bool {
        guard let exterior = rings.first, Self.ring(exterior, contains: point) else { return false }
        return !holes.contains { Self.ring($0, contains: point) }
    }

    private static func ring(_ ring: [Coordinate], contains point: Coordinate) -> Bool {
        guard var start = ring.last else { return false }
        var isInside = false
        var turn = 0.0
        var latitudes = 0.0
        for end in ring {
            turn += Longitude.difference(from: start.longitude, to: end.longitude)
            latitudes += end.latitude
            if crossesMeridian(of: point, from: start, to: end), passesNorth(of: point, from: start, to: end) {
                isInside.toggle()
            }
            start = end
        }
        let enclosesNorthPole = abs(turn) > 180 && latitudes > 0
        return isInside != enclosesNorthPole
    }

    /// Half open, so that a vertex on the meridian counts once.
    private static func crossesMeridian(of point: Coordinate, from start: Coordinate, to end: Coordinate) -> Bool {
        let first = Longitude.difference(from: point.longitude, to: start.longitude)
        let second = Longitude.difference(from: point.longitude, to: end.longitude)
        return (first > 0) != (second > 0) && abs(second - first) < 180
    }

    private static func passesNorth(of point: Coordinate, from start: Coordinate, to end: Coordinate) -> Bool {
        let first = Longitude.difference(from: point.longitude, to: start.longitude)
        let width = Longitude.difference(from: start.longitude, to: end.longitude)
        let straight = start.latitude + (end.latitude - start.latitude) * (-first / width)
        let margin = departure(width: width, from: start.latitude, to: end.latitude)
        if abs(straight - point.latitude) > margin { return straight > point.latitude }
        let edge = Geodesic.inverse(from: start, to: end)
        let seen = Geodesic.inverse(from: start, to: point)
        let left = Longitude.difference(from: edge.azimuth, to: seen.azimuth) < 0
        return (width > 0) != left
    }

    /// Degrees by which a geodesic can leave the straight line in degrees: everything for long edges, else a generous multiple
    /// of the second-order term, Δλ (Δλ sin φ cos φ + 2 |Δφ tan φ|) / 8.
    private static func departure(width: Double, from first: Double, to second: Double) -> Double {
        let steepest = max(abs(first), abs(second)) * .pi / 180
        let (across, up) = (abs(width) * .pi / 180, abs(second - first) * .pi / 180)
        guard across < 0.1, up < 0.1, steepest < 1.4 else { return 360 }
        let term = across * across * sin(steepest) * cos(steepest) + 2 * across * up * tan(steepest) + up * up * across
        return (term + across * across * across) * 180 / .pi + 1e-12
    }
}
