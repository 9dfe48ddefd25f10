import Foundation
import GeoCore

/// A stretch of street along one side of a block.
struct StreetStretch: Sendable {
    var name: String
    var isMain: Bool
    /// Metres between the blocks.
    var width: Double
    /// The middle line, eastings and northings.
    var line: [Coordinate]
    /// The same line shifted to the left (positive) or right, in metres, in the plan's own axes.
    var isAlong: Bool
    var index: Int
    var unit: UnitAtom
    private var from: (along: Double, across: Double)
    private var length: Double
    private var grid: StreetGrid

    /// The street south of a block.
    init(southOf site: CityPlan.Site, grid: StreetGrid) {
        let (column, row) = (site.block.column, site.block.row)
        self.init(name: Names.street(row: row), index: row, isAlong: true, site: site, grid: grid)
        from = (StreetGrid.start(ofColumn: column), StreetGrid.start(ofRow: row) - width / 2)
        length = StreetGrid.start(ofColumn: column + 1) - from.along
        line = shifted(by: 0)
    }

    /// The street west of a block.
    init(westOf site: CityPlan.Site, grid: StreetGrid) {
        let (column, row) = (site.block.column, site.block.row)
        self.init(name: Names.street(column: column), index: column, isAlong: false, site: site, grid: grid)
        from = (StreetGrid.start(ofColumn: column) - width / 2, StreetGrid.start(ofRow: row))
        length = StreetGrid.start(ofRow: row + 1) - from.across
        line = shifted(by: 0)
    }

    private init(name: String, index: Int, isAlong: Bool, site: CityPlan.Site, grid: StreetGrid) {
        self.name = name
        self.index = index
        self.isAlong = isAlong
        self.grid = grid
        unit = site.unit
        isMain = StreetGrid.isMain(index)
        width = StreetGrid.streetWidth(before: index)
        line = []
        from = (0, 0)
        length = 0
    }

    /// The stretch's line moved sideways, with a vertex every 35 m or so.
    func shifted(by offset: Double) -> [Coordinate] {
        let pieces = max(1, Int(length / 35))
        return (0...pieces).map { point(at: length * Double($0) / Double(pieces), offset: offset) }
    }

    /// A place on the stretch, metres from its beginning, moved sideways.
    func point(at distance: Double, offset: Double) -> Coordinate {
        isAlong
            ? grid.place(along: from.along + distance, across: from.across + offset)
            : grid.place(along: from.along - offset, across: from.across + distance)
    }

    /// Places at equal distances, the first half a step from the beginning.
    func places(every step: Double, offset: Double) -> [Coordinate] {
        stride(from: step / 2, to: length, by: step).map { point(at: $0, offset: offset) }
    }

    /// Metres along the middle line.
    var meters: Double { zip(line, line.dropFirst()).reduce(0) { $0 + hypot($1.1.x - $1.0.x, $1.1.y - $1.0.y) } }
}

extension CityPlan {
    /// The streets south and west of every block, in the order of the sites.
    var streets: [StreetStretch] {
        sites.flatMap { [StreetStretch(southOf: $0, grid: grid), StreetStretch(westOf: $0, grid: grid)] }
    }

    /// The whole streets: stretches of one name that follow each other, as one line each.
    var wholeStreets: [(street: StreetStretch, line: [Coordinate])] {
        let keyed = sites.map {
            ($0.block, StreetStretch(southOf: $0, grid: grid), StreetStretch(westOf: $0, grid: grid))
        }
        let along = Self.joined(keyed.map { ($0.1, $0.0.row, $0.0.column) })
        return along + Self.joined(keyed.map { ($0.2, $0.0.column, $0.0.row) })
    }

    private static func joined(_ stretches: [(StreetStretch, Int, Int)]) -> [(StreetStretch, [Coordinate])] {
        var result: [(StreetStretch, [Coordinate])] = []
        var last: (street: Int, order: Int)?
        for (stretch, street, order) in stretches.sorted(by: { ($0.1, $0.2) < ($1.1, $1.2) }) {
            if let last, last.street == street, last.order + 1 == order {
                result[result.count - 1].1.append(contentsOf: stretch.line.dropFirst())
            } else {
                result.append((stretch, stretch.line))
            }
            last = (street, order)
        }
        return result
    }
}
