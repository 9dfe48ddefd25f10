import Foundation
import GeoCore

/// A made-up division of the province into its units: each piece of land belongs to the nearest position of the unit
/// table, on a lattice of half a kilometre whose borders are then smoothed. Neighbours share their border's vertices.
struct UnitMap: Sendable {
    static let cell = 500.0
    static let outside: Int16 = -1

    let atoms: [UnitAtom]
    /// Eastings and northings of the atoms.
    let seeds: [Coordinate]
    private let border: [Coordinate]
    /// The middle of the island of Nhơn Châu.
    private let island: Coordinate?
    private let terrain: Terrain
    /// The south-western corner of the lattice and its size in cells.
    let origin: Coordinate
    let columns: Int
    let rows: Int
    private(set) var labels: [Int16]

    /// - Parameter project: Turns longitudes and latitudes into eastings and northings of zone 108°15′.
    init(terrain: Terrain, project: ([Coordinate]) throws -> [Coordinate]) rethrows {
        self.terrain = terrain
        atoms = UnitAtom.all
        seeds = try project(UnitAtom.all.map { Coordinate(x: $0.longitude, y: $0.latitude) })
        island = zip(atoms, seeds).first { $0.0.code == "21607" }?.1
        border = try project(UnitTable.landBorder.map { Coordinate(x: $0.0, y: $0.1) })
        let west = (border.map(\.x).min() ?? 0) - 2 * Self.cell
        let south = (border.map(\.y).min() ?? 0) - 2 * Self.cell
        let east = (seeds.map(\.x).max() ?? 0) + 20 * Self.cell
        let north = (border.map(\.y).max() ?? 0) + 2 * Self.cell
        origin = Coordinate(x: (west / Self.cell).rounded() * Self.cell, y: (south / Self.cell).rounded() * Self.cell)
        columns = Int((east - origin.x) / Self.cell)
        rows = Int((north - origin.y) / Self.cell)
        labels = []
        label()
    }

    /// The label of a cell; outside the lattice is outside the province.
    func label(column: Int, row: Int) -> Int16 {
        guard (0..<columns).contains(column), (0..<rows).contains(row) else { return Self.outside }
        return labels[row * columns + column]
    }

    /// The piece of land at a place, or `nil` outside the province.
    func atom(at place: Coordinate) -> UnitAtom? {
        let column = Int(((place.x - origin.x) / Self.cell).rounded(.down))
        let row = Int(((place.y - origin.y) / Self.cell).rounded(.down))
        let label = label(column: column, row: row)
        return label == Self.outside ? nil : atoms[Int(label)]
    }

    /// A place where the new border runs through an old commune, between the positions of its parts.
    func divide(of oldCode: String) -> Coordinate {
        let parts = atoms.indices.filter { atoms[$0].old?.code == oldCode }
        precondition(parts.count > 1, "the old commune \(oldCode) must have been divided")
        let (start, end) = (seeds[parts[0]], seeds[parts[1]])
        let steps = (0...200).map { step in
            let share = Double(step) / 200
            return Coordinate(x: start.x + (end.x - start.x) * share, y: start.y + (end.y - start.y) * share)
        }
        return steps.first { atom(at: $0)?.code == atoms[parts[1]].code } ?? end
    }

    private mutating func label() {
        labels = [Int16](repeating: Self.outside, count: columns * rows)
        let reach = 20
        for firstRow in stride(from: 0, to: rows, by: reach) {
            for firstColumn in stride(from: 0, to: columns, by: reach) {
                let near = seeds(nearTile: firstColumn, firstRow, reach)
                for row in firstRow..<min(firstRow + reach, rows) {
                    for column in firstColumn..<min(firstColumn + reach, columns) {
                        let place = center(column, row)
                        if isLand(place) { labels[row * columns + column] = nearest(to: place, among: near) }
                    }
                }
            }
        }
    }

    private func center(_ column: Int, _ row: Int) -> Coordinate {
        Coordinate(x: origin.x + (Double(column) + 0.5) * Self.cell, y: origin.y + (Double(row) + 0.5) * Self.cell)
    }

    /// The seeds that can be the nearest of a cell in a tile of cells, in their order.
    private func seeds(nearTile column: Int, _ row: Int, _ reach: Int) -> [Int] {
        let middle = center(column + reach / 2, row + reach / 2)
        let distances = seeds.map { distance($0, middle) }
        let slack = 2 * (Double(reach) / 2 * Self.cell * 2.0.squareRoot() + Self.wander * 2)
        let limit = (distances.min() ?? 0) + slack
        return seeds.indices.filter { distances[$0] <= limit }
    }

    /// Metres that borders wander at most along each axis.
    private static let wander = 500.0

    /// The mainland within the border, and the island of Nhơn Châu.
    private func isLand(_ place: Coordinate) -> Bool {
        if let island, distance(place, island) < 1_300 { return true }
        guard place.x < terrain.shore(northing: place.y) else { return false }
        return Self.surrounds(border, place)
    }

    /// The borders wander a little, as borders do.
    private func nearest(to place: Coordinate, among near: [Int]) -> Int16 {
        let hash = terrain.hash
        let x = place.x + Self.wander * hash.noise(place.x / 2500, place.y / 2500, 31)
        let y = place.y + Self.wander * hash.noise(place.x / 2500, place.y / 2500, 32)
        var best = 0
        var bestDistance = Double.infinity
        for index in near {
            let seed = seeds[index]
            let squared = (seed.x - x) * (seed.x - x) + (seed.y - y) * (seed.y - y)
            if squared < bestDistance { (best, bestDistance) = (index, squared) }
        }
        return Int16(best)
    }

    private func distance(_ first: Coordinate, _ second: Coordinate) -> Double {
        hypot(first.x - second.x, first.y - second.y)
    }

    static func surrounds(_ ring: [Coordinate], _ point: Coordinate) -> Bool {
        var inside = false
        var previous = ring[ring.count - 1]
        for current in ring {
            if (current.y > point.y) != (previous.y > point.y) {
                let x = previous.x + (point.y - previous.y) / (current.y - previous.y) * (current.x - previous.x)
                if point.x < x { inside.toggle() }
            }
            previous = current
        }
        return inside
    }
}
