/// Runs native work one job at a time, on its own queue.
package actor GeoWorker {
    private var context: GeoContext
    private let executor: QueueExecutor

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }

    package init(name: String) throws(NativeError) {
        executor = QueueExecutor(label: "geo.worker.\(name)")
        context = try GeoContext()
    }

    /// Runs a synchronous job with this worker's context; the context cannot be kept.
    package func run<Result: Sendable, Failure: Error>(
        _ job: @Sendable (inout GeoContext) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        defer { assert(!GDALMessages.isCollecting, "a job has left its error handler behind") }
        return try job(&context)
    }
}
