import Foundation
import Hummingbird
import HummingbirdTesting
import MapTesting
import Testing

@testable import MapHTTP

@Suite struct CollectionTests {
    @Test("a layer that is not there is a problem document that names a near one")
    func unknownLayer() async throws {
        try await withServer { client in
            try await client.execute(uri: "/collections/parcel", method: .get) { response in
                #expect(response.status == .notFound)
                #expect(response.headers[.contentType] == "application/problem+json")
                #expect(String(buffer: response.body).contains("parcels"))
            }
        }
    }

    @Test("every standard layer is a collection")
    func standardLayers() async throws {
        try await withServer { client in
            try await client.execute(uri: "/collections", method: .get) { response in
                let text = String(buffer: response.body)
                for layer in ["parcels", "roads", "commune", "island-labels"] {
                    #expect(text.contains("\"id\":\"\(layer)\""))
                }
            }
        }
    }

    @Test("a restricted field is unknown to the public", arguments: ["chu_su_dung=A", "properties=chu_su_dung"])
    func restrictedField(query: String) async throws {
        try await withServer { client in
            try await client.execute(uri: "/collections/parcels/items?\(query)", method: .get) { response in
                #expect(response.status == .badRequest)
            }
        }
    }
}

/// Runs a body against the service of an empty workspace.
func withServer(_ body: @Sendable (any TestClientProtocol) async throws -> Void) async throws {
    let temporary = try TemporaryWorkspace()
    let server = BandoServer(engine: try await temporary.engine(), host: "127.0.0.1", port: 0)
    let application = Application(responder: server.router.buildResponder())
    try await application.test(.router, body)
}
