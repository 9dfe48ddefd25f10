import HTTPTypes
import Hummingbird

/// Which methods each path takes: the router itself only says that a path and a method have no answer together.
struct KnownRoutes: Sendable {
    private var routes: [(path: RouterPath, method: HTTPRequest.Method)]

    /// No routes.
    init() {
        routes = []
    }

    /// The routes of a router that answers HEAD wherever it answers GET.
    init(_ router: Router<BandoRequestContext>) {
        routes = router.routes.map { ($0.path, $0.method) }
    }

    /// The methods of a path in the order of their names; none where there is no such path.
    func methods(of path: String) -> [HTTPRequest.Method] {
        let parts = path.split(separator: "/")
        var found = Set(routes.filter { Self.matches($0.path, parts) }.map(\.method))
        if found.contains(.get) { found.insert(.head) }
        return found.sorted { $0.rawValue < $1.rawValue }
    }

    private static func matches(_ path: RouterPath, _ parts: [Substring]) -> Bool {
        let elements = path.components
        if elements.last == .recursiveWildcard {
            guard parts.count >= elements.count else { return false }
        } else if parts.count != elements.count {
            return false
        }
        return zip(elements, parts).allSatisfy { $0 ~= $1 }
    }
}
