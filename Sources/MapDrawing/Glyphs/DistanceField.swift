/// A glyph as MapLibre wants it: one byte a pixel, which is 192 on the outline, rises inside by 32 a pixel and falls outside.
///
/// FreeType's own fields have their edge at 128 and another slope, so this one is computed from the outline: exact distances to
/// its pieces, up to where the byte is 0 or 255 anyway.
struct DistanceField {
    /// Pixels without the border.
    let width: Int
    let height: Int
    /// The left edge, from the origin of the glyph, without the border.
    let left: Int
    /// The upper edge above the baseline, without the border.
    let top: Int
    /// Rows from the top, `width + 6` bytes each; empty for a glyph without outline.
    let pixels: [UInt8]

    static let border = 3
    /// Bytes a pixel of distance: 256 over a radius of 8 pixels.
    private static let slope = 32.0
    /// A quarter of the range lies inside the outline.
    private static let inside = 64.0
    /// The distance at which the field outside is 0.
    private static let reach = (256 - inside) / slope

    init(_ outline: GlyphOutline) {
        let points = outline.pieces.flatMap { [$0.start, $0.end] }
        guard let first = points.first else {
            (width, height, left, top, pixels) = (0, 0, 0, 0, [])
            return
        }
        let (minX, maxX) = points.reduce((first.x, first.x)) { (min($0.0, $1.x), max($0.1, $1.x)) }
        let (minY, maxY) = points.reduce((first.y, first.y)) { (min($0.0, $1.y), max($0.1, $1.y)) }
        left = Int(minX.rounded())
        top = Int(maxY.rounded())
        width = Int(maxX.rounded()) - left
        height = top - Int(minY.rounded())
        let grid = Grid(left: left, top: top, width: width, height: height)
        let distances = grid.distances(to: outline.boundary)
        let isInside = grid.inside(outline.pieces)
        pixels = distances.indices.map { Self.byte(distances[$0], isInside: isInside[$0]) }
    }

    private static func byte(_ distanceSquared: Double, isInside: Bool) -> UInt8 {
        let distance = distanceSquared.squareRoot() * (isInside ? -1 : 1)
        return UInt8(max(0, min(255, (255 - inside - distance * slope).rounded())))
    }

    /// The pixels with their border, and the centre of each.
    private struct Grid {
        let originX: Double
        let originY: Double
        let columns: Int
        let rows: Int

        init(left: Int, top: Int, width: Int, height: Int) {
            originX = Double(left - border) + 0.5
            originY = Double(top + border) - 0.5
            columns = width + 2 * border
            rows = height + 2 * border
        }

        /// Squares of distances; what lies beyond reach stays at the square of the reach.
        func distances(to pieces: [GlyphOutline.Piece]) -> [Double] {
            var distances = [Double](repeating: reach * reach, count: columns * rows)
            for piece in pieces {
                let (xs, ys) = (span(piece.start.x, piece.end.x), spanDown(piece.start.y, piece.end.y))
                for row in ys {
                    for column in xs {
                        let center = GlyphOutline.Point(x: originX + Double(column), y: originY - Double(row))
                        let index = row * columns + column
                        distances[index] = min(distances[index], piece.distanceSquared(to: center))
                    }
                }
            }
            return distances
        }

        /// By the non-zero rule, which TrueType and PostScript share.
        func inside(_ pieces: [GlyphOutline.Piece]) -> [Bool] {
            var result = [Bool](repeating: false, count: columns * rows)
            for row in 0..<rows {
                let y = originY - Double(row)
                let crossings = pieces.compactMap { piece in piece.crossing(y: y).map { ($0, piece.direction) } }
                    .sorted { $0.0 < $1.0 }
                var (next, winding) = (0, 0)
                for column in 0..<columns {
                    while next < crossings.count, crossings[next].0 <= originX + Double(column) {
                        winding += crossings[next].1
                        next += 1
                    }
                    result[row * columns + column] = winding != 0
                }
            }
            return result
        }

        private func span(_ first: Double, _ second: Double) -> Range<Int> {
            let low = Int((min(first, second) - reach - originX).rounded(.up))
            let high = Int((max(first, second) + reach - originX).rounded(.down))
            return max(0, low)..<max(max(0, low), min(columns, high + 1))
        }

        private func spanDown(_ first: Double, _ second: Double) -> Range<Int> {
            let low = Int((originY - max(first, second) - reach).rounded(.up))
            let high = Int((originY - min(first, second) + reach).rounded(.down))
            return max(0, low)..<max(max(0, low), min(rows, high + 1))
        }
    }
}
