/// The outline of a glyph as straight pieces of at most one pixel, in pixels with y upward from the baseline.
struct GlyphOutline {
    struct Point {
        var x: Double
        var y: Double

        func mixed(with other: Point, _ share: Double) -> Point {
            Point(x: x + (other.x - x) * share, y: y + (other.y - y) * share)
        }
    }

    struct Piece {
        var start: Point
        var end: Point
    }

    private(set) var pieces: [Piece] = []
    private var contourStart: Point?
    private var current = Point(x: 0, y: 0)

    mutating func move(to point: Point) {
        close()
        contourStart = point
        current = point
    }

    mutating func addLine(to point: Point) {
        let length = Self.distance(current, point)
        append(parts: length) { [current] in current.mixed(with: point, $0) }
        current = point
    }

    mutating func addCurve(control: Point, to point: Point) {
        let length = Self.distance(current, control) + Self.distance(control, point)
        append(parts: length * 2) { [current] share in
            current.mixed(with: control, share).mixed(with: control.mixed(with: point, share), share)
        }
        current = point
    }

    mutating func addCurve(control1: Point, control2: Point, to point: Point) {
        let length =
            Self.distance(current, control1) + Self.distance(control1, control2) + Self.distance(control2, point)
        append(parts: length * 2) { [current] share in
            let middle = control1.mixed(with: control2, share)
            let first = current.mixed(with: control1, share).mixed(with: middle, share)
            return first.mixed(with: middle.mixed(with: control2.mixed(with: point, share), share), share)
        }
        current = point
    }

    /// Draws the last edge of a contour, which fonts leave open.
    mutating func close() {
        guard let start = contourStart else { return }
        addLine(to: start)
        contourStart = nil
    }

    /// Only the pieces that separate inside from outside: contours that overlap leave others within the glyph, which would
    /// show in a distance field as lines of light.
    var boundary: [Piece] {
        pieces.filter { piece in
            let middle = piece.start.mixed(with: piece.end, 0.5)
            let (dx, dy) = (piece.end.x - piece.start.x, piece.end.y - piece.start.y)
            let scale = 0.001 / (dx * dx + dy * dy).squareRoot()
            let left = winding(at: Point(x: middle.x - dy * scale, y: middle.y + dx * scale))
            let right = winding(at: Point(x: middle.x + dy * scale, y: middle.y - dx * scale))
            return (left == 0) != (right == 0)
        }
    }

    /// How often the outline runs round a point; not 0 means inside.
    private func winding(at point: Point) -> Int {
        var winding = 0
        for piece in pieces where piece.crossing(y: point.y).map({ $0 > point.x }) == true {
            winding += piece.direction
        }
        return winding
    }

    private mutating func append(parts: Double, _ position: (Double) -> Point) {
        let count = max(1, min(256, parts.rounded(.up)))
        var start = current
        for index in 1...Int(count) {
            let end = position(Double(index) / count)
            if start.x != end.x || start.y != end.y { pieces.append(Piece(start: start, end: end)) }
            start = end
        }
    }

    private static func distance(_ first: Point, _ second: Point) -> Double {
        let (dx, dy) = (second.x - first.x, second.y - first.y)
        return (dx * dx + dy * dy).squareRoot()
    }
}

extension GlyphOutline.Piece {
    /// Where the piece crosses a horizontal line, or `nil`; its lower end belongs to it, its upper does not.
    func crossing(y: Double) -> Double? {
        guard (start.y <= y) != (end.y <= y) else { return nil }
        return start.x + (y - start.y) / (end.y - start.y) * (end.x - start.x)
    }

    /// 1 upward, −1 downward.
    var direction: Int { end.y > start.y ? 1 : -1 }

    /// The square of the distance to the nearest point of the piece.
    func distanceSquared(to point: GlyphOutline.Point) -> Double {
        let (dx, dy) = (end.x - start.x, end.y - start.y)
        let (px, py) = (point.x - start.x, point.y - start.y)
        let share = max(0, min(1, (px * dx + py * dy) / (dx * dx + dy * dy)))
        let (gapX, gapY) = (px - share * dx, py - share * dy)
        return gapX * gapX + gapY * gapY
    }
}
