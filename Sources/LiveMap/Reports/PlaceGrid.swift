import GeoCore

/// Places in cells at least as wide as a radius, so that those within it lie in the same or an adjacent cell.
struct PlaceGrid {
    private struct Cell: Hashable {
        var column: Int
        var row: Int
    }

    struct Neighbour {
        var index: Int
        /// Metres.
        var distance: Double
    }

    private let places: [Coordinate]
    private let radiusMeters: Double
    private let columns: Int
    private let rowHeight: Double
    private var cells: [Cell: [Int]] = [:]

    init(_ places: [Coordinate], radiusMeters: Double) {
        self.places = places
        self.radiusMeters = radiusMeters
        let poleward = places.map { abs($0.latitude) }.max() ?? 0
        let box = BoundingBox.enclosing(
            Coordinate(longitude: 0, latitude: min(90, poleward)), radiusMeters: radiusMeters)
        let width = box.east > box.west ? (box.east - box.west) / 2 : 360
        columns = max(1, Int(min(360 / width, 1e9)))
        rowHeight = radiusMeters / Self.leastMetersPerDegree
        for index in places.indices { cells[cell(of: places[index]), default: []].append(index) }
    }

    /// A degree of latitude is nowhere shorter than at the equator: 110,574 m.
    private static let leastMetersPerDegree = 110_574.0

    private func cell(of place: Coordinate) -> Cell {
        let turn = (place.longitude + 180) / 360
        let column = Int(((turn - turn.rounded(.down)) * Double(columns)).rounded(.down))
        return Cell(column: min(column, columns - 1), row: Int((place.latitude / rowHeight).rounded(.down)))
    }

    /// For each place the others within the radius, in no order.
    func neighbours() -> [[Neighbour]] {
        places.indices.map { index in
            let origin = GeodesicOrigin(places[index])
            return candidates(around: places[index]).compactMap { other in
                guard other != index else { return nil }
                let distance = origin.distance(to: places[other])
                return distance <= radiusMeters ? Neighbour(index: other, distance: distance) : nil
            }
        }
    }

    private func candidates(around place: Coordinate) -> [Int] {
        let home = cell(of: place)
        let across = Set((-1...1).map { (home.column + $0 + columns) % columns })
        return across.flatMap { column in
            (-1...1).flatMap { cells[Cell(column: column, row: home.row + $0)] ?? [] }
        }
    }
}
