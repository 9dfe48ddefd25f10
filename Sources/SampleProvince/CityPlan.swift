import Foundation
import GeoCore

/// The blocks that are built on, nearest to the centre first, with the commune that each lies in.
struct CityPlan: Sendable {
    struct Site: Sendable {
        var block: StreetGrid.Block
        var center: Coordinate
        var unit: UnitAtom
        /// The commune that numbers the sheets.
        var register: String
        /// The number of the cadastral sheet in its register.
        var sheet: Int
    }

    let grid: StreetGrid
    let terrain: Terrain
    /// Whether the plan lies outside the city, where the ground is taken as it comes.
    let isRemote: Bool
    /// Who numbers the sheets from 1.
    enum Register: Sendable {
        /// The communes of before the mergers: one number occurs several times in a commune of today.
        case oldCommunes
        case newCommunes
    }

    /// In the order of communes, sheets, rows and columns.
    let sites: [Site]

    /// - Parameter blocks: How many to find; fewer where the land ends.
    init(
        grid: StreetGrid, terrain: Terrain, map: UnitMap, blocks: Int, register: Register, around center: Coordinate
    ) {
        self.grid = grid
        self.terrain = terrain
        isRemote = hypot(center.x - Terrain.cityCenter.x, center.y - Terrain.cityCenter.y) > 20_000
        let found = Self.candidates(grid, isRemote ? nil : terrain, blocks, center)
        let placed = found.compactMap { candidate in
            map.atom(at: candidate.center).map { (block: candidate.block, center: candidate.center, unit: $0) }
        }
        sites = Self.numbered(placed.prefix(blocks).map(\.self), register)
    }

    private struct Candidate {
        var block: StreetGrid.Block
        var center: Coordinate
        var distance: Double
    }

    /// Buildable blocks by distance, with some to spare for those outside the province.
    private static func candidates(
        _ grid: StreetGrid, _ terrain: Terrain?, _ blocks: Int, _ center: Coordinate
    ) -> [Candidate] {
        let reach = (Double(blocks) * 12_000 * 3 / Double.pi).squareRoot() + 600
        let origin = nearestBlock(grid, to: center)
        let columns = Int(reach / StreetGrid.pitch.along) + 2
        let rows = Int(reach / StreetGrid.pitch.across) + 2
        var found: [Candidate] = []
        for column in (origin.column - columns)...(origin.column + columns) {
            for row in (origin.row - rows)...(origin.row + rows) {
                let block = StreetGrid.Block(column: column, row: row)
                let middle = grid.center(of: block)
                let distance = hypot(middle.x - center.x, middle.y - center.y)
                let isBuildable = terrain.map { Self.isBuildable(middle, $0) } ?? true
                guard distance <= reach, isBuildable else { continue }
                found.append(Candidate(block: block, center: middle, distance: distance))
            }
        }
        found.sort { ($0.distance, $0.block.column, $0.block.row) < ($1.distance, $1.block.column, $1.block.row) }
        return Array(found.prefix(blocks + blocks / 20 + 50))
    }

    /// Dry, flat, and not on the beach.
    private static func isBuildable(_ place: Coordinate, _ terrain: Terrain) -> Bool {
        guard terrain.shore(northing: place.y) - place.x > 130 else { return false }
        return terrain.height(place) < 38
    }

    private static func nearestBlock(_ grid: StreetGrid, to place: Coordinate) -> StreetGrid.Block {
        let (dx, dy) = (place.x - Terrain.cityCenter.x, place.y - Terrain.cityCenter.y)
        let angle = 28 * Double.pi / 180
        let along = dx * cos(angle) + dy * sin(angle)
        let across = -dx * sin(angle) + dy * cos(angle)
        return StreetGrid.Block(
            column: Int((along / StreetGrid.pitch.along).rounded()),
            row: Int((across / StreetGrid.pitch.across).rounded()))
    }

    /// Numbers the sheets of each commune from 1: squares of 500 m in reading order.
    private static func numbered(
        _ placed: [(block: StreetGrid.Block, center: Coordinate, unit: UnitAtom)], _ register: Register
    ) -> [Site] {
        func commune(_ unit: UnitAtom) -> String {
            register == .oldCommunes ? unit.old?.code ?? unit.code : unit.code
        }
        func square(_ place: Coordinate) -> (Int, Int) {
            (Int((place.y / 500).rounded(.down)), Int((place.x / 500).rounded(.down)))
        }
        let ordered = placed.sorted { first, second in
            let (a, b) = (square(first.center), square(second.center))
            let left = (commune(first.unit), -a.0, a.1, first.block.row, first.block.column)
            let right = (commune(second.unit), -b.0, b.1, second.block.row, second.block.column)
            return left < right
        }
        var sites: [Site] = []
        var last: (commune: String, square: (Int, Int))?
        var sheet = 0
        for item in ordered {
            let commune = commune(item.unit)
            let square = square(item.center)
            if last?.commune != commune { sheet = 1 } else if let last, last.square != square { sheet += 1 }
            last = (commune, square)
            sites.append(
                Site(block: item.block, center: item.center, unit: item.unit, register: commune, sheet: sheet))
        }
        return sites
    }
}
