import Hummingbird
import MapEngine

/// The paths of one subject, answered from the engine.
protocol RouteGroup: Sendable {
    var engine: Engine { get }

    /// Adds the paths to a router.
    func add(to router: some RouterMethods<BandoRequestContext>)
}

extension RouteGroup {
    /// A request with what is needed to answer it.
    ///
    /// - Throws: `invalidParameter` for a query that cannot be read.
    func exchange(_ request: Request, _ context: BandoRequestContext) throws -> Exchange {
        try Exchange(request, context, configuration: engine.configuration)
    }
}
