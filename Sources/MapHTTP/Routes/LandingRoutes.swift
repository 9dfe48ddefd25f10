import GeoCore
import Hummingbird
import MapEngine

/// `/`, `/conformance`, `/api`, `/healthz` and `/readyz`.
struct LandingRoutes: RouteGroup {
    let engine: Engine

    func add(to router: some RouterMethods<BandoRequestContext>) {
        router.get("/") { try landing(exchange($0, $1)) }
        router.get("/conformance") { try conformance(exchange($0, $1)) }
        router.get("/api") { try api(exchange($0, $1)) }
        router.get("/healthz") { _, _ in Response(status: .ok, body: .init(byteBuffer: .init(string: "alive\n"))) }
        router.get("/readyz") { try await ready(for: $1.caller) }
    }

    private func landing(_ exchange: Exchange) throws -> Response {
        try exchange.parameters.allow(["f"])
        let links = exchange.links
        let document = JSONDocument.object([
            "title": "Bando",
            "description": "Lớp bản đồ số của tỉnh · The province's digital map layers",
            "links": [
                links.link("/", rel: "self", type: "application/json"),
                links.link("/?f=html", rel: "alternate", type: "text/html"),
                links.link("/api", rel: "service-desc", type: "application/vnd.oai.openapi+json;version=3.0"),
                links.link("/conformance", rel: "conformance", type: "application/json"),
                links.link("/collections", rel: "data", type: "application/json", title: "Lớp dữ liệu · Collections"),
                links.link("/map", rel: "about", type: "text/html", title: "Bản đồ · Map"),
                links.link("/styles", rel: "styles", type: "application/json", title: "Kiểu bản đồ · Styles"),
            ],
        ])
        return try exchange.document(document, title: "Bando")
    }

    private func conformance(_ exchange: Exchange) throws -> Response {
        try exchange.parameters.allow(["f"])
        let classes = Conformance.classes.map(JSONDocument.string)
        return try exchange.document(.object(["conformsTo": .array(classes)]), title: "Tuân thủ · Conformance")
    }

    private func api(_ exchange: Exchange) throws -> Response {
        try exchange.parameters.allow(["f"])
        let document = OpenAPIDocument(engine: engine, links: exchange.links, caller: exchange.caller).document
        return try exchange.document(
            document, title: "API", contentType: "application/vnd.oai.openapi+json;version=3.0")
    }

    /// What is able to serve may yet have layers that do not follow their definitions; they are named.
    private func ready(for caller: Caller) async throws -> Response {
        try await engine.assertReady()
        let lines = ["ready"] + (await engine.faultNotes(for: caller))
        return Response(status: .ok, body: .init(byteBuffer: .init(string: lines.joined(separator: "\n") + "\n")))
    }
}

/// The conformance classes that the service meets (OGC API – Features Part 1, 7.4).
enum Conformance {
    static let classes = [
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    ]
}
