import GeoCore

/// The bytes of one block, looked at in place.
///
/// Pointers, because loading a vertex through `Array` subscripts byte by byte took four times as long in the tile
/// loop. `init` proves that every section lies inside the bytes; `geometry(of:)` proves it for a feature's vertices;
/// `value(_:of:)` for a value. Nothing is read that was not proven before, so a damaged block is an error and no crash.
@safe
struct BlockView {
    private let base: UnsafeRawPointer
    private let length: Int
    let count: Int
    let columnCount: Int
    let kind: GeometryKind
    let visibleFrom: Int
    private let idsStart: Int
    private let boxesStart: Int
    private let labelsStart: Int
    private let safeZoomsStart: Int
    private let geometryEndsStart: Int
    private let columnStartsStart: Int
    private let geometryStart: Int
    private let geometryEnd: Int

    /// A view of bytes that outlive it.
    init(_ bytes: UnsafeRawBufferPointer) throws(TilingError) {
        guard bytes.count >= BlockFormat.headerSize, let base = bytes.baseAddress else { throw Self.damaged }
        unsafe self.base = base
        length = bytes.count
        guard unsafe bytes[BlockFormat.Header.version] == BlockFormat.version,
            let kind = unsafe GeometryKind(blockCode: bytes[BlockFormat.Header.kind])
        else { throw Self.damaged }
        self.kind = kind
        count = unsafe Int(bytes[BlockFormat.Header.count])
        columnCount = unsafe Int(bytes[BlockFormat.Header.columns])
        visibleFrom = unsafe Int(bytes[BlockFormat.Header.visibleFrom])
        idsStart = BlockFormat.headerSize
        boxesStart = idsStart + 8 * count
        labelsStart = boxesStart + 16 * count
        safeZoomsStart = labelsStart + (kind == .polygon ? 8 * count : 0)
        geometryEndsStart = safeZoomsStart + (kind == .polygon ? count : 0)
        columnStartsStart = geometryEndsStart + 4 * count
        let fixedEnd = columnStartsStart + 4 * columnCount
        geometryStart = fixedEnd
        guard fixedEnd <= length else { throw Self.damaged }
        geometryEnd = Int(unsafe base.loadUnaligned(fromByteOffset: BlockFormat.Header.geometryEnd, as: UInt32.self))
        let statedStart = unsafe base.loadUnaligned(fromByteOffset: BlockFormat.Header.geometry, as: UInt32.self)
        let statedLength = unsafe base.loadUnaligned(fromByteOffset: BlockFormat.Header.length, as: UInt32.self)
        guard Int(statedStart) == fixedEnd, Int(statedLength) == length, geometryEnd >= fixedEnd, geometryEnd <= length
        else { throw Self.damaged }
    }

    static var damaged: TilingError {
        TilingError(.invalidBlock, "A block of the tile index is damaged; build the layer's index again.")
    }

    @inline(__always)
    func id(of feature: Int) -> UInt64 {
        load(idsStart + 8 * feature, UInt64.self)
    }

    @inline(__always)
    func box(of feature: Int) -> GridBox {
        let start = boxesStart + 16 * feature
        return GridBox(
            x0: load(start, UInt32.self), y0: load(start + 4, UInt32.self), x1: load(start + 8, UInt32.self),
            y1: load(start + 12, UInt32.self))
    }

    @inline(__always)
    func label(of feature: Int) -> GridPosition {
        let start = labelsStart + 8 * feature
        return GridPosition(x: load(start, UInt32.self), y: load(start + 4, UInt32.self))
    }

    /// The zoom from which a polygon's rings cannot touch by rounding.
    @inline(__always)
    func safeZoom(of feature: Int) -> UInt8 {
        load(safeZoomsStart + feature, UInt8.self)
    }

    @inline(__always)
    func load<Number: FixedWidthInteger & BitwiseCopyable>(_ offset: Int, _ type: Number.Type) -> Number {
        assert(offset >= 0 && offset + MemoryLayout<Number>.size <= length, "offset was not proven")
        return unsafe Number(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: Number.self))
    }

    /// The bytes of a proven range, valid as long as the view's.
    @inline(__always)
    func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count)
    }
}

extension BlockView {
    /// Where the parts of a feature's geometry lie.
    struct GeometryView {
        /// Where the varints of the paths begin.
        var headers: Int
        var pathCount: Int
        /// Where the coordinates begin, and how many vertices they are.
        var coordinates: Int
        var vertexCount: Int
        var isWide: Bool
        /// Where the zooms begin; meaningless for points.
        var zooms: Int
    }

    /// Finds the parts of a feature's geometry and proves that they lie inside its bytes.
    @inline(__always)
    func geometry(of feature: Int) throws(TilingError) -> GeometryView {
        let ends = geometryEndsStart + 4 * feature
        let start = geometryStart + (feature == 0 ? 0 : Int(load(ends - 4, UInt32.self)))
        let end = geometryStart + Int(load(ends, UInt32.self))
        guard start < end, end <= geometryEnd else { throw Self.damaged }
        let isWide = load(start, UInt8.self) == BlockFormat.wideFlag
        var position = start + 1
        let pathCount = try varint(&position, end)
        let headers = position
        var vertices = 0
        for _ in 0..<pathCount {
            vertices += try varint(&position, end) >> 1
            guard vertices <= end - start else { throw Self.damaged }
        }
        let zooms = position + vertices * (isWide ? 8 : 4)
        guard zooms + (kind == .point ? 0 : vertices) == end else { throw Self.damaged }
        return GeometryView(
            headers: headers, pathCount: pathCount, coordinates: position, vertexCount: vertices, isWide: isWide,
            zooms: zooms)
    }

    /// The next path's header at a proven position, which this moves past: the number of vertices × 2, + 1 where it
    /// begins a part.
    @inline(__always)
    func pathHeader(_ position: inout Int) -> Int {
        var result = 0, shift = 0
        while true {
            let byte = load(position, UInt8.self)
            position += 1
            result |= Int(byte & 0x7F) << shift
            if byte < 0x80 { return result }
            shift += 7
        }
    }

    @inline(__always)
    private func varint(_ position: inout Int, _ end: Int) throws(TilingError) -> Int {
        var result = 0, shift = 0
        while position < end, shift < 35 {
            let byte = load(position, UInt8.self)
            position += 1
            result |= Int(byte & 0x7F) << shift
            if byte < 0x80 { return result }
            shift += 7
        }
        throw Self.damaged
    }

    /// A vertex of a geometry, from the corner of its feature's box.
    @inline(__always)
    func vertex(_ number: Int, of geometry: GeometryView) -> (x: UInt32, y: UInt32) {
        if geometry.isWide {
            let pair = load(geometry.coordinates + 8 * number, UInt64.self)
            return (UInt32(truncatingIfNeeded: pair), UInt32(truncatingIfNeeded: pair >> 32))
        }
        let pair = load(geometry.coordinates + 4 * number, UInt32.self)
        return (pair & 0xFFFF, pair >> 16)
    }
}

extension BlockView {
    /// Where the parts of a column lie.
    struct ColumnView {
        var distinct: Int
        var hashes: Int
        var ends: Int
        var indices: Int
        var values: Int
        /// The end of the column.
        var end: Int
    }

    /// Finds the parts of a column and proves that all but its values lie inside the bytes.
    func column(_ number: Int) throws(TilingError) -> ColumnView {
        let starts = columnStartsStart + 4 * number
        let start = Int(load(starts, UInt32.self))
        let end = number + 1 < columnCount ? Int(load(starts + 4, UInt32.self)) : length
        guard start >= geometryEnd, start < end, end <= length else { throw Self.damaged }
        let distinct = Int(load(start, UInt8.self))
        let ends = start + 1 + 8 * distinct
        let indices = ends + 4 * distinct
        guard indices + count <= end else { throw Self.damaged }
        return ColumnView(
            distinct: distinct, hashes: start + 1, ends: ends, indices: indices, values: indices + count, end: end)
    }

    /// The hash and the bytes of a column's value, numbered from 0.
    @inline(__always)
    func value(_ number: Int, of column: ColumnView) throws(TilingError) -> (hash: UInt64, range: Range<Int>) {
        guard number < column.distinct else { throw Self.damaged }
        let start = column.values + (number == 0 ? 0 : Int(load(column.ends + 4 * (number - 1), UInt32.self)))
        let end = column.values + Int(load(column.ends + 4 * number, UInt32.self))
        guard start < end, end <= column.end else { throw Self.damaged }
        return (load(column.hashes + 8 * number, UInt64.self), start..<end)
    }
}

extension GeometryKind {
    init?(blockCode: UInt8) {
        guard let kind = Self.allCases.first(where: { $0.blockCode == blockCode }) else { return nil }
        self = kind
    }
}
