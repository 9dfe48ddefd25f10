package import GeoCore

/// Whether a place lies within a distance of any of some geometries: ports, anchorages, storm shelters, the shore.
///
/// Immutable: a changed layer makes a new one. The sea far from all of them costs one look into a table.
package struct VicinityIndex: Sendable {
    package let reachMeters: Double
    private let geometries: [Geometry]
    private var cells: [Cell: [Int]] = [:]

    /// - Parameters:
    ///   - geometries: CRS84; the inside of a polygon belongs to it, lines and points count by their distance.
    ///   - reachMeters: How near is near; 0 for inside only.
    package init(_ geometries: [Geometry], reachMeters: Double) {
        precondition(reachMeters >= 0, "a reach cannot be negative")
        self.reachMeters = reachMeters
        self.geometries = geometries
        for (index, geometry) in geometries.enumerated() {
            for cell in Self.covering(geometry, reach: reachMeters) { cells[cell, default: []].append(index) }
        }
    }

    package func isNear(_ place: Coordinate) -> Bool {
        guard place.isFinite, let candidates = cells[Cell(place)] else { return false }
        let origin = GeodesicOrigin(place)
        return candidates.contains { origin.distance(to: geometries[$0]) <= reachMeters }
    }
}

extension VicinityIndex {
    /// A quarter of a degree each way.
    private struct Cell: Hashable {
        var column: Int
        var row: Int

        init(column: Int, row: Int) {
            self.column = column
            self.row = row
        }

        init(_ place: Coordinate) {
            column = Self.number(place.longitude)
            row = Self.number(place.latitude)
        }

        static func number(_ degrees: Double) -> Int { Int((degrees * 4).rounded(.down)) }
    }

    /// The cells of a geometry's box with the reach around it; a box that crosses the antimeridian gives both sides.
    private static func covering(_ geometry: Geometry, reach: Double) -> [Cell] {
        guard let box = geometry.boundingBox else { return [] }
        let corners = [box.west, box.east].flatMap { x in
            [box.south, box.north].map { BoundingBox.enclosing(Coordinate(x: x, y: $0), radiusMeters: reach) }
        }
        guard let first = corners.first else { return [] }
        return corners.dropFirst().reduce(first) { $0.union($1) }.parts.flatMap(cellsInside)
    }

    private static func cellsInside(_ box: BoundingBox) -> [Cell] {
        let columns = Cell.number(box.west)...Cell.number(box.east)
        let rows = Cell.number(box.south)...Cell.number(box.north)
        return columns.flatMap { column in rows.map { Cell(column: column, row: $0) } }
    }
}
