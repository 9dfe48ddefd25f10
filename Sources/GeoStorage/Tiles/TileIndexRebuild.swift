import Foundation
import GRDB
import GeoCore
import Tiling

/// Builds a layer's tile index anew where its definition ships other fields or zooms than it was made for.
///
/// It makes a revision of its own, so that no tile of the old index can be kept any more.
actor TileIndexRebuild {
    private static let attempts = 8

    private let store: SpatiaLiteStore
    private let schema: TileIndexSchema
    private let layer: LayerID
    private let stamp: RevisionStamp
    private let executor = QueueExecutor(label: "bando.tile-rebuild")

    init(_ definition: LayerDefinition, store: SpatiaLiteStore, author: String, time: Date) {
        self.store = store
        schema = TileIndexSchema(definition)
        layer = definition.id
        stamp = RevisionStamp(action: "tiles", author: author, time: time, source: nil)
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    func run() async throws {
        do {
            let load = try FileLock(.load, .alone, beside: store.url)
            for _ in 0..<Self.attempts { if try await attempt() { return load.release() } }
            load.release()
        } catch {
            throw StorageError.translating(error, while: "building the tile index of layer \(layer)")
        }
        throw StorageError(.conflict, "Layer \(layer) kept changing while its tile index was built: try again.")
    }

    /// Answers false where the layer moved on meanwhile.
    private func attempt() async throws -> Bool {
        let chunks = WriterChunks(pool: store.pool)
        try chunks.clear()
        let table = try begin()
        guard table.tileSchema != schema else { return true }
        let building = try TileIndexBuilding(schema, pool: store.pool, folder: store.folder)
        let packed = try PackedBlocks(folder: store.folder)
        let rows = AsyncStream<Int64> { reports in
            reports.yield(.max)
            reports.finish()
        }
        async let built: Void = building.build(from: table.live.rows, asFilled: rows, into: packed)
        try await chunks.write(packed, to: BlockTable(table.hidden))
        try await built
        let isDone = try swap(table)
        try chunks.clear()
        return isDone
    }

    private func begin() throws -> LayerTable {
        try store.pool.write { db in
            let table = try Catalogue.requiredTable(layer, in: db)
            try BlockTable(table.hidden).create(in: db)
            return table
        }
    }

    private func swap(_ table: LayerTable) throws -> Bool {
        try store.pool.write { db in
            guard let now = try Catalogue.table(layer, in: db), now.layer.revision == table.layer.revision else {
                return false
            }
            let live = now.live, hidden = now.hidden
            try TableSwap.exchange(
                [live.blocks, live.blockIndex], for: [hidden.blocks, hidden.blockIndex],
                revision: now.layer.revision + 1, in: db)
            try Catalogue.setTileSchema(schema, of: now, in: db)
            try TileRemoval.remove(.all, of: now, in: db)
            _ = try stamp.writeRevision(
                of: now, counts: ImportPlan.Counts(), source: nil, featureCount: now.layer.featureCount,
                extent: now.layer.extent, in: db)
            return true
        }
    }
}
