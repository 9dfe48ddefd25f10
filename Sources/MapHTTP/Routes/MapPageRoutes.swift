import Foundation
import GeoCore
import HTTPTypes
import Hummingbird
import MapEngine

/// The map console: `/map` and the files of `web/` below `/map/assets/`.
struct MapPageRoutes: Sendable {
    private let files: PageFiles

    init(folder: URL) {
        files = PageFiles(folder: folder)
    }

    /// What the page may load: its own host only, since government networks have no internet.
    private static let policy =
        "default-src 'self'; script-src 'self'; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; "
        + "img-src 'self' data: blob:; connect-src 'self'; frame-ancestors 'self'"

    private static let types = [
        "html": "text/html; charset=utf-8", "js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8",
        "svg": "image/svg+xml", "png": "image/png", "json": "application/json", "txt": "text/plain; charset=utf-8",
        "webmanifest": "application/manifest+json",
    ]

    func add(to router: some RouterMethods<BandoRequestContext>) {
        router.get("/map") { try file("index.html", for: $0, $1) }
        router.get("/map/assets/**") { try asset($0, $1) }
    }

    private func asset(_ request: Request, _ context: BandoRequestContext) throws -> Response {
        let path = context.parameters.getCatchAll().joined(separator: "/")
        guard let decoded = path.removingPercentEncoding else { throw Self.missing }
        return try file(decoded, for: request, context)
    }

    private func file(_ path: String, for request: Request, _ context: BandoRequestContext) throws -> Response {
        let parts = path.split(separator: "/")
        guard !parts.isEmpty, parts.allSatisfy({ !$0.hasPrefix(".") && !$0.contains("\0") && !$0.contains("\\") })
        else {
            throw Self.missing
        }
        let name = parts.joined(separator: "/")
        guard let type = Self.types[(name as NSString).pathExtension], let file = try files.file(at: name) else {
            throw Self.missing
        }
        return file.response(
            to: request, type: type,
            headers: [.contentSecurityPolicy: Self.policy, .xContentTypeOptions: "nosniff"])
    }

    private static let missing = EngineError(.notFound, "The map page has no such file.")
}
