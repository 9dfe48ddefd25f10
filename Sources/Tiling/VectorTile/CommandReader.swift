/// Reads the commands of one geometry (MVT 2.1, 4.3).
struct CommandReader {
    private enum Command: UInt64 {
        case moveTo = 1
        case lineTo = 2
        case closePath = 7
    }

    private let numbers: [UInt64]
    private var position = 0
    private var cursor = TilePoint(x: 0, y: 0)

    init(_ numbers: [UInt64]) {
        self.numbers = numbers
    }

    /// One MoveTo with at least one position (4.3.4.2).
    mutating func readPoints() throws(TilingError) -> [TilePoint] {
        let count = try readCommand(.moveTo)
        let points = try readPositions(count, lastMustMove: false)
        guard position == numbers.count else { throw VectorTileDecoder.invalid("commands follow a point geometry") }
        return points
    }

    /// Pairs of MoveTo with count 1 and LineTo (4.3.4.3).
    mutating func readLines() throws(TilingError) -> [[TilePoint]] {
        var lines: [[TilePoint]] = []
        while position < numbers.count { lines.append(try readPath(leastSegments: 1)) }
        return lines
    }

    /// Rings of MoveTo, LineTo with count of at least 2, and ClosePath (4.3.4.4), gathered by the sign of their area.
    mutating func readPolygons(version: UInt64) throws(TilingError) -> [[[TilePoint]]] {
        var polygons: [[[TilePoint]]] = []
        while position < numbers.count {
            let ring = try readPath(leastSegments: 2)
            _ = try readCommand(.closePath)
            if version == 1 || Self.isExterior(ring) {
                polygons.append([ring])
            } else {
                guard !polygons.isEmpty else {
                    throw VectorTileDecoder.invalid("a hole comes before any exterior ring")
                }
                polygons[polygons.count - 1].append(ring)
            }
        }
        return polygons
    }

    private mutating func readPath(leastSegments: Int) throws(TilingError) -> [TilePoint] {
        guard try readCommand(.moveTo) == 1 else { throw VectorTileDecoder.invalid("a path begins more than once") }
        var path = try readPositions(1, lastMustMove: false)
        let count = try readCommand(.lineTo)
        guard count >= leastSegments else { throw VectorTileDecoder.invalid("a path has too few segments") }
        path += try readPositions(count, lastMustMove: true)
        return path
    }

    private mutating func readCommand(_ expected: Command) throws(TilingError) -> Int {
        guard position < numbers.count else {
            throw VectorTileDecoder.invalid("a geometry ends before its last command")
        }
        let number = numbers[position]
        position += 1
        guard number <= UInt64(UInt32.max), number & 7 == expected.rawValue else {
            throw VectorTileDecoder.invalid("command \(number & 7) stands where \(expected.rawValue) must be")
        }
        let count = Int(number >> 3)
        guard expected == .closePath ? count == 1 : count > 0 else {
            throw VectorTileDecoder.invalid("a command has the count \(count)")
        }
        return count
    }

    private mutating func readPositions(_ count: Int, lastMustMove: Bool) throws(TilingError) -> [TilePoint] {
        guard count <= (numbers.count - position) / 2 else {
            throw VectorTileDecoder.invalid("a command counts more positions than there are")
        }
        var points: [TilePoint] = []
        points.reserveCapacity(count)
        for _ in 0..<count {
            let deltaX = try readParameter()
            let deltaY = try readParameter()
            if lastMustMove, deltaX == 0, deltaY == 0 {
                throw VectorTileDecoder.invalid("a line segment has no length")
            }
            cursor = TilePoint(x: cursor.x + deltaX, y: cursor.y + deltaY)
            points.append(cursor)
        }
        return points
    }

    private mutating func readParameter() throws(TilingError) -> Int {
        let number = numbers[position]
        position += 1
        guard number <= UInt64(UInt32.max) else { throw VectorTileDecoder.invalid("a position has more than 32 bits") }
        return Int(ZigZag.decode(number))
    }

    /// The surveyor's formula in floating point: its sign cannot overflow, and a ring of zero area counts as exterior.
    private static func isExterior(_ ring: [TilePoint]) -> Bool {
        var doubled = 0.0
        guard var previous = ring.last else { return true }
        for point in ring {
            doubled += Double(previous.x) * Double(point.y) - Double(point.x) * Double(previous.y)
            previous = point
        }
        return doubled >= 0
    }
}
