import Foundation
import GeoCore

/// The plan of the city: blocks between streets on slightly bent axes, each cut into lots back to back.
///
/// Every corner and every vertex between corners is a function of its own place in the plan, so that neighbours
/// have the same vertices to the millimetre.
struct StreetGrid: Sendable {
    let hash: SeededHash
    /// Vertices between the corners of a lot's side, at least 0.
    let edgeVertices: Int

    static let lotsAlong = 10
    static let lotDepth = 30.0
    static let blockLength = 120.0
    static let blockDepth = 60.0
    static let sideStreet = 16.0
    static let mainStreet = 36.0

    /// A block by its column and row in the plan.
    struct Block: Hashable, Sendable {
        var column: Int
        var row: Int
    }

    /// Metres of street south of a row or west of a column: every fifth is a main street.
    static func streetWidth(before index: Int) -> Double { isMain(index) ? mainStreet : sideStreet }

    static func isMain(_ index: Int) -> Bool { index % 5 == 0 }

    /// Where a column begins along the first axis, east of its street.
    static func start(ofColumn column: Int) -> Double { offset(column, size: blockLength) }

    /// Where a row begins along the second axis, north of its street.
    static func start(ofRow row: Int) -> Double { offset(row, size: blockDepth) }

    private static func offset(_ index: Int, size: Double) -> Double {
        let mains = (Double(index) / 5).rounded(.down) + 1
        return Double(index) * (size + sideStreet) + mains * (mainStreet - sideStreet)
    }

    /// From the plan's axes to eastings and northings: bent a little, turned by 28°, rounded to the millimetre.
    func place(along: Double, across: Double) -> Coordinate {
        let bentAlong = along + 14 * hash.noise(along / 700, across / 700, 11)
        let bentAcross = across + 14 * hash.noise(along / 700, across / 700, 12)
        let x = Terrain.cityCenter.x + bentAlong * Self.cosine - bentAcross * Self.sine
        let y = Terrain.cityCenter.y + bentAlong * Self.sine + bentAcross * Self.cosine
        return Coordinate(x: (x * 1000).rounded() / 1000, y: (y * 1000).rounded() / 1000)
    }

    static let sine = sin(28 * Double.pi / 180)
    static let cosine = cos(28 * Double.pi / 180)

    /// The mean length of a block with its street, and the same across.
    static let pitch = (
        along: blockLength + sideStreet + (mainStreet - sideStreet) / 5,
        across: blockDepth + sideStreet + (mainStreet - sideStreet) / 5
    )

    /// The middle of a block.
    func center(of block: Block) -> Coordinate {
        place(
            along: Self.start(ofColumn: block.column) + Self.blockLength / 2,
            across: Self.start(ofRow: block.row) + Self.blockDepth / 2)
    }

    /// The ring of a lot, clockwise as shapefiles want it, closed.
    ///
    /// - Parameters:
    ///   - side: 0 for the southern lots of the block, 1 for the northern.
    ///   - lot: 0 at the block's beginning.
    func ring(of block: Block, side: Int, lot: Int, splits: [Double]) -> [Coordinate] {
        let plan = BlockPlan(grid: self, block: block, splits: splits)
        var ring: [Coordinate] = []
        ring.reserveCapacity(4 * (edgeVertices + 1) + 1)
        plan.append(.side(lot: lot, level: side), reversed: false, to: &ring)
        plan.append(.front(lot: lot, level: side + 1), reversed: false, to: &ring)
        plan.append(.side(lot: lot + 1, level: side), reversed: true, to: &ring)
        plan.append(.front(lot: lot, level: side), reversed: true, to: &ring)
        ring.append(ring[0])
        return ring
    }

    /// Where the lots of a block begin along its length, from 0 to `blockLength`.
    func splits(of block: Block) -> [Double] {
        var splits = [0.0]
        for lot in 0..<Self.lotsAlong {
            splits.append(splits[lot] + 0.7 + 0.6 * hash.unit(21, block.column, block.row, lot))
        }
        let scale = Self.blockLength / splits[Self.lotsAlong]
        return splits.map { $0 * scale }
    }

    /// The outline of a block, closed, counter-clockwise, without the vertices of its lots.
    func outline(of block: Block, inset: Double = 0) -> [Coordinate] {
        let (west, south) = (Self.start(ofColumn: block.column) + inset, Self.start(ofRow: block.row) + inset)
        let (east, north) = (west + Self.blockLength - 2 * inset, south + Self.blockDepth - 2 * inset)
        let corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
        return corners.map { place(along: $0.0, across: $0.1) }
    }
}

/// Makes the vertices of one block's sides.
private struct BlockPlan {
    let grid: StreetGrid
    let block: StreetGrid.Block
    let splits: [Double]

    enum Edge {
        /// Along the block, between the starts of a lot and the next; level 0 south, 1 in the middle, 2 north.
        case front(lot: Int, level: Int)
        /// Across the block at the start of a lot, from a level to the next.
        case side(lot: Int, level: Int)
    }

    /// Appends the edge's first corner and the vertices after it, but not its last corner.
    func append(_ edge: Edge, reversed: Bool, to ring: inout [Coordinate]) {
        let count = grid.edgeVertices + 1
        for step in 0..<count {
            ring.append(vertex(edge, reversed ? count - step : step, of: count))
        }
    }

    private func vertex(_ edge: Edge, _ step: Int, of count: Int) -> Coordinate {
        let share = Double(step) / Double(count)
        switch edge {
        case .front(let lot, let level):
            let (start, end) = (corner(lot, level), corner(lot + 1, level))
            let sway = step == 0 || step == count ? 0 : sway(lot * 16 + step, level, 1, level == 1 ? 0.35 : 0.12)
            return grid.place(
                along: start.0 + (end.0 - start.0) * share, across: start.1 + (end.1 - start.1) * share + sway)
        case .side(let lot, let level):
            let (start, end) = (corner(lot, level), corner(lot, level + 1))
            let sway = step == 0 || step == count ? 0 : sway(lot * 16 + step, level, 2, 0.3)
            return grid.place(
                along: start.0 + (end.0 - start.0) * share + sway, across: start.1 + (end.1 - start.1) * share)
        }
    }

    private func corner(_ lot: Int, _ level: Int) -> (Double, Double) {
        let inside = level == 1 ? 0.8 : 0.1
        let along = StreetGrid.start(ofColumn: block.column) + splits[lot] + sway(lot, level, 3, 0.3)
        let across =
            StreetGrid.start(ofRow: block.row) + Double(level) * StreetGrid.lotDepth + sway(lot, level, 4, inside)
        return (along, across)
    }

    private func sway(_ a: Int, _ b: Int, _ channel: Int, _ size: Double) -> Double {
        size * grid.hash.signed(block.column &* 65_537 &+ block.row, a, b, channel)
    }
}
