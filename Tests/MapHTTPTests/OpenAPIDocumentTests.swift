import Foundation
import Hummingbird
import HummingbirdTesting
import MapEngine
import MapTesting
import NIOCore
import Testing

@testable import MapHTTP

@Suite("OpenAPI") struct OpenAPIDocumentTests {
    /// Paths for people and their browsers, which no program calls.
    private static let pages: Set<String> = ["get /map", "get /map/assets/**"]

    @Test("the document describes every path and method that is answered, and no other")
    func complete() async throws {
        let temporary = try TemporaryWorkspace()
        let server = BandoServer(engine: try await temporary.engine(), host: "127.0.0.1", port: 0)
        let answered = server.router.routes.filter { $0.method != .head }.map { route in
            "\(route.method.rawValue.lowercased()) \(Self.shape("\(route.path)"))"
        }
        let described = OpenAPIOperation.all.map { "\($0.method.rawValue) \(Self.shape($0.path))" }
        #expect(Set(answered).subtracting(Self.pages) == Set(described))
    }

    @Test("every parameter that an operation names is described, and every operation has a name of its own")
    func references() async throws {
        try await withServer { client in
            try await client.execute(uri: "/api", method: .get) { response in
                let document = try #require(
                    try JSONSerialization.jsonObject(with: Data(response.body.readableBytesView)) as? [String: Any])
                let components = try #require(document["components"] as? [String: [String: Any]])
                let paths = try #require(document["paths"] as? [String: [String: [String: Any]]])
                let operations = paths.values.flatMap(\.values)
                let named = operations.flatMap { $0["parameters"] as? [[String: String]] ?? [] }.compactMap {
                    $0["$ref"]
                }
                let described = Set(components["parameters", default: [:]].keys.map { "#/components/parameters/\($0)" })
                #expect(Set(named) == described)
                let names = operations.compactMap { $0["operationId"] as? String }
                #expect(names.count == Set(names).count && names.count == OpenAPIOperation.all.count)
            }
        }
    }

    @Test("a member is there once in each object of the document", arguments: ["\"get\"", "\"post\""])
    func noneTwice(member: String) async throws {
        try await withServer { client in
            try await client.execute(uri: "/api", method: .get) { response in
                let text = String(buffer: response.body)
                let count = text.components(separatedBy: "\(member):").count - 1
                #expect(count == OpenAPIOperation.all.filter { "\"\($0.method.rawValue)\"" == member }.count)
            }
        }
    }

    /// A path with all that varies in it left open.
    private static func shape(_ path: String) -> String {
        let parts = path.split(separator: "/").map { $0.contains("{") ? "*" : String($0) }
        return "/" + parts.joined(separator: "/")
    }
}
