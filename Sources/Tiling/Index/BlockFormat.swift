/// How the bytes of a tile block are laid out; all numbers little-endian, none aligned.
///
/// Header of 24 bytes, then sections in this order:
///
/// | section | bytes | for |
/// |---|---|---|
/// | ids | 8 × features | |
/// | boxes | 16 × features: x0, y0, x1, y1 | |
/// | labels | 8 × features: x, y | polygons only |
/// | safe zooms | 1 × features | polygons only |
/// | geometry ends | 4 × features | from the geometry section's start |
/// | column starts | 4 × columns | from the data's start |
/// | geometry | see below | |
/// | columns | see below | |
///
/// A feature's geometry: one byte, 1 where coordinates take 4 bytes and not 2; the number of paths as a varint; for
/// each path a varint of its vertices × 2, + 1 where it begins a part; the coordinates, x and y from the west and north
/// of the feature's box; and, but for points, one byte a vertex with the zoom from which it is needed.
///
/// A column: one byte n, the number of distinct values; 8 × n bytes of their hashes; 4 × n bytes of their ends; one
/// byte a feature, 0 for null, else the value's number from 1; the values as MVT `Value` messages, one after the other.
enum BlockFormat {
    static let version: UInt8 = 1
    static let headerSize = 24

    /// Where the header's fields lie.
    enum Header {
        static let version = 0
        static let kind = 1
        static let count = 2
        static let columns = 3
        static let visibleFrom = 4
        static let length = 8
        static let geometry = 12
        static let geometryEnd = 16
    }

    static let wideFlag: UInt8 = 1
}
