import GeoCore

/// Where the pixels of a tile lie in a raster, block by block.
///
/// Transforming every pixel would take longer than drawing it. Instead a lattice of points 16 pixels apart is
/// transformed and the rest interpolated; a block of 32 pixels over which that errs by more than a quarter of a pixel
/// (so the halves by a sixteenth), or in which the transformation is not defined everywhere, is transformed exactly.
struct SampleGrid {
    static let blockSide = 32
    private static let step = 16

    /// The blocks that touch the raster.
    private(set) var blocks: [Block] = []

    /// A part of a tile, at most 32 pixels wide and high, that touches the raster.
    struct Block {
        let columns: Range<Int>
        let rows: Range<Int>
        /// The raster's pixels that the block covers, clipped to the raster.
        let bounds: PixelBounds
        fileprivate let source: Source

        fileprivate enum Source {
            /// The nine lattice points of the block, row by row.
            case lattice(PointList)
            /// Every pixel's own position, row by row.
            case exact(PointList)
        }
    }

    /// - Parameter pixelScale: The raster's pixels along the side of one of the tile's.
    init(
        of tile: MercatorTile, by projection: RasterProjection, width: Int, height: Int, pixelScale: Double
    ) {
        let raster = PixelBounds(minX: 0, minY: 0, maxX: Double(width), maxY: Double(height))
        let blockCount = (tile.size + Self.blockSide - 1) / Self.blockSide
        let lattice = Lattice(of: tile, blocks: blockCount, by: projection)
        for row in 0..<blockCount {
            for column in 0..<blockCount {
                let area = BlockArea(row: row, column: column, of: tile)
                let nodes = lattice.nodes(row: row, column: column)
                if nodes.isInterpolable(tolerance: pixelScale / 4) {
                    append(area, .lattice(nodes), nodes, within: raster)
                } else if lattice.isDefined(aroundRow: row, column: column) {
                    let points = area.positions(by: projection)
                    append(area, .exact(points), points, within: raster)
                }
            }
        }
    }

    /// The raster's pixels that all blocks cover; `nil` where none touches it.
    var bounds: PixelBounds? {
        guard let first = blocks.first else { return nil }
        return blocks.dropFirst().reduce(first.bounds) { $0.union($1.bounds) }
    }
}

extension SampleGrid {
    private mutating func append(
        _ area: BlockArea, _ source: Block.Source, _ points: PointList, within raster: PixelBounds
    ) {
        guard let bounds = PixelBounds(enclosing: points)?.intersection(raster) else { return }
        blocks.append(Block(columns: area.columns, rows: area.rows, bounds: bounds, source: source))
    }

    /// The pixels of a tile that a block covers.
    private struct BlockArea {
        let columns: Range<Int>
        let rows: Range<Int>
        private let tile: MercatorTile

        init(row: Int, column: Int, of tile: MercatorTile) {
            let (left, top) = (column * blockSide, row * blockSide)
            columns = left..<min(left + blockSide, tile.size)
            rows = top..<min(top + blockSide, tile.size)
            self.tile = tile
        }

        /// Every pixel's own position, row by row.
        func positions(by projection: RasterProjection) -> PointList {
            var points = PointList()
            for row in rows {
                let y = tile.north - (Double(row) + 0.5) * tile.pixelMeters
                for column in columns { points.append(tile.west + (Double(column) + 0.5) * tile.pixelMeters, y) }
            }
            projection.toPixels(&points)
            return points
        }
    }

    /// Points 16 pixels apart over a whole tile, as positions in the raster.
    private struct Lattice {
        private let points: PointList
        private let side: Int

        init(of tile: MercatorTile, blocks: Int, by projection: RasterProjection) {
            side = blocks * 2 + 1
            var points = PointList()
            let distance = tile.pixelMeters * Double(step)
            for row in 0..<side {
                for column in 0..<side {
                    points.append(tile.west + Double(column) * distance, tile.north - Double(row) * distance)
                }
            }
            projection.toPixels(&points)
            self.points = points
        }

        /// The nine points on and in a block, row by row.
        func nodes(row: Int, column: Int) -> PointList {
            var nodes = PointList()
            for line in row * 2...row * 2 + 2 {
                for place in column * 2...column * 2 + 2 {
                    nodes.append(points.x[line * side + place], points.y[line * side + place])
                }
            }
            return nodes
        }

        /// Whether the transformation is defined at some point of a block or of its neighbours.
        func isDefined(aroundRow row: Int, column: Int) -> Bool {
            let lines = max(0, row * 2 - 2)...min(side - 1, row * 2 + 4)
            let places = max(0, column * 2 - 2)...min(side - 1, column * 2 + 4)
            return lines.contains { line in places.contains { !points.x[line * side + $0].isNaN } }
        }
    }
}

extension PointList {
    /// Whether the points half-way along each edge of a block and across lie where a straight line puts them.
    ///
    /// The edges are asked, not the middle alone, since for conformal projections the errors along x and y cancel in
    /// the middle. Points that are not defined compare as false.
    fileprivate func isInterpolable(tolerance: Double) -> Bool {
        let triples = [(0, 1, 2), (6, 7, 8), (0, 3, 6), (2, 5, 8), (0, 4, 8), (2, 4, 6)]
        return triples.allSatisfy { first, middle, last in
            abs((x[first] + x[last]) / 2 - x[middle]) <= tolerance
                && abs((y[first] + y[last]) / 2 - y[middle]) <= tolerance
        }
    }
}

extension SampleGrid.Block {
    /// The position of every pixel's centre in the raster, row by row; NaN where it has none.
    func positions(into points: inout PointList) {
        switch source {
        case .exact(let exact): points = exact
        case .lattice(let nodes):
            points.x.removeAll(keepingCapacity: true)
            points.y.removeAll(keepingCapacity: true)
            for row in 0..<rows.count { Self.interpolate(nodes, row: row, width: columns.count, into: &points) }
        }
    }

    private static func interpolate(_ nodes: PointList, row: Int, width: Int, into points: inout PointList) {
        let step = SampleGrid.step
        let line = row / step
        let down = (Double(row % step) + 0.5) / Double(step)
        func node(_ place: Int) -> Coordinate {
            let above = line * 3 + place
            return Coordinate(
                x: nodes.x[above] + (nodes.x[above + 3] - nodes.x[above]) * down,
                y: nodes.y[above] + (nodes.y[above + 3] - nodes.y[above]) * down)
        }
        let knots = [node(0), node(1), node(2)]
        for column in 0..<width {
            let place = column / step
            let across = (Double(column % step) + 0.5) / Double(step)
            let (left, right) = (knots[place], knots[place + 1])
            points.append(left.x + (right.x - left.x) * across, left.y + (right.y - left.y) * across)
        }
    }
}

/// A box in the pixels of a raster, the first pixel reaching from 0 to 1.
struct PixelBounds: Hashable, Sendable {
    var minX: Double
    var minY: Double
    var maxX: Double
    var maxY: Double

    init(minX: Double, minY: Double, maxX: Double, maxY: Double) {
        self.minX = minX
        self.minY = minY
        self.maxX = maxX
        self.maxY = maxY
    }

    /// The box of all points that are defined; `nil` where none is.
    init?(enclosing points: PointList) {
        self.init(minX: .infinity, minY: .infinity, maxX: -.infinity, maxY: -.infinity)
        for index in points.x.indices where !points.x[index].isNaN {
            minX = min(minX, points.x[index])
            maxX = max(maxX, points.x[index])
            minY = min(minY, points.y[index])
            maxY = max(maxY, points.y[index])
        }
        guard minX <= maxX else { return nil }
    }

    /// `nil` where the boxes do not overlap.
    func intersection(_ other: PixelBounds) -> PixelBounds? {
        let result = PixelBounds(
            minX: max(minX, other.minX), minY: max(minY, other.minY), maxX: min(maxX, other.maxX),
            maxY: min(maxY, other.maxY))
        return result.minX < result.maxX && result.minY < result.maxY ? result : nil
    }

    func union(_ other: PixelBounds) -> PixelBounds {
        PixelBounds(
            minX: min(minX, other.minX), minY: min(minY, other.minY), maxX: max(maxX, other.maxX),
            maxY: max(maxY, other.maxY))
    }
}
