import Foundation
import GRDB
import GeoCore
import Tiling

/// Builds a layer's tile index beside the load that fills its rows, reading them as they are committed.
actor TileIndexBuilding {
    private let pool: DatabasePool
    private let rows: String
    private let inputs: TileIndexInputs
    private let folder: URL
    private let executor = QueueExecutor(label: "bando.tile-index")
    private var builder: TileIndexBuilder<ScratchBuckets>
    private var lastFid: Int64 = 0

    /// - Parameter rows: The table to read.
    init(_ schema: TileIndexSchema, rows: String, pool: DatabasePool, folder: URL) throws {
        self.pool = pool
        self.rows = rows
        self.folder = folder
        inputs = TileIndexInputs(schema)
        builder = TileIndexBuilder(schema: schema, scratch: try ScratchBuckets(folder: folder))
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// Reads rows as far as the stream says that they are there, and packs the index when the stream ends.
    func build(asFilled filled: AsyncStream<Int64>) async throws -> PackedBlocks {
        for await fid in filled { try read(through: fid) }
        try Task.checkCancellation()
        return try pack()
    }

    private func read(through last: Int64) throws {
        try pool.read { db in
            let select = try SQLStatement(
                "SELECT \(inputs.columns) FROM \(LayerTable.quoted(rows)) AS r WHERE r.fid > ? AND r.fid <= ? ORDER BY r.fid",
                in: db)
            select.bind(lastFid, at: 1)
            select.bind(last, at: 2)
            while try select.step() {
                if let input = try inputs.input(select) { _ = try builder.add(input) }
            }
        }
        lastFid = last
    }

    private func pack() throws -> PackedBlocks {
        var packed = try PackedBlocks(folder: folder)
        let finished = builder
        builder = TileIndexBuilder(schema: inputs.schema, scratch: try ScratchBuckets(folder: folder))
        try finished.finish { block in try packed.append(block) }
        try packed.seal()
        return packed
    }
}

/// The blocks of a tile index in its order, waiting in a scratch file.
struct PackedBlocks: Sendable {
    private let file: ScratchFile
    private var heads: [Head] = []

    private struct Head {
        var block: TileBlock
        var offset: Int64
        var count: Int
    }

    init(folder: URL) throws {
        file = try ScratchFile(in: folder)
    }

    var count: Int { heads.count }

    mutating func append(_ block: TileBlock) throws {
        var head = block
        head.data = []
        heads.append(Head(block: head, offset: try file.append(block.data), count: block.data.count))
    }

    func seal() throws {
        try file.flush()
    }

    func block(_ index: Int) throws -> TileBlock {
        let head = heads[index]
        var block = head.block
        block.data = try unsafe [UInt8](unsafeUninitializedCapacity: head.count) { buffer, initialized in
            try unsafe file.read(
                at: head.offset,
                into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[0..<head.count]))
            initialized = head.count
        }
        return block
    }
}
