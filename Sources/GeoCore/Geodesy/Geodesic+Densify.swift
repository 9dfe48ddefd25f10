import Foundation

extension Geodesic {
    /// A path along geodesics whose straight edges in degrees never leave the geodesic by more than a tolerance.
    ///
    /// The given vertices are kept as they are. Edges that cross the antimeridian must have been cut before.
    ///
    /// - Parameters:
    ///   - maxDeviationMeters: The tolerance; more than 0.
    ///   - maxSpacingMeters: The longest edge; more than 0.
    package static func densified(
        _ path: [Coordinate], maxDeviationMeters: Double = 1, maxSpacingMeters: Double = .infinity
    ) -> [Coordinate] {
        precondition(maxDeviationMeters > 0 && maxSpacingMeters > 0, "tolerances must be positive")
        guard var start = path.first else { return [] }
        var result = [start]
        for end in path.dropFirst() {
            let edge = inverse(from: start, to: end)
            let line = GeodesicLine(from: start, azimuth: edge.azimuth)
            let count = partCount(edge.distanceMeters, line, start, end, maxDeviationMeters, maxSpacingMeters)
            for part in 1..<max(1, count) {
                result.append(line.position(atMeters: edge.distanceMeters * Double(part) / Double(count)).coordinate)
            }
            result.append(end)
            start = end
        }
        return result
    }

    /// The same geometry with its lines and rings densified; points stay as they are.
    package static func densified(
        _ geometry: Geometry, maxDeviationMeters: Double = 1, maxSpacingMeters: Double = .infinity
    ) -> Geometry {
        func dense(_ path: [Coordinate]) -> [Coordinate] {
            densified(path, maxDeviationMeters: maxDeviationMeters, maxSpacingMeters: maxSpacingMeters)
        }
        switch geometry {
        case .point, .multiPoint: return geometry
        case .lineString(let line): return .lineString(dense(line))
        case .multiLineString(let lines): return .multiLineString(lines.map(dense))
        case .polygon(let polygon): return .polygon(Polygon(rings: polygon.rings.map(dense)))
        case .multiPolygon(let polygons):
            return .multiPolygon(polygons.map { Polygon(rings: $0.rings.map(dense)) })
        }
    }

    /// Into how many equal parts an edge is cut: the deviation falls with the square of their number, and every part is checked.
    private static func partCount(
        _ length: Double, _ line: GeodesicLine, _ start: Coordinate, _ end: Coordinate, _ tolerance: Double,
        _ spacing: Double
    ) -> Int {
        guard length > 0, length.isFinite else { return 1 }
        var count = max(1, (length / spacing).rounded(.up))
        while count < mostParts {
            let worst = worstDeviation(length, line, start, end, parts: Int(count))
            guard worst > tolerance * 0.95 else { break }
            count = max(count + 1, (count * min(64, (worst / tolerance).squareRoot())).rounded(.up))
        }
        return Int(min(count, mostParts))
    }

    private static func worstDeviation(
        _ length: Double, _ line: GeodesicLine, _ start: Coordinate, _ end: Coordinate, parts: Int
    ) -> Double {
        let step = length / Double(parts)
        var worst = 0.0
        var first = start
        for part in 1...parts {
            let last = part == parts ? end : line.position(atMeters: step * Double(part)).coordinate
            for quarter in 1...3 {
                let along = step * (Double(part) - Double(quarter) / 4)
                let between = line.position(atMeters: along).coordinate
                worst = max(worst, deviation(of: between, from: first, to: last))
            }
            first = last
        }
        return worst
    }

    /// Metres between a point and the straight line in degrees, in the scale of the point's surroundings.
    private static func deviation(of point: Coordinate, from start: Coordinate, to end: Coordinate) -> Double {
        let east = Ellipsoid.greatestCurvatureRadius * .pi / 180 * UnitAngle(degrees: point.latitude).cosine
        let north = Ellipsoid.greatestCurvatureRadius * .pi / 180
        let (dx, dy) = ((end.x - start.x) * east, (end.y - start.y) * north)
        let (px, py) = ((point.x - start.x) * east, (point.y - start.y) * north)
        let length = hypot(dx, dy)
        return length > 0 ? abs(dx * py - dy * px) / length : hypot(px, py)
    }

    private static let mostParts = 1_000_000.0
}
