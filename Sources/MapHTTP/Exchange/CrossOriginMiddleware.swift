import HTTPTypes
import Hummingbird

/// Lets pages of any origin read public data, and answers `OPTIONS` for every path (Fetch standard, 3.2).
struct CrossOriginMiddleware: RouterMiddleware {
    func handle(
        _ request: Request, context: BandoRequestContext,
        next: @concurrent (Request, BandoRequestContext) async throws -> Response
    ) async throws -> Response {
        if request.method == .options { return Response(status: .noContent, headers: Self.preflight) }
        var response = try await next(request, context)
        response.headers[.accessControlAllowOrigin] = "*"
        response.headers[.accessControlExposeHeaders] = "ETag, Link, Content-Crs, Location"
        return response
    }

    private static let preflight: HTTPFields = [
        .accessControlAllowOrigin: "*",
        .accessControlAllowMethods: "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS",
        .accessControlAllowHeaders: "Authorization, Content-Type, If-Match, If-None-Match, Content-Crs, Last-Event-ID",
        .accessControlMaxAge: "86400",
        .allow: "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS",
    ]
}
