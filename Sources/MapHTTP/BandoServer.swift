import Foundation
import GeoCore
import Hummingbird
import HummingbirdCore
import Logging
package import MapEngine
import NIOCore
package import ServiceLifecycle

/// Serves an engine over HTTP.
package struct BandoServer: Sendable {
    private let engine: Engine
    private let host: String
    private let port: Int
    private let onReady: @Sendable (Int) async -> Void

    /// - Parameters:
    ///   - port: 0 lets the system choose; `onReady` is told which.
    ///   - onReady: Called once connections are accepted, with the port.
    package init(
        engine: Engine, host: String, port: Int, onReady: @escaping @Sendable (Int) async -> Void = { _ in }
    ) {
        self.engine = engine
        self.host = host
        self.port = port
        self.onReady = onReady
    }

    /// The server as a service that drains on graceful shutdown.
    package var service: some Service { application }

    var application: some ApplicationProtocol {
        let hotTiles = HotTiles(engine: engine)
        let channel = HTTP1Channel.Configuration(
            additionalChannelHandlers: [HotTileHandler(tiles: hotTiles)], idleTimeout: .seconds(75))
        return Application(
            responder: router.buildResponder(),
            server: .http1(configuration: channel),
            configuration: .init(address: .hostname(host, port: port), serverName: "bando"),
            onServerRunning: { channel in await onReady(channel.localAddress?.port ?? port) },
            logger: engine.logger)
    }

    var router: Router<BandoRequestContext> {
        let bare = Router(context: BandoRequestContext.self)
        addRoutes(to: bare)
        let router = Router(context: BandoRequestContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: CrossOriginMiddleware())
        router.add(middleware: CompressionMiddleware())
        router.add(middleware: ProblemMiddleware(routes: KnownRoutes(bare)))
        router.add(middleware: AuthenticationMiddleware(engine: engine))
        addRoutes(to: router)
        return router
    }

    private func addRoutes(to router: Router<BandoRequestContext>) {
        LandingRoutes(engine: engine).add(to: router)
        CollectionRoutes(engine: engine).add(to: router)
        FeatureRoutes(engine: engine).add(to: router)
        TileRoutes(engine: engine).add(to: router)
        StyleRoutes(engine: engine).add(to: router)
        PlaceRoutes(engine: engine).add(to: router)
        SessionRoutes(engine: engine).add(to: router)
        VesselRoutes(engine: engine).add(to: router)
        DeviceRoutes(engine: engine).add(to: router)
        RuleRoutes(engine: engine).add(to: router)
        ViolationRoutes(engine: engine).add(to: router)
        ViolationReportRoutes(engine: engine).add(to: router)
        CameraRoutes(engine: engine).add(to: router)
        ReportRoutes(engine: engine).add(to: router)
        IndicatorRoutes(engine: engine).add(to: router)
        EventRoutes(engine: engine).add(to: router)
        MapPageRoutes(folder: engine.consoleFolder).add(to: router)
    }
}
