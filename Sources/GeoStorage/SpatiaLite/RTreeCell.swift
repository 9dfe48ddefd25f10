import GeoCore

/// A box of an R*Tree with what it stands for: a row in a leaf, a child node above.
struct RTreeCell: BitwiseCopyable, Sendable {
    var id: Int64
    var bounds: RTreeBounds
}

/// A box in two or three dimensions, every bound an integer that sorts as the bound itself does.
struct RTreeBounds: BitwiseCopyable, Sendable, Hashable {
    var lower: SIMD4<Int32>
    var upper: SIMD4<Int32>

    func union(_ other: RTreeBounds) -> RTreeBounds {
        RTreeBounds(
            lower: lower.replacing(with: other.lower, where: other.lower .< lower),
            upper: upper.replacing(with: other.upper, where: other.upper .> upper))
    }

    func intersects(_ other: RTreeBounds) -> Bool {
        all(lower .<= other.upper) && all(other.lower .<= upper)
    }
}

extension RTreeBounds {
    /// The box of a geometry as SQLite's R*Tree keeps it: 32-bit floats, rounded outward as `rtree.c` rounds.
    init(_ box: BoundingBox) {
        lower = SIMD4(Self.sortable(Self.down(box.west)), Self.sortable(Self.down(box.south)), 0, 0)
        upper = SIMD4(Self.sortable(Self.up(box.east)), Self.sortable(Self.up(box.north)), 0, 0)
    }

    /// The box in degrees, of an index of geometries.
    var boundingBox: BoundingBox {
        BoundingBox(
            west: Double(Self.float(lower[0])), south: Double(Self.float(lower[1])),
            east: Double(Self.float(upper[0])), north: Double(Self.float(upper[1])))
    }

    /// An integer that sorts as the float does; its own inverse on bit patterns.
    static func sortable(_ value: Float) -> Int32 {
        let bits = Int32(bitPattern: value.bitPattern)
        return bits >= 0 ? bits : bits ^ 0x7FFF_FFFF
    }

    static func float(_ sortable: Int32) -> Float {
        Float(bitPattern: UInt32(bitPattern: sortable >= 0 ? sortable : sortable ^ 0x7FFF_FFFF))
    }

    private static let toward = 1.0 - 1.0 / 8_388_608.0
    private static let away = 1.0 + 1.0 / 8_388_608.0

    private static func down(_ value: Double) -> Float {
        let rounded = Float(value)
        return Double(rounded) > value ? Float(value * (value < 0 ? away : toward)) : rounded
    }

    private static func up(_ value: Double) -> Float {
        let rounded = Float(value)
        return Double(rounded) < value ? Float(value * (value < 0 ? toward : away)) : rounded
    }
}

/// What kind of R*Tree a table is: how many dimensions, and floats or integers.
struct RTreeFormat: Sendable, Hashable {
    let dimensions: Int
    let isInteger: Bool

    /// SpatiaLite's index of a geometry column.
    static let spatialIndex = RTreeFormat(dimensions: 2, isInteger: false)
    /// The tile index: x, y, and the zoom from which a feature shows.
    static let tileIndex = RTreeFormat(dimensions: 3, isInteger: true)

    /// Bytes of a cell in a node: its number, then a lower and an upper bound for each dimension.
    var cellSize: Int { 8 + dimensions * 8 }

    /// The bound's 32 bits as the node holds them.
    func stored(_ bound: Int32) -> Int32 {
        isInteger || bound >= 0 ? bound : bound ^ 0x7FFF_FFFF
    }
}
