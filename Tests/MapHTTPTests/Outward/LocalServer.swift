import Foundation
import Hummingbird
import Logging
import MapTesting
import NIOCore
import Testing

@testable import MapEngine
@testable import MapHTTP

/// Serves a router on a port of this machine while the body runs.
func withLocalServer<Value: Sendable>(
    _ router: Router<BasicRequestContext>, _ body: @Sendable (Int) async throws -> Value
) async throws -> Value {
    let (ports, told) = AsyncStream.makeStream(of: Int.self)
    let application = Application(
        router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
        onServerRunning: { told.yield($0.localAddress?.port ?? 0) }, logger: quiet)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await application.run() }
        defer { group.cancelAll() }
        let port = try #require(await ports.first { _ in true })
        return try await body(port)
    }
}

/// A logger for what tests provoke.
let quiet: Logger = {
    var logger = Logger(label: "bando.test")
    logger.logLevel = .critical
    return logger
}()

extension TemporaryWorkspace {
    /// An engine with a configuration of its own; its clock stands at 2026-11-21 09:00:00 +07:00.
    func engine(configuration: String) async throws -> Engine {
        try Data(configuration.utf8).write(to: workspace.configurationFile)
        let now = Date(timeIntervalSince1970: 1_795_226_400)
        return try await Engine(
            workspace: workspace, share: ShareFolder(root: Self.repository), logger: quiet, now: { now })
    }
}

/// What several tasks have noted, in order.
actor Notes<Note: Sendable> {
    private(set) var all: [Note] = []

    func add(_ note: Note) { all.append(note) }

    /// Adds a note and says how many there are.
    func count(_ note: Note) -> Int {
        all.append(note)
        return all.count
    }
}
