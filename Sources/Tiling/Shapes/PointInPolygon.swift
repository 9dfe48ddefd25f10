package import GeoCore

/// Whether a point lies inside rings, by counting crossings of a ray.
package enum PointInPolygon {
    /// Whether a polygon holds a point; on a border either answer is possible, but neighbours give opposite ones.
    package static func contains(_ point: Coordinate, _ polygon: Polygon) -> Bool {
        var isInside = false
        for ring in polygon.rings where contains(point, openRing: ring) { isInside.toggle() }
        return isInside
    }

    /// Whether any polygon of a geometry holds a point; false for points and lines.
    package static func contains(_ point: Coordinate, _ geometry: Geometry) -> Bool {
        switch geometry {
        case .polygon(let polygon): contains(point, polygon)
        case .multiPolygon(let polygons): polygons.contains { contains(point, $0) }
        case .point, .multiPoint, .lineString, .multiLineString: false
        }
    }

    /// Whether a ring holds a point; its last vertex may repeat the first.
    static func contains(_ point: Coordinate, openRing ring: [Coordinate]) -> Bool {
        guard var previous = ring.last else { return false }
        var isInside = false
        for vertex in ring {
            if (vertex.y > point.y) != (previous.y > point.y) {
                let cross = Orientation.sign(previous, vertex, point)
                if (cross > 0) == (vertex.y > previous.y), cross != 0 { isInside.toggle() }
            }
            previous = vertex
        }
        return isInside
    }
}
