package import GeoCore

extension GridGeometry {
    /// Puts a CRS84 geometry on the grid: neighbouring vertices that fall together become one, rings are opened and
    /// turned the way tiles want them, and rings or lines that vanish on the grid (about 9 mm) are left out.
    ///
    /// - Returns: `nil` where nothing is left.
    /// - Throws: `.invalidInput` for a coordinate that is not finite.
    package init?(_ geometry: Geometry) throws(TilingError) {
        var paths: [GridPath] = []
        switch geometry {
        case .point(let point): paths = [GridPath(positions: [try Self.position(point)])]
        case .multiPoint(let points): paths = points.isEmpty ? [] : [GridPath(positions: try Self.positions(points))]
        case .lineString(let line): try Self.append(line: line, to: &paths)
        case .multiLineString(let lines): for line in lines { try Self.append(line: line, to: &paths) }
        case .polygon(let polygon): try Self.append(polygon, to: &paths)
        case .multiPolygon(let polygons): for polygon in polygons { try Self.append(polygon, to: &paths) }
        }
        guard !paths.isEmpty else { return nil }
        self.init(kind: geometry.kind, paths: paths)
    }

    private static func append(line: [Coordinate], to paths: inout [GridPath]) throws(TilingError) {
        let positions = try distinct(line)
        if positions.count >= 2 { paths.append(GridPath(positions: positions)) }
    }

    private static func append(_ polygon: Polygon, to paths: inout [GridPath]) throws(TilingError) {
        for (index, ring) in polygon.rings.enumerated() {
            var positions = try distinct(ring)
            while positions.count > 1, positions.last == positions.first { positions.removeLast() }
            var path = GridPath(positions: positions, beginsPart: index == 0)
            let area = positions.count < 3 ? 0 : path.doubledArea
            if area == 0, index == 0 { return }
            if area == 0 { continue }
            if (area > 0) != (index == 0) { path.positions.reverse() }
            paths.append(path)
        }
    }

    private static func distinct(_ path: [Coordinate]) throws(TilingError) -> [GridPosition] {
        var result: [GridPosition] = []
        result.reserveCapacity(path.count)
        for coordinate in path {
            let next = try position(coordinate)
            if let last = result.last, last.x == next.x, last.y == next.y { continue }
            result.append(next)
        }
        return result
    }

    private static func positions(_ path: [Coordinate]) throws(TilingError) -> [GridPosition] {
        var result: [GridPosition] = []
        for coordinate in path { result.append(try position(coordinate)) }
        return result
    }

    private static func position(_ coordinate: Coordinate) throws(TilingError) -> GridPosition {
        guard coordinate.isFinite else {
            throw TilingError(
                .invalidInput, "A coordinate is not a finite number; repair the geometry before indexing.")
        }
        return WorldGrid.position(coordinate)
    }
}
