import Foundation

extension GeodesicOrigin {
    /// Metres to the nearest point of a geometry, whose edges are geodesics; 0 inside a polygon, infinity for an empty geometry.
    package func distance(to geometry: Geometry) -> Double {
        switch geometry {
        case .point(let point): distance(to: point)
        case .multiPoint(let points): points.reduce(.infinity) { min($0, distance(to: $1)) }
        case .lineString(let line): distance(toPath: line)
        case .multiLineString(let lines): lines.reduce(.infinity) { min($0, distance(toPath: $1, below: $0)) }
        case .polygon(let polygon): distance(to: polygon)
        case .multiPolygon(let polygons):
            polygons.contains { $0.containsGeodesically(coordinate) }
                ? 0 : polygons.flatMap(\.rings).reduce(.infinity) { min($0, distance(toPath: $1, below: $0)) }
        }
    }

    /// Metres to a polygon, 0 inside it or on its boundary.
    package func distance(to polygon: Polygon) -> Double {
        guard !polygon.containsGeodesically(coordinate) else { return 0 }
        return polygon.rings.reduce(.infinity) { min($0, distance(toPath: $1, below: $0)) }
    }

    /// The nearest point of a geometry, or `nil` for an empty one; inside a polygon the point itself.
    package func nearestPoint(of geometry: Geometry) -> NearestPoint? {
        if case .polygon(let polygon) = geometry, polygon.containsGeodesically(coordinate) { return here }
        if case .multiPolygon(let polygons) = geometry,
            polygons.contains(where: { $0.containsGeodesically(coordinate) })
        {
            return here
        }
        var best: NearestPoint?
        for path in geometry.paths {
            guard let found = nearestPoint(ofPath: path, below: best?.distanceMeters ?? .infinity) else { continue }
            best = found
        }
        return best
    }

    private var here: NearestPoint { NearestPoint(coordinate: coordinate, distanceMeters: 0) }

    /// The exact distance of the edge with the least lower bound, then of those whose bound is under the best so far.
    private func distance(toPath path: [Coordinate], below limit: Double = .infinity) -> Double {
        guard path.count > 1 else { return path.first.map { min(limit, distance(to: $0)) } ?? limit }
        let bounds = lowerBounds(ofPath: path)
        guard let nearest = bounds.indices.min(by: { bounds[$0] < bounds[$1] }) else { return limit }
        var best = min(limit, distance(toEdge: nearest, of: path))
        for index in bounds.indices where index != nearest && !(bounds[index] >= best) {
            best = min(distance(toEdge: index, of: path), best)
        }
        return best
    }

    private func lowerBounds(ofPath path: [Coordinate]) -> [Double] {
        var bounds: [Double] = []
        bounds.reserveCapacity(path.count)
        var start = GeodesicOrigin(path[0])
        for vertex in path.dropFirst() {
            let end = GeodesicOrigin(vertex)
            bounds.append(GeodesicEdge(start: start, end: end).lowerBound(from: self))
            start = end
        }
        return bounds
    }

    private func distance(toEdge index: Int, of path: [Coordinate]) -> Double {
        let edge = GeodesicEdge(start: GeodesicOrigin(path[index]), end: GeodesicOrigin(path[index + 1]))
        return edge.distance(from: self)
    }

    private func nearestPoint(ofPath path: [Coordinate], below limit: Double) -> NearestPoint? {
        guard let first = path.first else { return nil }
        var best: NearestPoint?
        var start = GeodesicOrigin(first)
        for vertex in path.count == 1 ? path[...] : path.dropFirst() {
            let end = GeodesicOrigin(vertex)
            let edge = GeodesicEdge(start: start, end: end)
            let bound = best?.distanceMeters ?? limit
            if !(edge.lowerBound(from: self) >= bound) {
                let found = edge.nearest(to: coordinate)
                if found.distanceMeters < bound { best = found }
            }
            start = end
        }
        return best
    }
}
