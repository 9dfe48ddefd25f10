import GeoCore

/// Which vertices are junctions: those where the neighbours along a path are not the same two in every path.
///
/// Ends of lines and tips of spikes are junctions, too. Everything between two junctions is an arc, and whoever has
/// one vertex of an arc has all of it.
struct JunctionFinder {
    /// A vertex as a key of the tables; the last position of the grid in both directions serves as "empty".
    static func key(_ position: GridPosition) -> UInt64 {
        UInt64(position.x) << 32 | UInt64(position.y)
    }

    /// What a vertex that is a junction by itself has in place of its neighbours.
    static let alone: UInt64 = .max

    /// The neighbours of a vertex in either order, in one number.
    @inline(__always)
    static func neighbours(_ previous: GridPosition, _ next: GridPosition) -> UInt64 {
        previous == next ? alone : StableHash.mix(key(previous)) &+ StableHash.mix(key(next))
    }

    /// Calls back for every vertex of a path with its key and its neighbours.
    @inline(__always)
    static func visit(_ positions: [GridPosition], isRing: Bool, _ body: (UInt64, UInt64) -> Void) {
        let last = positions.count - 1
        guard last >= 0 else { return }
        for index in 0...last {
            let isEnd = !isRing && (index == 0 || index == last)
            let previous = positions[index == 0 ? last : index - 1]
            let next = positions[index == last ? 0 : index + 1]
            body(key(positions[index]), isEnd ? alone : neighbours(previous, next))
        }
    }

    private var keys: [UInt64]
    private var pairs: [UInt64]
    private var count = 0

    /// A finder with room for that many different vertices before it grows.
    init(capacity: Int = 512) {
        let size = 1 << (Int.bitWidth - (max(capacity, 8) * 3 / 2).leadingZeroBitCount)
        keys = [UInt64](repeating: .max, count: size)
        pairs = [UInt64](repeating: 0, count: size)
    }

    /// Notes one occurrence of a vertex.
    @inline(__always)
    mutating func add(_ key: UInt64, _ pair: UInt64) {
        let position = find(key)
        if keys[position] == .max {
            insert(key, pair, position)
        } else if pairs[position] != pair {
            pairs[position] = Self.alone
        }
    }

    @inline(__always)
    private func find(_ key: UInt64) -> Int {
        let mask = keys.count - 1
        var position = Int(truncatingIfNeeded: StableHash.mix(key) >> 20) & mask
        while keys[position] != key, keys[position] != .max { position = (position + 1) & mask }
        return position
    }

    private mutating func insert(_ key: UInt64, _ pair: UInt64, _ position: Int) {
        keys[position] = key
        pairs[position] = pair
        count += 1
        if count * 4 > keys.count * 3 { grow() }
    }

    private mutating func grow() {
        let (oldKeys, oldPairs) = (keys, pairs)
        keys = [UInt64](repeating: .max, count: oldKeys.count * 2)
        pairs = [UInt64](repeating: 0, count: oldKeys.count * 2)
        for (key, pair) in zip(oldKeys, oldPairs) where key != .max {
            let position = find(key)
            keys[position] = key
            pairs[position] = pair
        }
    }

    /// Adds the junctions found to a set.
    func collect(into set: inout JunctionSet) {
        for index in keys.indices where keys[index] != .max && pairs[index] == Self.alone { set.insert(keys[index]) }
    }
}

/// A set of vertices: open addressing over their keys, 8 bytes a slot.
struct JunctionSet {
    private var keys = [UInt64](repeating: .max, count: 1024)
    private var count = 0

    mutating func insert(_ key: UInt64) {
        if count * 10 >= keys.count * 7 { grow() }
        let position = find(key)
        guard keys[position] == .max else { return }
        keys[position] = key
        count += 1
    }

    func contains(_ position: GridPosition) -> Bool {
        let key = JunctionFinder.key(position)
        return keys[find(key)] == key && key != .max
    }

    @inline(__always)
    private func find(_ key: UInt64) -> Int {
        let mask = keys.count - 1
        var position = Int(truncatingIfNeeded: StableHash.mix(key) >> 20) & mask
        while keys[position] != key, keys[position] != .max { position = (position + 1) & mask }
        return position
    }

    private mutating func grow() {
        let old = keys
        keys = [UInt64](repeating: .max, count: old.count * 2)
        for key in old where key != .max { keys[find(key)] = key }
    }
}

extension GridGeometry {
    /// The geometry with the zoom of every vertex found by the junctions of its layer.
    func withZooms(_ junctions: JunctionSet, deepestZoom: Int) -> GridGeometry {
        guard kind != .point else { return self }
        var result = self
        for index in result.paths.indices {
            let positions = result.paths[index].positions
            var isFixed: [Bool] = []
            isFixed.reserveCapacity(positions.count)
            for position in positions { isFixed.append(junctions.contains(position)) }
            result.paths[index].zooms = ArcSimplifier.zooms(
                of: positions, isRing: kind == .polygon, isFixed: isFixed, deepestZoom: deepestZoom)
        }
        return result
    }

    /// Area, length, or 0 for points: what thinning goes by.
    var size: Double {
        switch kind {
        case .point: return 0
        case .line: return paths.reduce(0) { $0 + $1.length }
        case .polygon: return abs(paths.reduce(0) { $0 + $1.doubledArea }) / 2
        }
    }
}

extension GridPath {
    fileprivate var length: Double {
        zip(positions, positions.dropFirst()).reduce(0) { sum, pair in
            let x = Double(pair.1.x) - Double(pair.0.x), y = Double(pair.1.y) - Double(pair.0.y)
            return sum + (x * x + y * y).squareRoot()
        }
    }
}
