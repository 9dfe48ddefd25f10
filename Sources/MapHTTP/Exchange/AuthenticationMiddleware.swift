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
        var context = context
        guard let header = request.headers[.authorization] else {
            if let token = Self.session(request) { context.caller = try await engine.tokens.caller(of: token) }
            return try await next(request, context)
        }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else {
            throw EngineError(.unauthenticated, "The Authorization header must be “Bearer” and a token.")
        }
        context.caller = try await engine.tokens.caller(of: parts[1].trimmingCharacters(in: .whitespaces))
        return try await next(request, context)
    }

    /// The token of the map page's session cookie.
    ///
    /// Signing out is never refused for an outdated one, nor is the page itself, which must come to sign out.
    private static func session(_ request: Request) -> String? {
        let path = request.uri.path
        guard path != "/session" || request.method == .get, path != "/map", !path.hasPrefix("/map/assets/") else {
            return nil
        }
        let pairs = (request.headers[.cookie] ?? "").split(separator: ";").map { $0.drop { $0 == " " } }
        let value = pairs.first { $0.hasPrefix(SessionRoutes.cookie + "=") }?.dropFirst(SessionRoutes.cookie.count + 1)
        return value.map(String.init).flatMap { $0.isEmpty ? nil : $0 }
    }
}
