import GRDB

/// Searches an R*Tree by reading its nodes, which is several times faster than SQLite's virtual table when hundreds of
/// boxes match: one row read gives some fifty boxes.
struct RTreeReader: ~Copyable {
    private let format: RTreeFormat
    private let statement: SQLStatement

    init(_ name: String, format: RTreeFormat, in db: Database) throws {
        self.format = format
        statement = try SQLStatement(
            "SELECT data FROM \(LayerTable.quoted("\(name)_node")) WHERE nodeno = ?", in: db)
    }

    /// Calls the closure for every box that meets the query box, in no order.
    func search(_ query: RTreeBounds, _ found: (RTreeCell) throws -> Void) throws {
        var pending: [(node: Int64, level: Int?)] = [(1, nil)]
        var hits: [RTreeCell] = []
        while let (node, knownLevel) = pending.popLast() {
            let level = try read(node, knownLevel, query, into: &hits)
            if level == 0 {
                for hit in hits { try found(hit) }
            } else {
                for hit in hits { pending.append((hit.id, level - 1)) }
            }
            hits.removeAll(keepingCapacity: true)
        }
    }

    /// Collects the matching cells of a node and returns its level; the root knows its own.
    private func read(
        _ node: Int64, _ knownLevel: Int?, _ query: RTreeBounds, into hits: inout [RTreeCell]
    ) throws -> Int {
        defer { statement.reset() }
        statement.bind(node, at: 1)
        guard try statement.step() else { throw Self.damaged }
        return try unsafe statement.withBytes(0) { bytes in
            guard bytes.count >= 4 else { throw Self.damaged }
            let count = Int(unsafe bytes.bigEndian(at: 2) as UInt16)
            guard 4 + count * format.cellSize <= bytes.count else { throw Self.damaged }
            for index in 0..<count {
                let cell = unsafe cell(bytes, at: 4 + index * format.cellSize)
                if cell.bounds.intersects(query) { hits.append(cell) }
            }
            let level = knownLevel ?? Int(unsafe bytes.bigEndian(at: 0) as UInt16)
            guard level <= 40 else { throw Self.damaged }
            return level
        }
    }

    @inline(__always)
    private func cell(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> RTreeCell {
        var bounds = RTreeBounds(lower: .zero, upper: .zero)
        for dimension in 0..<format.dimensions {
            let place = offset + 8 + dimension * 8
            bounds.lower[dimension] = format.stored(unsafe bytes.bigEndian(at: place))
            bounds.upper[dimension] = format.stored(unsafe bytes.bigEndian(at: place + 4))
        }
        return RTreeCell(id: unsafe bytes.bigEndian(at: offset), bounds: bounds)
    }

    private static let damaged = StorageError(
        .corrupt, "A spatial index in the store is damaged: run `bando check` and import the layer again.")
}
