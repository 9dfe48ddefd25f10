/// West, south, east, north in the units of its coordinates.
///
/// In geographic coordinates a box whose west is greater than its east crosses the antimeridian (RFC 7946, 5.2).
package struct BoundingBox: Hashable, Sendable {
    package var west: Double
    package var south: Double
    package var east: Double
    package var north: Double

    package init(west: Double, south: Double, east: Double, north: Double) {
        self.west = west
        self.south = south
        self.east = east
        self.north = north
    }

    /// The smallest box around the coordinates, or `nil` where there are none.
    package init?(enclosing coordinates: some Sequence<Coordinate>) {
        var iterator = coordinates.makeIterator()
        guard let first = iterator.next() else { return nil }
        self.init(west: first.x, south: first.y, east: first.x, north: first.y)
        while let next = iterator.next() { extend(to: next) }
    }

    package var crossesAntimeridian: Bool { west > east }

    package var center: Coordinate { Coordinate(x: (west + east) / 2, y: (south + north) / 2) }

    /// The same box as one or, across the antimeridian, two boxes whose west is not greater than their east.
    package var parts: [BoundingBox] {
        guard crossesAntimeridian else { return [self] }
        return [
            BoundingBox(west: west, south: south, east: 180, north: north),
            BoundingBox(west: -180, south: south, east: east, north: north),
        ]
    }

    /// Grows to hold a coordinate; neither the box nor what it grows to crosses the antimeridian.
    package mutating func extend(to coordinate: Coordinate) {
        west = min(west, coordinate.x)
        south = min(south, coordinate.y)
        east = max(east, coordinate.x)
        north = max(north, coordinate.y)
    }

    /// The least box that holds both; neither may cross the antimeridian.
    package func union(_ other: BoundingBox) -> BoundingBox {
        BoundingBox(
            west: min(west, other.west), south: min(south, other.south),
            east: max(east, other.east), north: max(north, other.north))
    }

    /// Whether the boxes share a point; neither may cross the antimeridian.
    package func intersects(_ other: BoundingBox) -> Bool {
        west <= other.east && other.west <= east && south <= other.north && other.south <= north
    }

    /// Whether the point lies in the box or on its edge; the box may not cross the antimeridian.
    package func contains(_ point: Coordinate) -> Bool {
        point.x >= west && point.x <= east && point.y >= south && point.y <= north
    }
}
