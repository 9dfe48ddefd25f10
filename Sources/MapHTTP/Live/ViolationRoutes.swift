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
        let step = try await exchange.violationStep()
        let number = try await engine.live.transition(exchange.part("id"), by: step, of: exchange.caller)
        let definition = try engine.layer("violations", for: exchange.caller)
        let result = try await engine.features.feature(
            String(number), in: definition, at: nil, for: exchange.caller)
        let path = "/collections/violations/items/\(number)"
        return .uncached(
            ItemDocument(result, exchange: exchange, path: path).value, contentType: "application/geo+json")
    }
}

extension Exchange {
    /// `{"to": "…", "from": "…", "note": "…"}`, the state that was seen and the note optional.
    fileprivate func violationStep() async throws -> ViolationStep {
        let body = try await jsonBody(limit: 65_536)
        guard case .text(let to)? = body["to"] else {
            throw EngineError(
                .invalidParameter, "The body must be {\"to\": \"…\", \"from\": \"…\", \"note\": \"…\"}.",
                parameter: "to")
        }
        return ViolationStep(to: to, from: try text("from", in: body), note: try text("note", in: body) ?? "")
    }

    private func text(_ name: String, in body: JSONValue) throws -> String? {
        switch body[name] {
        case nil, .null?: return nil
        case .text(let text)?: return text
        default: throw EngineError(.invalidParameter, "“\(name)” must be text.", parameter: name)
        }
    }
}
