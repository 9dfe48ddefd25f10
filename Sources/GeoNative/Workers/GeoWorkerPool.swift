/// A fixed number of workers and a bounded list of those who wait for one.
package actor GeoWorkerPool {
    private var idle: [GeoWorker]
    private var waiting: [Waiter] = []
    private var nextTicket = 0
    private let waitLimit: Int

    /// The number of workers.
    package nonisolated let workerCount: Int

    /// Makes the workers at once; 1 is the least of both limits' useful values, though nobody may wait with 0.
    package init(workerCount: Int, waitLimit: Int) throws(NativeError) {
        precondition(workerCount > 0, "a pool needs at least one worker")
        precondition(waitLimit >= 0, "the wait list cannot have a negative length")
        var workers: [GeoWorker] = []
        for number in 0..<workerCount { workers.append(try GeoWorker(name: String(number))) }
        idle = workers
        self.workerCount = workerCount
        self.waitLimit = waitLimit
    }

    /// Runs a synchronous job on the next free worker, first come first served.
    ///
    /// - Throws: `NativeError.busy` where all work and the wait list is full, `.cancelled` where the task is cancelled
    ///   while it waits, and whatever the job throws.
    package func run<Result: Sendable>(
        _ job: @Sendable (inout GeoContext) throws -> Result
    ) async throws -> Result {
        let worker = try await acquire()
        defer { release(worker) }
        return try await worker.run(job)
    }

    /// How many jobs wait for a worker now.
    package var waitingCount: Int { waiting.count }
}

extension GeoWorkerPool {
    private struct Waiter {
        let ticket: Int
        let continuation: CheckedContinuation<GeoWorker, any Error>
    }

    private func acquire() async throws -> GeoWorker {
        if Task.isCancelled { throw Self.cancelled }
        if let worker = idle.popLast() { return worker }
        guard waiting.count < waitLimit else { throw busy }
        let ticket = nextTicket
        nextTicket += 1
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { wait(ticket, $0) }
        } onCancel: {
            Task { await self.cancel(ticket) }
        }
    }

    /// The task may have been cancelled before its continuation existed; then `cancel` found nobody to wake.
    private func wait(_ ticket: Int, _ continuation: CheckedContinuation<GeoWorker, any Error>) {
        if Task.isCancelled {
            continuation.resume(throwing: Self.cancelled)
        } else {
            waiting.append(Waiter(ticket: ticket, continuation: continuation))
        }
    }

    private func cancel(_ ticket: Int) {
        guard let index = waiting.firstIndex(where: { $0.ticket == ticket }) else { return }
        waiting.remove(at: index).continuation.resume(throwing: Self.cancelled)
    }

    /// Hands the worker to the first who waits, so that nobody who comes later can overtake.
    private func release(_ worker: GeoWorker) {
        if waiting.isEmpty {
            idle.append(worker)
        } else {
            waiting.removeFirst().continuation.resume(returning: worker)
        }
    }

    private var busy: NativeError {
        NativeError(
            .busy, "All \(workerCount) workers are taken and \(waitLimit) requests already wait; try again in a moment."
        )
    }

    private static let cancelled = NativeError(.cancelled, "The work was cancelled before it began.")
}
