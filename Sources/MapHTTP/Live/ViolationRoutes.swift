import GeoCore
import HTTPTypes
import Hummingbird
import MapEngine

/// `/violations`: the collection by its short name, and the handling of one.
struct ViolationRoutes: RouteGroup {
    let engine: Engine

    func add(to router: some RouterMethods<BandoRequestContext>) {
        router.get("/violations") { try exchange($0, $1).redirect(to: "/collections/violations/items") }
        router.get("/violations/:id") { try exchange($0, $1).redirectToItem(of: "violations") }
        router.post("/violations/:id/transitions") { try await transition(exchange($0, $1)) }
    }

    private func transition(_ exchange: Exchange) async throws -> Response {
        try exchange.parameters.allow([])
        let (state, note) = try await exchange.transition()
        let number = try await engine.live.transition(
            exchange.part("id"), to: state, note: note, by: exchange.caller)
        let definition = try engine.layer("violations", for: exchange.caller)
        let result = try await engine.features.feature(
            String(number), in: definition, at: nil, for: exchange.caller)
        let path = "/collections/violations/items/\(number)"
        return .uncached(
            ItemDocument(result, exchange: exchange, path: path).value, contentType: "application/geo+json")
    }
}

extension Exchange {
    /// `{"to": "…", "note": "…"}`, the note optional.
    func transition() async throws -> (to: String, note: String) {
        let body = try await jsonBody(limit: 65_536)
        guard case .text(let to)? = body["to"] else {
            throw EngineError(.invalidParameter, "The body must be {\"to\": \"…\", \"note\": \"…\"}.", parameter: "to")
        }
        switch body["note"] {
        case nil, .null?: return (to, "")
        case .text(let note)?: return (to, note)
        default: throw EngineError(.invalidParameter, "“note” must be text.", parameter: "note")
        }
    }
}
