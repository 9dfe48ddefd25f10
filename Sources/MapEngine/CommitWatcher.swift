import Logging
import ServiceLifecycle

/// Keeps a serving engine in step: notices commits of other processes within a second, and puts new tiles on the shelf.
package struct CommitWatcher: Service {
    private let engine: Engine
    private let interval: Duration

    package init(engine: Engine, interval: Duration = .milliseconds(250)) {
        self.engine = engine
        self.interval = interval
    }

    /// Looks at the store again and again until the service is shut down.
    package func run() async throws {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            do {
                try await engine.refresh()
                try await engine.tiles.shelf.flush()
                try await engine.cameras.followCameras()
            } catch is CancellationError {
                return
            } catch {
                engine.logger.error("the store could not be looked at", metadata: ["error": "\(error)"])
            }
            // Ends early only where the task is cancelled, and then so does the loop.
            try? await Task.sleep(for: interval)
        }
    }
}
