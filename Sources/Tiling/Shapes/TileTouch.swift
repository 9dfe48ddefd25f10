package import GeoCore

extension GridGeometry {
    /// Whether a tile of the layer can show any of the geometry: whether it touches the tile with its buffer, exactly,
    /// widened by the unit by which simplifying and rounding may move it.
    ///
    /// For an edit, ask it of the old and of the new geometry: the tiles that say yes are the
    /// ones that the edit changes. For zooms to 20.
    package func touches(_ tile: TileCoordinate, buffer: Int = TileFrame.buffer) -> Bool {
        let box = GridBox(of: tile, buffer: buffer)
        guard let own = self.box, own.intersects(box) else { return false }
        let target = BoundingBox(
            west: Double(box.x0), south: Double(box.y0), east: Double(box.x1), north: Double(box.y1))
        switch kind {
        case .point: return paths.contains { $0.positions.contains { target.contains($0.exact) } }
        case .line: return paths.contains { $0.anySegment(isClosed: false) { target.touches($0, $1) } }
        case .polygon:
            if paths.contains(where: { $0.anySegment(isClosed: true) { target.touches($0, $1) } }) { return true }
            return holds(target.center)
        }
    }

    /// The tiles of a zoom that the geometry touches, by rows; `nil` where there are more than `limit` to look at.
    package func touchedTiles(zoom: Int, limit: Int = 65_536) -> [TileCoordinate]? {
        guard let box else { return [] }
        let span = TileSpan(box, zoom: zoom)
        guard span.count <= limit else { return nil }
        return span.tiles.filter { touches($0) }
    }

    /// Whether a polygon holds a point of grid steps.
    private func holds(_ point: Coordinate) -> Bool {
        var isInside = false
        for path in paths where PointInPolygon.contains(point, openRing: path.positions.map(\.exact)) {
            isInside.toggle()
        }
        return isInside
    }
}

extension GridPath {
    fileprivate func anySegment(isClosed: Bool, _ test: (Coordinate, Coordinate) -> Bool) -> Bool {
        guard let last = positions.last else { return false }
        var previous = isClosed ? last.exact : positions[0].exact
        for position in positions.dropFirst(isClosed ? 0 : 1) {
            let next = position.exact
            if test(previous, next) { return true }
            previous = next
        }
        return false
    }
}

extension GridPosition {
    /// The position in steps, which doubles hold exactly.
    fileprivate var exact: Coordinate { Coordinate(x: Double(x), y: Double(y)) }
}

extension BoundingBox {
    /// Whether a segment shares a point with the box.
    fileprivate func touches(_ start: Coordinate, _ end: Coordinate) -> Bool {
        if max(start.x, end.x) < west || min(start.x, end.x) > east { return false }
        if max(start.y, end.y) < south || min(start.y, end.y) > north { return false }
        if contains(start) || contains(end) { return true }
        let corners = [
            Coordinate(x: west, y: south), Coordinate(x: east, y: south), Coordinate(x: east, y: north),
            Coordinate(x: west, y: north),
        ]
        let sides = corners.map { Orientation.sign(start, end, $0) }
        return sides.contains { $0 >= 0 } && sides.contains { $0 <= 0 }
    }
}
