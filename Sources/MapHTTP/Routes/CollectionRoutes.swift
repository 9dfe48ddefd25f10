import GeoCore
import Hummingbird
import MapEngine

/// `/collections`, `/collections/{layer}` and its schema and queryables.
struct CollectionRoutes: RouteGroup {
    let engine: Engine

    func add(to router: some RouterMethods<BandoRequestContext>) {
        router.get("/collections") { try await list(exchange($0, $1)) }
        router.get("/collections/:layer") { try await collection(exchange($0, $1)) }
        router.get("/collections/:layer/schema") { try schema(exchange($0, $1), kind: .schema) }
        router.get("/collections/:layer/queryables") { try schema(exchange($0, $1), kind: .queryables) }
    }

    private func list(_ exchange: Exchange) async throws -> Response {
        try exchange.parameters.allow(["f"])
        var collections: [JSONDocument] = []
        for definition in engine.catalogue.definitions(readableBy: exchange.caller) {
            let status = try await engine.status(of: definition, for: exchange.caller)
            collections.append(CollectionDocument(definition, status: status, exchange: exchange).value)
        }
        let document = JSONDocument.object([
            "links": [
                exchange.links.link("/collections", rel: "self", type: "application/json"),
                exchange.links.link("/collections?f=html", rel: "alternate", type: "text/html"),
            ],
            "collections": .array(collections),
        ])
        return try exchange.document(document, title: "Lớp dữ liệu · Collections")
    }

    private func collection(_ exchange: Exchange) async throws -> Response {
        try exchange.parameters.allow(["f"])
        let definition = try engine.layer(exchange.part("layer"), for: exchange.caller)
        let status = try await engine.status(of: definition, for: exchange.caller)
        let document = CollectionDocument(definition, status: status, exchange: exchange)
        return try exchange.document(document.value, title: definition.title.vi)
    }

    private func schema(_ exchange: Exchange, kind: SchemaDocument.Kind) throws -> Response {
        try exchange.parameters.allow(["f"])
        let definition = try engine.layer(exchange.part("layer"), for: exchange.caller)
        let document = SchemaDocument(definition, kind: kind, exchange: exchange)
        return try exchange.document(
            document.value, title: definition.title.vi, contentType: "application/schema+json")
    }
}
