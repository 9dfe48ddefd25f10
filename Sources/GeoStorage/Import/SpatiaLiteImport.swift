import Foundation
import GRDB
import GeoCore

/// An import into a SpatiaLite store: stages in scratch files, compares, then commits in one short transaction.
actor SpatiaLiteImport: FeatureImport {
    private let store: SpatiaLiteStore
    private let request: ImportRequest
    private let table: LayerTable
    private let executor = QueueExecutor(label: "bando.import")
    private var phase: Phase
    /// What the last comparison came to, for the commit that follows it.
    private var compared: Comparison?

    private typealias Comparison = (plan: ImportPlan, table: LayerTable)

    private enum Phase {
        case staging(RecordStager)
        case sealed(StagedRecords)
        case over
    }

    init(_ request: ImportRequest, table: LayerTable, store: SpatiaLiteStore) throws {
        self.store = store
        self.request = request
        self.table = table
        phase = .staging(try RecordStager(table: table, scratchFolder: store.folder))
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    func append(_ features: [StagedFeature]) throws {
        guard case .staging(var stager) = phase else { throw Self.isOver(table.id) }
        phase = .over
        for feature in features { try stager.append(feature) }
        phase = .staging(stager)
    }

    func plan() throws -> ImportOutcome {
        let records = try seal()
        let comparison = try translating { try compare(records) }
        compared = comparison
        return comparison.plan.outcome()
    }

    func commit(progress: @escaping @Sendable (CommitProgress) -> Void) async throws -> ImportOutcome {
        let records = try seal()
        phase = .over
        do {
            let stamp = RevisionStamp(
                action: "import", author: request.author, time: request.time, source: request.source)
            let commit = Commit(layer: table.id, stamp: stamp, store: store, progress: progress)
            return try await commit.run {
                // A layer that has moved on since then is compared again.
                defer { compared = nil }
                return try compared ?? compare(records)
            }
        } catch {
            throw StorageError.translating(error, while: "importing into layer \(table.id)")
        }
    }

    func discard() {
        phase = .over
        compared = nil
    }

    /// Ends the staging; the records can be compared any number of times.
    private func seal() throws -> StagedRecords {
        switch phase {
        case .over: throw Self.isOver(table.id)
        case .sealed(let records): return records
        case .staging(let stager):
            phase = .over
            let records = try stager.finish()
            phase = .sealed(records)
            return records
        }
    }

    private func compare(_ records: StagedRecords) throws -> Comparison {
        try store.pool.read { db in
            let current = try Catalogue.requiredTable(table.id, in: db)
            guard current.layer.fields == table.layer.fields, current.layer.geometry == table.layer.geometry else {
                throw StorageError(
                    .conflict, "The definition of layer \(table.id) changed during the import: import again.")
            }
            let plan = try ImportComparison.plan(
                records, mode: request.mode, table: current, scratchFolder: store.folder, in: db)
            return (plan, current)
        }
    }

    private func translating<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch {
            throw StorageError.translating(error, while: "importing into layer \(table.id)")
        }
    }

    private static func isOver(_ id: LayerID) -> StorageError {
        StorageError(.conflict, "This import into layer \(id) has ended already: begin another.")
    }
}

extension SpatiaLiteStore {
    /// Begins an import, making the layer's tables where there are none.
    package func beginImport(_ request: ImportRequest) async throws -> any FeatureImport {
        let table = try await prepare(request.definition, author: request.author, time: request.time)
        return try SpatiaLiteImport(request, table: table, store: self)
    }
}
