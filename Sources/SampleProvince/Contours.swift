import GeoCore

/// Lines of equal height, drawn through a square lattice of heights.
struct Contours {
    /// Heights row by row from the south-west corner, `columns` each.
    let heights: [Double]
    let columns: Int
    let origin: Coordinate
    let step: Double

    init(terrain: Terrain, box: BoundingBox, step: Double) {
        let columns = Int((box.east - box.west) / step) + 1
        let rows = Int((box.north - box.south) / step) + 1
        self.columns = columns
        self.step = step
        origin = Coordinate(x: box.west, y: box.south)
        heights = (0..<rows * columns).map { index in
            // A hair off whole metres, so that no line runs exactly through a lattice point.
            terrain.height(
                Coordinate(x: box.west + Double(index % columns) * step, y: box.south + Double(index / columns) * step)
            ) + 1e-7
        }
    }

    /// The lines of one height; closed ones end where they begin.
    func lines(at level: Double) -> [[Coordinate]] {
        var next: [Crossing: [Crossing]] = [:]
        let rows = heights.count / columns
        for row in 0..<(rows - 1) {
            for column in 0..<(columns - 1) {
                let crossings = crossings(column, row, level)
                for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
                    next[crossings[pair], default: []].append(crossings[pair + 1])
                    next[crossings[pair + 1], default: []].append(crossings[pair])
                }
            }
        }
        return Self.chains(next).map { $0.map { place($0, level) } }
    }

    /// A side of the lattice that a line crosses: from its western or southern point to the next.
    private struct Crossing: Hashable, Comparable {
        var index: Int
        var isVertical: Bool

        static func < (left: Crossing, right: Crossing) -> Bool {
            (left.index, left.isVertical ? 1 : 0) < (right.index, right.isVertical ? 1 : 0)
        }
    }

    /// The crossed sides of a cell in pairs, around it from the south.
    private func crossings(_ column: Int, _ row: Int, _ level: Double) -> [Crossing] {
        let base = row * columns + column
        let corners = [heights[base], heights[base + 1], heights[base + columns + 1], heights[base + columns]]
        let sides = [
            Crossing(index: base, isVertical: false), Crossing(index: base + 1, isVertical: true),
            Crossing(index: base + columns, isVertical: false), Crossing(index: base, isVertical: true),
        ]
        let crossed = (0..<4).filter { (corners[$0] > level) != (corners[($0 + 1) % 4] > level) }
        return crossed.map { sides[$0] }
    }

    private func place(_ crossing: Crossing, _ level: Double) -> Coordinate {
        let end = crossing.index + (crossing.isVertical ? columns : 1)
        let (low, high) = (heights[crossing.index], heights[end])
        let share = (level - low) / (high - low)
        let (column, row) = (Double(crossing.index % columns), Double(crossing.index / columns))
        return Coordinate(
            x: origin.x + (column + (crossing.isVertical ? 0 : share)) * step,
            y: origin.y + (row + (crossing.isVertical ? share : 0)) * step)
    }

    /// Follows the crossings; open lines first, in the order of their beginnings.
    private static func chains(_ links: [Crossing: [Crossing]]) -> [[Crossing]] {
        var used: Set<Crossing> = []
        let starts = links.filter { $0.value.count == 1 }.keys.sorted() + links.keys.sorted()
        var chains: [[Crossing]] = []
        for start in starts where !used.contains(start) {
            var chain = [start]
            used.insert(start)
            while let here = chain.last, let next = links[here]?.sorted().first(where: { !used.contains($0) }) {
                used.insert(next)
                chain.append(next)
            }
            if let last = chain.last, chain.count > 2, links[last]?.contains(start) == true { chain.append(start) }
            if chain.count > 1 { chains.append(chain) }
        }
        return chains
    }
}

extension Workshop {
    /// Every 20 m on the land around the city.
    func contourTable() -> SampleTable {
        var table = SampleTable(columns: ["DoCao", "LoaiBinhDo"])
        let contours = Contours(terrain: terrain, box: surroundings, step: 80)
        for height in stride(from: 20, through: 500, by: 20) {
            for line in contours.lines(at: Double(height)) where line.count > 4 {
                let thinned = ArcShape.thin(line[...], tolerance: 4)
                guard thinned.count > 3 else { continue }
                table.append(
                    .lineString(thinned), .integer(Int64(height)),
                    .text(height % 100 == 0 ? "Bình độ cái" : "Bình độ con"))
            }
        }
        return table
    }

    /// Twelve kilometres around the city and its mountain.
    var surroundings: BoundingBox {
        let center = Terrain.cityCenter
        return BoundingBox(
            west: center.x - 8_000, south: center.y - 7_000, east: center.x + 4_000, north: center.y + 5_000)
    }
}
