import GeoCore
import GeoNative
import GeoStorage

extension LayerImporter {
    /// Records read, converted and staged at a time.
    private static let batchSize = 2_000
    /// Batches between reading and staging.
    private static let lineCapacity = 8
    /// More workers would only wait for the one that stages.
    private static let greatestWorkerCount = 4

    /// Reads a source and stages its records in the file's order: one worker reads, all convert.
    func stage(
        _ plan: SourcePlan, into staging: any FeatureImport, _ report: inout ImportReport,
        _ progress: @escaping @Sendable (ImportProgress) -> Void
    ) async throws {
        let line = ConversionLine(capacity: Self.lineCapacity)
        let total = plan.layer.recordCount.map(Int.init)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.read(plan, onto: line) }
            for _ in 1..<max(2, min(pool.workerCount, Self.greatestWorkerCount)) where pool.workerCount > 1 {
                group.addTask { try await self.help(plan, line) }
            }
            do {
                while let batch = await line.next() {
                    try await staging.append(batch.features)
                    report.take(batch, limit: Self.issueLimit)
                    progress(ImportProgress(phase: .reading, done: report.read, total: total))
                    try Task.checkCancellation()
                }
            } catch {
                line.cancel()
                throw error
            }
            try await group.waitForAll()
        }
    }

    private func read(_ plan: SourcePlan, onto line: ConversionLine) async throws {
        do {
            try await pool.run { context in
                var converter = try RecordConverter(plan, in: &context)
                try Self.read(plan, onto: line, converter: &converter, in: &context)
                line.endReading()
                while let batch = line.takeIfWaiting() {
                    line.deliver(converter.convert(batch.records, in: &context), number: batch.number)
                }
            }
        } catch {
            line.cancel()
            throw error
        }
    }

    private static func read(
        _ plan: SourcePlan, onto line: ConversionLine, converter: inout RecordConverter, in context: inout GeoContext
    ) throws {
        var dataset = try Dataset(opening: plan.path)
        try dataset.withLayer(plan.layer.name) { reader in
            while line.isOpen {
                makePlace(on: line, converter: &converter, in: &context)
                let records = try reader.next(batchSize)
                if records.isEmpty { return }
                line.put(records)
            }
        }
    }

    /// Takes a place for one more batch, and converts meanwhile what nobody else does.
    private static func makePlace(
        on line: ConversionLine, converter: inout RecordConverter, in context: inout GeoContext
    ) {
        while true {
            if line.waitingCount < 2, line.hasPlace() { return }
            guard let batch = line.takeIfWaiting() else { return line.awaitPlace() }
            line.deliver(converter.convert(batch.records, in: &context), number: batch.number)
        }
    }

    /// Converts on another worker, if the pool has one free before the end.
    private func help(_ plan: SourcePlan, _ line: ConversionLine) async throws {
        do {
            try await pool.run { context in
                var converter = try RecordConverter(plan, in: &context)
                while let batch = line.take() {
                    line.deliver(converter.convert(batch.records, in: &context), number: batch.number)
                }
            }
        } catch let error as NativeError where error.code == .busy {
            // The reader converts everything itself.
        } catch {
            line.cancel()
            throw error
        }
    }
}
