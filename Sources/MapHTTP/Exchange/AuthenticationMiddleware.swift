import Foundation
import GeoCore
import HTTPTypes
import Hummingbird
import MapEngine

/// Finds out who is asking: a bearer token (RFC 6750) names its role and unit, no token is the public.
///
/// A token that is unknown, expired or revoked is 401, never silently the public.
struct AuthenticationMiddleware: RouterMiddleware {
    let engine: Engine

    func handle(
        _ request: Request, context: BandoRequestContext,
        next: @concurrent (Request, BandoRequestContext) async throws -> Response
    ) async throws -> Response {
        guard let header = request.headers[.authorization] else { return try await next(request, context) }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else {
            throw EngineError(.unauthenticated, "The Authorization header must be “Bearer” and a token.")
        }
        var context = context
        context.caller = try await engine.tokens.caller(of: parts[1].trimmingCharacters(in: .whitespaces))
        return try await next(request, context)
    }
}
