import ArgumentParser
import Foundation
import Logging
import MapEngine
import MapHTTP
import ServiceLifecycle
import UnixSignals

/// `bando serve`
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Phục vụ bản đồ và dữ liệu qua HTTP. · Serves maps and data over HTTP.")

    @OptionGroup var workspace: WorkspaceOptions
    @Option(help: "Địa chỉ lắng nghe. · The address to listen on (default: bando.yaml, else 127.0.0.1).")
    var host: String?
    @Option(help: "Cổng; 0 để hệ thống chọn. · The port; 0 lets the system choose (default: bando.yaml, else 8080).")
    var port: Int?

    func validate() throws { try ServiceRunner.check(port) }

    func run() async throws {
        let engine = try await workspace.engine()
        try await engine.followDefinitions()
        try await ServiceRunner(engine: engine, host: host, port: port).run()
    }
}

/// Runs the server until SIGTERM or SIGINT, and reads the definitions anew on SIGHUP.
struct ServiceRunner {
    let engine: Engine
    let host: String?
    let port: Int?
    /// Services that run beside.
    var more: [any Service] = []

    /// - Throws: `ValidationError` for a number that no port has.
    static func check(_ port: Int?) throws {
        guard let port, !(0...65_535).contains(port) else { return }
        throw ValidationError("--port must lie between 0 and 65535, not \(port).")
    }

    func run() async throws {
        OpenFileLimit.raise()
        MemoryArenas.limit()
        try engine.live.requireFree()
        let host = host ?? engine.configuration.listen.host
        let port = port ?? engine.configuration.listen.port
        let server = BandoServer(engine: engine, host: host, port: port) { port in
            Console.writeError("Bando: http://\(host):\(port)/map")
        }
        let group = ServiceGroup(
            configuration: .init(
                services: [
                    .init(service: server.service), .init(service: CommitWatcher(engine: engine)),
                    .init(service: LiveRunner(engine: engine)),
                    .init(service: FeedRunner(engine: engine)),
                    .init(service: AlertDispatcher(engine: engine)),
                    .init(service: ReloadOnHangup(engine: engine)),
                ] + more.map { .init(service: $0) },
                gracefulShutdownSignals: [.sigterm, .sigint], logger: engine.logger))
        do {
            try await group.run()
        } catch let error as EngineError {
            throw error
        } catch {
            throw EngineError(
                .failed,
                "The service on \(host):\(port) cannot go on: \(error). If the port is taken, choose another with --port.",
                underlying: error)
        }
    }
}

/// Reads definitions and styles anew on SIGHUP; a definition with faults is logged and the old ones stay.
struct ReloadOnHangup: Service {
    let engine: Engine

    func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sighup)
        for await _ in signals.cancelOnGracefulShutdown() {
            do {
                try await engine.reload()
                engine.logger.notice("definitions and styles were read anew")
            } catch {
                engine.logger.error("the old definitions stay", metadata: ["error": "\(error)"])
            }
        }
    }
}
