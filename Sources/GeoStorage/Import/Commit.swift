import GeoCore

/// Carries out the difference between what is wanted of a layer and what it holds, the way that suits its size.
struct Commit {
    /// Up to so many changed features are written to the live tables at once; more go through a bulk load.
    static let directLimit = 2_000
    /// So often a commit starts over because the layer changed under it; then it makes all others wait.
    private static let attempts = 3

    let layer: LayerID
    let stamp: RevisionStamp
    let store: SpatiaLiteStore
    let progress: @Sendable (CommitProgress) -> Void

    /// Finds the difference and carries it out, again until the layer holds still.
    ///
    /// - Parameter plan: Compares with the layer as it is now.
    func run(_ plan: () throws -> (ImportPlan, LayerTable)) async throws -> ImportOutcome {
        for _ in 0..<Self.attempts {
            let (difference, table) = try plan()
            if let outcome = try await attempt(difference, table) { return outcome }
        }
        let gate = try FileLock(.gate, .alone, beside: store.url)
        let load = try FileLock(.load, .alone, beside: store.url)
        let (difference, table) = try plan()
        let outcome = try await carryOut(difference, table)
        load.release()
        gate.release()
        guard let outcome else {
            throw StorageError(.conflict, "Layer \(layer) kept changing: try again.")
        }
        return outcome
    }

    /// Returns `nil`, changing nothing, where the layer is not at the plan's revision any more.
    private func attempt(_ plan: ImportPlan, _ table: LayerTable) async throws -> ImportOutcome? {
        let lock =
            plan.rows.count > Self.directLimit
            ? try FileLock(.load, .alone, beside: store.url) : try FileLock(.gate, .together, beside: store.url)
        let outcome = try await carryOut(plan, table)
        lock.release()
        return outcome
    }

    private func carryOut(_ plan: ImportPlan, _ table: LayerTable) async throws -> ImportOutcome? {
        if plan.isEmpty { return plan.outcome() }
        guard plan.rows.count > Self.directLimit else {
            return try DirectCommit.commit(plan, table: table, stamp: stamp, store: store)
        }
        return try await BulkLoad.commit(plan, table: table, stamp: stamp, store: store, progress: progress)
    }
}
