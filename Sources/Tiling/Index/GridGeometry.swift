package import GeoCore

/// A geometry on the world grid, with the zoom from which each of its vertices is needed.
package struct GridGeometry: Hashable, Sendable {
    package var kind: GeometryKind
    /// For points a single path with all of them; for lines one a line; for polygons one a ring.
    package var paths: [GridPath]

    package init(kind: GeometryKind, paths: [GridPath]) {
        self.kind = kind
        self.paths = paths
    }

    /// The smallest box around it, or `nil` where it is empty.
    package var box: GridBox? {
        GridBox(enclosing: paths.lazy.flatMap(\.positions))
    }

    package var vertexCount: Int { paths.reduce(0) { $0 + $1.positions.count } }

    /// The geometry as tiles of a zoom show it before they round it: vertices that are needed from a deeper zoom left
    /// out.
    package func simplified(to zoom: Int) -> GridGeometry {
        GridGeometry(kind: kind, paths: paths.map { $0.simplified(to: zoom) })
    }
}

/// One vertex sequence of a grid geometry.
package struct GridPath: Hashable, Sendable {
    /// Neighbours differ; a ring's last vertex does not repeat its first. Exterior rings have a positive surveyor's
    /// area (y grows southward), holes a negative one.
    package var positions: [GridPosition]
    /// As many as positions: the zoom from which each vertex is kept.
    package var zooms: [UInt8]
    /// Whether the path begins a part: false for the holes of a polygon, true for everything else.
    package var beginsPart: Bool

    package init(positions: [GridPosition], zooms: [UInt8]? = nil, beginsPart: Bool = true) {
        self.positions = positions
        self.zooms = zooms ?? [UInt8](repeating: 0, count: positions.count)
        self.beginsPart = beginsPart
    }

    /// The path with the vertices that the zoom needs.
    package func simplified(to zoom: Int) -> GridPath {
        let kept = positions.indices.filter { Int(zooms[$0]) <= zoom }
        return GridPath(positions: kept.map { positions[$0] }, zooms: kept.map { zooms[$0] }, beginsPart: beginsPart)
    }

    /// Twice the signed area by the surveyor's formula, taken from the first vertex so that it stays precise.
    var doubledArea: Double {
        guard let origin = positions.first else { return 0 }
        var sum = 0.0
        var previousX = 0.0, previousY = 0.0
        for position in positions.dropFirst() {
            let x = Double(position.x) - Double(origin.x), y = Double(position.y) - Double(origin.y)
            sum += previousX * y - x * previousY
            (previousX, previousY) = (x, y)
        }
        return sum
    }
}
