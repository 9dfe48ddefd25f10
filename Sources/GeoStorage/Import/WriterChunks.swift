import Foundation
import GRDB
import Tiling

/// Work on the writer in transactions that hold it for a fifth of a second each, so that others need not wait long.
struct WriterChunks {
    let pool: DatabasePool
    /// Where there is one, chunks are not synced one by one: nobody sees what they write before a commit that is.
    var checkpoints: LogCheckpoints?

    /// Runs work that gives up the writer whenever the deadline passes, until it answers false.
    ///
    /// - Parameter after: Called when a chunk is committed.
    func run(_ body: (Database, Deadline) throws -> Bool, after: () -> Void = {}) throws {
        var more = true
        while more {
            more = try write { db in try body(db, Deadline()) }
            after()
            // A writer of another process that waits polls every millisecond: it gets its turn here.
            if more { Thread.sleep(forTimeInterval: 0.003) }
        }
    }

    /// One transaction of a load, which is on the disk at the latest when the load's last commit is.
    func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try transaction(synchronous: "NORMAL", body)
    }

    /// The transaction that makes a load visible: on the disk, with all before it, when this returns.
    func commit<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try transaction(synchronous: "FULL", body)
    }

    private func transaction<Value>(
        synchronous: String, _ body: (Database) throws -> Value
    ) throws -> Value {
        guard let checkpoints else { return try pool.write(body) }
        defer { checkpoints.request() }
        return try pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = \(synchronous)")
            try db.execute(sql: "PRAGMA wal_autocheckpoint = \(LogCheckpoints.greatestLog)")
            let result = Result {
                var value: Value?
                try db.inTransaction(.immediate) {
                    value = try body(db)
                    return .commit
                }
                return value
            }
            try db.execute(sql: "PRAGMA wal_autocheckpoint = \(LogCheckpoints.usualLog)")
            try db.execute(sql: "PRAGMA synchronous = FULL")
            guard let value = try result.get() else {
                throw StorageError(.database, "A transaction ended without its result.")
            }
            return value
        }
    }

    /// Drops what loads have left behind. Only the holder of the load lock may call it.
    func clear() throws {
        try run { db, deadline in try TableSwap.dropSuperseded(until: deadline, in: db) }
    }

    /// Writes a tile index into new, empty tables while it is being packed.
    func write(_ packed: PackedBlocks, to table: BlockTable) async throws {
        var packer = try packer(of: table)
        var next = 0
        for await _ in packed.progress {
            try write(packed, from: &next, to: table, with: &packer, isLast: false)
        }
        try write(packed, from: &next, to: table, with: &packer, isLast: true)
    }

    private func packer(of table: BlockTable) throws -> RTreePacker {
        try pool.write { db in try RTreePacker(table.index, format: .tileIndex, in: db) }
    }

    private func write(
        _ packed: PackedBlocks, from next: inout Int, to table: BlockTable, with packer: inout RTreePacker, isLast: Bool
    ) throws {
        let end = try packed.flush()
        try run { db, deadline in
            let editor = try BlockEditor(table, in: db)
            let tables = try RTreeTables(table.index, in: db)
            while next < end {
                let block = try packed.block(next)
                let id = try editor.insertRow(block)
                try packer.append(RTreeCell(id: id, bounds: BlockTable.bounds(of: block)), in: tables)
                next += 1
                if next.isMultiple(of: 64), deadline.isPast { return true }
            }
            if isLast { try packer.finish(in: tables) }
            return false
        }
    }
}

/// The moment at which a chunk of work gives up the writer.
struct Deadline {
    private let end = ContinuousClock.now + .milliseconds(200)

    var isPast: Bool { ContinuousClock.now >= end }
}
