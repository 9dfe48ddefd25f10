import GeoCore
import Hummingbird
import HummingbirdTesting
import MapEngine
import MapTesting
import Testing

@testable import MapHTTP

@Suite("Asking for events")
struct EventRouteTests {
    @Test("what cannot be asked for is refused before the stream begins")
    func refusals() async throws {
        let temporary = try TemporaryWorkspace()
        let engine = try await temporary.engine()
        try await engine.live.begin()
        let server = BandoServer(engine: engine, host: "127.0.0.1", port: 0)
        let application = Application(responder: server.router.buildResponder())
        try await application.test(.router) { client in
            for query in ["topics=", "topics=vessel,", "topics=boats", "unit=", "unit=abc", "bbox=1,2", "limit=1"] {
                try await client.execute(uri: "/events?\(query)", method: .get) { response in
                    #expect(response.status == .badRequest, "\(query)")
                    #expect(response.headers[.contentType] == "application/problem+json")
                }
            }
        }
        try await engine.live.end()
    }
}
