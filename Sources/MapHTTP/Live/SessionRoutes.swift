import Foundation
import GeoCore
import HTTPTypes
import Hummingbird
import MapEngine

/// `/session`: a token becomes the cookie of the map page, which `/events` in a browser needs.
///
/// `POST` with `{"token": "…"}` sets it, `GET` says who one is, `DELETE` ends it. The cookie is out of scripts' reach and
/// never sent from other sites' pages (RFC 6265bis, SameSite=Strict).
struct SessionRoutes: RouteGroup {
    let engine: Engine
    static let cookie = "bando_session"

    func add(to router: some RouterMethods<BandoRequestContext>) {
        router.get("/session") { try show(exchange($0, $1)) }
        router.post("/session") { try await begin(exchange($0, $1)) }
        router.delete("/session") { try end(exchange($0, $1)) }
    }

    private func show(_ exchange: Exchange) throws -> Response {
        try exchange.parameters.allow([])
        return .uncached(document(exchange.caller))
    }

    private func begin(_ exchange: Exchange) async throws -> Response {
        try exchange.parameters.allow([])
        guard case .text(let token)? = try await exchange.jsonBody(limit: 4_096)["token"] else {
            throw EngineError(.invalidParameter, "The body must be {\"token\": \"…\"}.", parameter: "token")
        }
        let caller = try await engine.tokens.caller(of: token)
        return cookie(token, seconds: 43_200, exchange, document(caller))
    }

    private func end(_ exchange: Exchange) throws -> Response {
        try exchange.parameters.allow([])
        return cookie("", seconds: 0, exchange, document(.anonymous))
    }

    private func cookie(_ value: String, seconds: Int, _ exchange: Exchange, _ body: JSONDocument) -> Response {
        var response = Response.uncached(body)
        let isSecure = exchange.links.url("/").hasPrefix("https:") ? "; Secure" : ""
        response.headers[.setCookie] =
            "\(Self.cookie)=\(value); Path=/; Max-Age=\(seconds); HttpOnly; SameSite=Strict\(isSecure)"
        return response
    }

    private func document(_ caller: Caller) -> JSONDocument {
        .object([
            "role": caller.role.map { .string($0.rawValue) } ?? .null, "unit": caller.unit.map { .string($0) } ?? .null,
        ])
    }
}
