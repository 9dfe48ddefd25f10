/// An OGC simple feature geometry in the coordinate system of its collection, without Z or M.
package enum Geometry: Hashable, Sendable {
    case point(Coordinate)
    case multiPoint([Coordinate])
    case lineString([Coordinate])
    case multiLineString([[Coordinate]])
    case polygon(Polygon)
    case multiPolygon([Polygon])

    package var kind: GeometryKind {
        switch self {
        case .point, .multiPoint: .point
        case .lineString, .multiLineString: .line
        case .polygon, .multiPolygon: .polygon
        }
    }

    /// Every vertex sequence in order: one a point, one a line, one a ring.
    package var paths: [[Coordinate]] {
        switch self {
        case .point(let point): [[point]]
        case .multiPoint(let points): points.map { [$0] }
        case .lineString(let line): [line]
        case .multiLineString(let lines): lines
        case .polygon(let polygon): polygon.rings
        case .multiPolygon(let polygons): polygons.flatMap(\.rings)
        }
    }

    package var vertexCount: Int { paths.reduce(0) { $0 + $1.count } }

    /// The smallest box around the geometry, or `nil` where it is empty.
    package var boundingBox: BoundingBox? { BoundingBox(enclosing: paths.joined()) }

    /// The same geometry with every coordinate replaced.
    package func mapCoordinates<Failure: Error>(
        _ transform: (Coordinate) throws(Failure) -> Coordinate
    ) throws(Failure) -> Geometry {
        func line(_ path: [Coordinate]) throws(Failure) -> [Coordinate] {
            var result: [Coordinate] = []
            result.reserveCapacity(path.count)
            for coordinate in path { result.append(try transform(coordinate)) }
            return result
        }
        func polygon(_ source: Polygon) throws(Failure) -> Polygon {
            var rings: [[Coordinate]] = []
            for ring in source.rings { rings.append(try line(ring)) }
            return Polygon(rings: rings)
        }
        switch self {
        case .point(let point): return .point(try transform(point))
        case .multiPoint(let points): return .multiPoint(try line(points))
        case .lineString(let path): return .lineString(try line(path))
        case .multiLineString(let paths):
            var result: [[Coordinate]] = []
            for path in paths { result.append(try line(path)) }
            return .multiLineString(result)
        case .polygon(let source): return .polygon(try polygon(source))
        case .multiPolygon(let sources):
            var result: [Polygon] = []
            for source in sources { result.append(try polygon(source)) }
            return .multiPolygon(result)
        }
    }
}

/// Rings of coordinates: the exterior first, then the holes; each closed, its last vertex equal to its first.
package struct Polygon: Hashable, Sendable {
    package var rings: [[Coordinate]]

    package init(rings: [[Coordinate]]) {
        self.rings = rings
    }

    package var exterior: [Coordinate] { rings.first ?? [] }
    package var holes: ArraySlice<[Coordinate]> { rings.dropFirst() }
}

/// The three shapes a layer can hold, as its definition names them.
package enum GeometryKind: String, Hashable, Sendable, CaseIterable {
    case point
    case line
    case polygon
}
