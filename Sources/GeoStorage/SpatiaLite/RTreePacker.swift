import GRDB

/// Writes an R*Tree's pages bottom-up from boxes in spatial order, which is faster than inserting them one by one and
/// gives a tighter tree. (Node format: the comment at the head of SQLite's `rtree.c`.)
///
/// The table must be new and empty. Cells go in through `append`; `finish` makes the upper levels and the root.
struct RTreePacker {
    private let format: RTreeFormat
    private let name: String
    private let nodeSize: Int
    /// A tenth stays free in each node, so that the first insertions after the load split nothing.
    private let fill: Int
    private var levels: [Level] = [Level()]
    /// The root is 1.
    private var nextNode: Int64 = 2

    private struct Level {
        var cells: [RTreeCell] = []
        var nodeCount = 0
    }

    init(_ name: String, format: RTreeFormat, in db: Database) throws {
        self.name = name
        self.format = format
        let statement = try SQLStatement(
            "SELECT length(data) FROM \(LayerTable.quoted("\(name)_node")) WHERE nodeno = 1", in: db)
        guard try statement.step() else {
            throw StorageError(.corrupt, "The spatial index \(name) has no root: run `bando check`.")
        }
        nodeSize = statement.int(0)
        fill = (nodeSize - 4) / format.cellSize * 9 / 10
    }

    /// Adds the box of a row. Leaves are written as they fill up.
    mutating func append(_ cell: RTreeCell, in tables: borrowing RTreeTables) throws {
        if levels[0].cells.count == fill { try closeNode(at: 0, in: tables) }
        levels[0].cells.append(cell)
    }

    /// Writes what is left, and the root.
    mutating func finish(in tables: borrowing RTreeTables) throws {
        var level = 0
        while true {
            if levels[level].nodeCount == 0 {
                return try write(levels[level].cells, node: 1, level: level, in: tables)
            }
            if !levels[level].cells.isEmpty { try closeNode(at: level, in: tables) }
            level += 1
        }
    }

    private mutating func closeNode(at level: Int, in tables: borrowing RTreeTables) throws {
        let cells = levels[level].cells
        let node = nextNode
        nextNode += 1
        try write(cells, node: node, level: level, in: tables)
        levels[level].cells.removeAll(keepingCapacity: true)
        levels[level].nodeCount += 1
        if levels.count == level + 1 { levels.append(Level()) }
        if levels[level + 1].cells.count == fill { try closeNode(at: level + 1, in: tables) }
        let bounds = cells.dropFirst().reduce(cells[0].bounds) { $0.union($1.bounds) }
        levels[level + 1].cells.append(RTreeCell(id: node, bounds: bounds))
    }

    private func write(_ cells: [RTreeCell], node: Int64, level: Int, in tables: borrowing RTreeTables) throws {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(nodeSize)
        bytes.appendBigEndian(UInt16(node == 1 ? level : 0))
        bytes.appendBigEndian(UInt16(cells.count))
        for cell in cells {
            bytes.appendBigEndian(cell.id)
            for dimension in 0..<format.dimensions {
                bytes.appendBigEndian(format.stored(cell.bounds.lower[dimension]))
                bytes.appendBigEndian(format.stored(cell.bounds.upper[dimension]))
            }
        }
        bytes.append(contentsOf: repeatElement(0, count: nodeSize - bytes.count))
        try tables.writeNode(node, bytes: bytes)
        for cell in cells {
            if level == 0 {
                try tables.writeRow(cell.id, node: node)
            } else {
                try tables.writeChild(cell.id, parent: node)
            }
        }
    }
}

/// The three tables that hold an R*Tree, in one database access.
struct RTreeTables: ~Copyable {
    private let node: SQLStatement
    private let row: SQLStatement
    private let parent: SQLStatement

    init(_ name: String, in db: Database) throws {
        let node = try SQLStatement(
            "INSERT OR REPLACE INTO \(LayerTable.quoted("\(name)_node")) (nodeno, data) VALUES (?, ?)", in: db)
        let row = try SQLStatement(
            "INSERT INTO \(LayerTable.quoted("\(name)_rowid")) (rowid, nodeno) VALUES (?, ?)", in: db)
        let parent = try SQLStatement(
            "INSERT INTO \(LayerTable.quoted("\(name)_parent")) (nodeno, parentnode) VALUES (?, ?)", in: db)
        self.node = node
        self.row = row
        self.parent = parent
    }

    func writeNode(_ number: Int64, bytes: [UInt8]) throws {
        node.bind(number, at: 1)
        try node.bind(bytes, at: 2)
        try node.run()
    }

    func writeRow(_ id: Int64, node number: Int64) throws {
        row.bind(id, at: 1)
        row.bind(number, at: 2)
        try row.run()
    }

    func writeChild(_ number: Int64, parent: Int64) throws {
        self.parent.bind(number, at: 1)
        self.parent.bind(parent, at: 2)
        try self.parent.run()
    }
}
