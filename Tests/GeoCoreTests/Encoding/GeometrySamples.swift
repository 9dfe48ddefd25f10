import GeoCore

/// Random geometries whose coordinates have seven decimals, so that GeoJSON brings them back exactly.
extension SeededGenerator {
    mutating func geometry() -> Geometry {
        switch Int.random(in: 0..<6, using: &self) {
        case 0: .point(vertex())
        case 1: .multiPoint(many(0...5) { $0.vertex() })
        case 2: .lineString(many(2...9) { $0.vertex() })
        case 3: .multiLineString(many(0...4) { $0.many(2...6) { $0.vertex() } })
        case 4: .polygon(polygon())
        default: .multiPolygon(many(0...4) { $0.polygon() })
        }
    }

    /// An exterior ring counter-clockwise and up to two holes clockwise.
    private mutating func polygon() -> Polygon {
        let exterior = ring(isReversed: false)
        return Polygon(rings: [exterior] + many(0...2) { $0.ring(isReversed: true) })
    }

    private mutating func ring(isReversed: Bool) -> [Coordinate] {
        let (first, size) = (vertex(), number(0.001...1))
        let corners = [(0.0, 0.0), (size, 0), (size, size), (0, size), (0, 0)].map {
            Coordinate(x: rounded(first.x + $0.0), y: rounded(first.y + $0.1))
        }
        return isReversed ? corners.reversed() : corners
    }

    private mutating func vertex() -> Coordinate {
        Coordinate(x: rounded(number(-179...178)), y: rounded(number(-89...88)))
    }

    private func rounded(_ value: Double) -> Double { (value * 1e7).rounded() / 1e7 }

    private mutating func many<Item>(_ range: ClosedRange<Int>, _ body: (inout Self) -> Item) -> [Item] {
        (0..<Int.random(in: range, using: &self)).map { _ in body(&self) }
    }
}
