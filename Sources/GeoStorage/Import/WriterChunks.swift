import Foundation
import GRDB
import Tiling

/// Work on the writer in transactions that hold it for a fifth of a second each, so that others need not wait long.
struct WriterChunks {
    let pool: DatabasePool

    /// Runs work that gives up the writer whenever the deadline passes, until it answers false.
    ///
    /// - Parameter after: Called when a chunk is committed.
    func run(_ body: (Database, Deadline) throws -> Bool, after: () -> Void = {}) throws {
        var more = true
        while more {
            more = try pool.write { db in try body(db, Deadline()) }
            after()
            // A writer of another process that waits polls every millisecond: it gets its turn here.
            if more { Thread.sleep(forTimeInterval: 0.003) }
        }
    }

    /// Drops what loads have left behind. Only the holder of the load lock may call it.
    func clear() throws {
        try run { db, deadline in try TableSwap.dropSuperseded(until: deadline, in: db) }
    }

    /// Writes a packed tile index into new, empty tables.
    func write(_ packed: PackedBlocks, to table: BlockTable) throws {
        var packer = try pool.write { db in try RTreePacker(table.index, format: .tileIndex, in: db) }
        var next = 0
        try run { db, deadline in
            let editor = try BlockEditor(table, in: db)
            let tables = try RTreeTables(table.index, in: db)
            while next < packed.count {
                let block = try packed.block(next)
                let id = try editor.insertRow(block)
                try packer.append(RTreeCell(id: id, bounds: BlockTable.bounds(of: block)), in: tables)
                next += 1
                if next.isMultiple(of: 64), deadline.isPast { return true }
            }
            try packer.finish(in: tables)
            return false
        }
    }
}

/// The moment at which a chunk of work gives up the writer.
struct Deadline {
    private let end = ContinuousClock.now + .milliseconds(200)

    var isPast: Bool { ContinuousClock.now >= end }
}
