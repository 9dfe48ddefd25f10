import GeoCore
import MapEngine

/// The service described in OpenAPI 3.0: every path and method that is answered, with the parameters that they take.
struct OpenAPIDocument {
    private let engine: Engine
    private let links: RequestLinks
    private let caller: Caller

    init(engine: Engine, links: RequestLinks, caller: Caller) {
        self.engine = engine
        self.links = links
        self.caller = caller
    }

    var document: JSONDocument {
        .object([
            "openapi": "3.0.3",
            "info": .object([
                "title": "Bando", "version": "0.1.0",
                "description": "Lớp bản đồ số của tỉnh · The province's digital map layers",
                "license": .object(["name": "Apache-2.0"]),
            ]),
            "servers": [.object(["url": .string(links.base)])],
            "paths": .object(paths),
            "components": .object([
                "parameters": .object(OpenAPIParameter.all(layers: layers, limits: engine.configuration.limits)),
                "schemas": .object(["problem": Self.problem]),
                "responses": .object(["problem": Self.failure]),
                "securitySchemes": .object([
                    "token": .object(["type": "http", "scheme": "bearer"]),
                    "session": .object(["type": "apiKey", "in": "cookie", "name": .string(SessionRoutes.cookie)]),
                ]),
            ]),
        ])
    }

    private var layers: [String] { engine.catalogue.definitions(readableBy: caller).map(\.id.name) }

    /// A path once, with all its methods.
    private var paths: [JSONDocument.Member] {
        let operations = OpenAPIOperation.all
        var seen: Set<String> = []
        return operations.map(\.path).filter { seen.insert($0).inserted }.map { path in
            let methods = operations.filter { $0.path == path }.map(\.member)
            return JSONDocument.Member(name: path, value: .object(methods))
        }
    }

    /// RFC 9457.
    private static let problem = JSONDocument.object([
        "type": "object",
        "properties": .object([
            "type": .object(["type": "string"]), "title": .object(["type": "string"]),
            "status": .object(["type": "integer"]), "detail": .object(["type": "string"]),
            "parameter": .object(["type": "string"]),
        ]),
    ])

    private static let failure = JSONDocument.object([
        "description": "Problem",
        "content": .object([
            "application/problem+json": .object(["schema": .object(["$ref": "#/components/schemas/problem"])])
        ]),
    ])
}
