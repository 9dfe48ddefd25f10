import Foundation
import GRDB
import GeoCore
import Tiling

/// Builds a layer's tile index beside the load that fills its rows.
actor TileIndexBuilding {
    private let pool: DatabasePool
    private let inputs: TileIndexInputs
    private let folder: URL
    private let executor = QueueExecutor(label: "bando.tile-index")
    private var builder: TileIndexBuilder<ScratchBuckets>
    private var lastFid: Int64 = 0

    /// - Parameter table: The layer, where staged contents are to be read.
    init(_ schema: TileIndexSchema, of table: LayerTable? = nil, pool: DatabasePool, folder: URL) throws {
        self.pool = pool
        self.folder = folder
        inputs = TileIndexInputs(schema, of: table)
        builder = TileIndexBuilder(schema: schema, scratch: try ScratchBuckets(folder: folder))
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// Reads a table's rows as far as the stream says that they are there, and packs the index when the stream ends.
    func build(from rows: String, asFilled filled: AsyncStream<Int64>, into packed: PackedBlocks) async throws {
        defer { packed.end() }
        for await fid in filled { try read(rows, through: fid) }
        try Task.checkCancellation()
        try await pack(into: packed)
    }

    /// Reads the staged rows of a plan that only adds new features, and waits for nobody.
    ///
    /// - Parameter firstFid: The identifier that the plan's first row gets.
    func build(from plan: ImportPlan, firstFid: Int64, into packed: PackedBlocks) async throws {
        defer { packed.end() }
        try read(plan, firstFid: firstFid)
        try await pack(into: packed)
    }

    private func read(_ plan: ImportPlan, firstFid: Int64) throws {
        var payload = PayloadReader(plan.payload, blockCount: 256)
        var rows = plan.rows.cursor()
        var fid = firstFid
        while let row = try rows.next() {
            let input = try unsafe payload.withContents(of: row.entry) { try unsafe inputs.input(fid, contents: $0) }
            if let input { _ = try builder.add(input) }
            fid += 1
            if fid.isMultiple(of: 1_024) { try Task.checkCancellation() }
        }
    }

    private func read(_ rows: String, through last: Int64) throws {
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

    private func pack(into packed: PackedBlocks) async throws {
        let finished = builder
        builder = TileIndexBuilder(schema: inputs.schema, scratch: try ScratchBuckets(folder: folder))
        try await finished.finishTogether { block in try packed.append(block) }
    }
}
