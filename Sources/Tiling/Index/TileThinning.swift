package import GeoCore

/// Decides from which zoom each feature is visible, so that a tile below `fullZoom` holds at most `featureLimit`.
///
/// Largest first, features of one size in an order that depends on nothing but their ids; a feature that is visible at
/// one zoom is visible at every deeper one. A feature counts in each tile whose buffered box its own box touches.
package struct TileThinning: Sendable {
    private let firstZoom: Int
    private let fullZoom: Int
    private let limit: Int

    package init(_ schema: TileIndexSchema) {
        firstZoom = schema.firstZoom
        fullZoom = schema.fullZoom
        limit = max(1, schema.settings.featureLimit)
    }

    /// The zoom from which a feature that comes later is visible: the least at which every tile it touches, and every
    /// deeper one, has room.
    ///
    /// - Parameter count: How many features a tile shows already.
    package func visibleFrom(
        _ box: GridBox, count: (TileCoordinate) throws -> Int
    ) rethrows -> Int {
        var result = fullZoom
        while result > firstZoom {
            let span = TileSpan(box, zoom: result - 1)
            guard span.count <= TileSpan.greatest else { return result }
            for tile in span.tiles where try count(tile) >= limit { return result }
            result -= 1
        }
        return result
    }

    /// What thinning needs to know of a feature.
    struct Candidate {
        var id: Int64
        var box: GridBox
        /// Area, length, or 0 for points.
        var size: Double
    }

    /// The zooms in the order of the candidates.
    func zooms(of candidates: [Candidate]) -> [UInt8] {
        var zooms = [UInt8](repeating: UInt8(fullZoom), count: candidates.count)
        guard fullZoom > firstZoom else { return zooms }
        if candidates.count <= limit { return [UInt8](repeating: UInt8(firstZoom), count: candidates.count) }
        var waiting = order(of: candidates)
        var visible: [UInt32] = []
        for zoom in firstZoom..<fullZoom where !waiting.isEmpty {
            var counts = TileCounts(zoom: zoom, limit: limit)
            for index in visible { counts.add(candidates[Int(index)].box) }
            waiting.removeAll { index in
                guard counts.addIfRoom(candidates[Int(index)].box) else { return false }
                zooms[Int(index)] = UInt8(zoom)
                visible.append(index)
                return true
            }
        }
        return zooms
    }

    private func order(of candidates: [Candidate]) -> [UInt32] {
        struct Rank {
            let size: Double
            let spread: UInt64
            let index: UInt32
        }
        let ranks = candidates.enumerated().map { index, candidate in
            Rank(
                size: candidate.size, spread: StableHash.mix(UInt64(bitPattern: candidate.id)), index: UInt32(index))
        }
        return
            ranks
            .sorted { $0.size == $1.size ? $0.spread < $1.spread : $0.size > $1.size }
            .map(\.index)
    }
}

/// The tiles of one zoom whose buffered boxes a box touches.
struct TileSpan {
    /// Boxes over more tiles than this are not counted tile by tile.
    static let greatest = 65_536

    let zoom: Int
    let columns: ClosedRange<Int>
    let rows: ClosedRange<Int>

    init(_ box: GridBox, zoom: Int) {
        self.zoom = zoom
        let shift = 32 - zoom
        let margin = (TileFrame.buffer + 1) << (20 - zoom)
        let last = (1 << zoom) - 1
        func index(_ value: Int) -> Int { min(max(value >> shift, 0), last) }
        columns = index(Int(box.x0) - margin)...index(Int(box.x1) + margin)
        rows = index(Int(box.y0) - margin)...index(Int(box.y1) + margin)
    }

    var count: Int { columns.count * rows.count }

    var tiles: [TileCoordinate] {
        rows.flatMap { row in columns.compactMap { TileCoordinate(z: zoom, x: $0, y: row) } }
    }
}

/// How many features the tiles of one zoom hold: open addressing over tile numbers.
private struct TileCounts {
    private let zoom: Int
    private let limit: Int
    private var keys = [UInt64](repeating: .max, count: 1024)
    private var counts = [Int32](repeating: 0, count: 1024)
    private var used = 0
    /// Features so large that they count in every tile.
    private var everywhere = 0

    init(zoom: Int, limit: Int) {
        self.zoom = zoom
        self.limit = limit
    }

    mutating func add(_ box: GridBox) {
        let span = TileSpan(box, zoom: zoom)
        guard span.count <= TileSpan.greatest else {
            everywhere += 1
            return
        }
        for row in span.rows {
            for column in span.columns { counts[slot(column, row)] += 1 }
        }
    }

    mutating func addIfRoom(_ box: GridBox) -> Bool {
        let span = TileSpan(box, zoom: zoom)
        if everywhere >= limit { return false }
        guard span.count <= TileSpan.greatest else { return false }
        for row in span.rows {
            for column in span.columns where Int(counts[slot(column, row)]) + everywhere >= limit { return false }
        }
        add(box)
        return true
    }

    private mutating func slot(_ column: Int, _ row: Int) -> Int {
        if used * 2 > keys.count { grow() }
        let key = UInt64(row) << 32 | UInt64(column)
        let position = find(key)
        if keys[position] == .max {
            keys[position] = key
            used += 1
        }
        return position
    }

    private func find(_ key: UInt64) -> Int {
        let mask = keys.count - 1
        var position = Int(truncatingIfNeeded: StableHash.mix(key)) & mask
        while keys[position] != key, keys[position] != .max { position = (position + 1) & mask }
        return position
    }

    private mutating func grow() {
        let old = zip(keys, counts).filter { $0.0 != .max }
        keys = [UInt64](repeating: .max, count: keys.count * 4)
        counts = [Int32](repeating: 0, count: keys.count)
        for (key, count) in old {
            let position = find(key)
            keys[position] = key
            counts[position] = count
        }
    }
}
