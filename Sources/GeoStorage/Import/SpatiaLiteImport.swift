import Foundation
import GRDB
import GeoCore

/// An import into a SpatiaLite store: stages in scratch files, compares, then commits in one short transaction.
actor SpatiaLiteImport: FeatureImport {
    /// How often a commit starts over because the layer changed under it.
    private static let attempts = 8

    private let store: SpatiaLiteStore
    private let request: ImportRequest
    private let table: LayerTable
    private let executor = QueueExecutor(label: "bando.import")
    private var phase: Phase

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
        return try translating { try compare(records).plan.outcome() }
    }

    func commit(progress: @escaping @Sendable (CommitProgress) -> Void) async throws -> ImportOutcome {
        let records = try seal()
        phase = .over
        do {
            return try await commit(records, progress)
        } catch {
            throw StorageError.translating(error, while: "importing into layer \(table.id)")
        }
    }

    func discard() {
        phase = .over
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

    private func compare(_ records: StagedRecords) throws -> (plan: ImportPlan, table: LayerTable) {
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

    private func commit(
        _ records: StagedRecords, _ progress: @escaping @Sendable (CommitProgress) -> Void
    ) async throws -> ImportOutcome {
        for _ in 0..<Self.attempts {
            let (plan, current) = try compare(records)
            if plan.isEmpty { return plan.outcome() }
            let stamp = RevisionStamp(
                action: "import", author: request.author, time: request.time, source: request.source)
            let outcome = try await Commit.run(
                plan, table: current, stamp: stamp, store: store, progress: progress)
            if let outcome { return outcome }
        }
        throw StorageError(.conflict, "Layer \(table.id) kept changing during the import: try again.")
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

/// Carries out a plan, the way that suits its size.
enum Commit {
    /// Up to so many changed features are written to the live tables at once; more go through a bulk load.
    static let directLimit = 2_000

    /// Returns `nil`, changing nothing, where the layer is not at the plan's revision any more.
    static func run(
        _ plan: ImportPlan, table: LayerTable, stamp: RevisionStamp, store: SpatiaLiteStore,
        progress: @escaping @Sendable (CommitProgress) -> Void
    ) async throws -> ImportOutcome? {
        guard plan.rows.count > directLimit else {
            return try DirectCommit.commit(plan, table: table, stamp: stamp, store: store)
        }
        return try await BulkLoad.commit(plan, table: table, stamp: stamp, store: store, progress: progress)
    }
}

extension SpatiaLiteStore {
    /// Begins an import, making the layer's tables where there are none.
    package func beginImport(_ request: ImportRequest) async throws -> any FeatureImport {
        let table = try await prepare(request.definition, author: request.author, time: request.time)
        return try SpatiaLiteImport(request, table: table, store: self)
    }
}
