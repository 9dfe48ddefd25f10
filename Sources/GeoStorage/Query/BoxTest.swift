import GeoCore

/// Whether geometries meet a box, exactly.
struct BoxTest {
    /// One box, or two across the antimeridian.
    let parts: [BoundingBox]

    init(_ box: BoundingBox) {
        parts = box.parts
    }

    enum Verdict {
        case inside
        case outside
        /// The boxes overlap; the geometry itself decides.
        case unsure
    }

    /// What a geometry's box alone says.
    func verdict(_ box: BoundingBox) -> Verdict {
        var verdict = Verdict.outside
        for part in parts where part.intersects(box) {
            if part.contains(Coordinate(x: box.west, y: box.south)),
                part.contains(Coordinate(x: box.east, y: box.north))
            {
                return .inside
            }
            verdict = .unsure
        }
        return verdict
    }

    func meets(_ geometry: Geometry) -> Bool {
        parts.contains { Self.meets(geometry, $0) }
    }

    private static func meets(_ geometry: Geometry, _ box: BoundingBox) -> Bool {
        switch geometry {
        case .point(let point): box.contains(point)
        case .multiPoint(let points): points.contains(where: box.contains)
        case .lineString(let line): meets(path: line, box)
        case .multiLineString(let lines): lines.contains { meets(path: $0, box) }
        case .polygon(let polygon): meets(polygon, box)
        case .multiPolygon(let polygons): polygons.contains { meets($0, box) }
        }
    }

    private static func meets(_ polygon: Polygon, _ box: BoundingBox) -> Bool {
        if polygon.rings.contains(where: { meets(path: $0, box) }) { return true }
        // No border meets the box: it lies wholly inside or wholly outside.
        let corner = Coordinate(x: box.west, y: box.south)
        return polygon.rings.reduce(false) { $0 != isInside(corner, $1) }
    }

    private static func meets(path: [Coordinate], _ box: BoundingBox) -> Bool {
        if path.contains(where: box.contains) { return true }
        return zip(path, path.dropFirst()).contains { crosses($0, $1, box) }
    }

    /// Whether a segment, neither of whose ends is in the box, passes through it (Liang and Barsky).
    private static func crosses(_ start: Coordinate, _ end: Coordinate, _ box: BoundingBox) -> Bool {
        var enter = 0.0, leave = 1.0
        let slabs = [
            (start.x, end.x - start.x, box.west, box.east), (start.y, end.y - start.y, box.south, box.north),
        ]
        for (origin, delta, low, high) in slabs {
            if delta == 0 {
                if origin < low || origin > high { return false }
                continue
            }
            let first = (low - origin) / delta, second = (high - origin) / delta
            enter = max(enter, min(first, second))
            leave = min(leave, max(first, second))
        }
        return enter <= leave
    }

    private static func isInside(_ point: Coordinate, _ ring: [Coordinate]) -> Bool {
        zip(ring, ring.dropFirst()).reduce(false) { inside, edge in
            let (start, end) = edge
            guard (start.y > point.y) != (end.y > point.y) else { return inside }
            let x = start.x + (point.y - start.y) / (end.y - start.y) * (end.x - start.x)
            return point.x < x ? !inside : inside
        }
    }
}
