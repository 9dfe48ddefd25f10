import Foundation
import GeoCore
import Hummingbird
import HummingbirdTesting
import LiveMap
import MapEngine
import MapTesting
import Testing
import Tiling

@testable import MapHTTP

@Suite("Tracks and the past over HTTP")
struct TrackTileRouteTests {
    /// Runs a body against a service at 2026-11-21T14:00:00+07:00 that has heard of one vessel.
    private func serving(_ body: @Sendable (any TestClientProtocol) async throws -> Void) async throws {
        let temporary = try TemporaryWorkspace()
        let engine = try await temporary.engine()
        try await engine.live.begin()
        let positions = [("08:00", 109.5), ("10:00", 109.7), ("13:00", 109.9)].map { time, longitude in
            #"{"vessel": "BĐ 99119-TS", "time": "2026-11-21T\#(time):00+07:00", "lon": \#(longitude), "lat": 13.6}"#
        }
        _ = try await engine.live.receive(
            Array("[\(positions.joined(separator: ","))]".utf8), form: .detected,
            from: Caller(role: .feed, name: "feed"))
        try await engine.live.show()
        try await engine.refresh()
        let server = BandoServer(engine: engine, host: "127.0.0.1", port: 0)
        let application = Application(responder: server.router.buildResponder())
        try await application.test(.router, body)
        try await engine.live.end()
    }

    private func layer(_ response: TestResponse) throws -> VectorTile.Layer {
        #expect(response.status == .ok)
        #expect(response.headers[.contentType] == "application/vnd.mapbox-vector-tile")
        return try #require(try VectorTileDecoder().decode(Array(response.body.readableBytesView)).layers.first)
    }

    @Test("the tracks of the last day are tiles, and their TileJSON says where")
    func lastDay() async throws {
        try await serving { client in
            try await client.execute(uri: "/tiles/vessels:track.json", method: .get) { response in
                let text = String(buffer: response.body)
                #expect(response.status == .ok)
                #expect(text.contains("/tiles/vessels:track/{z}/{x}/{y}.mvt\""))
                #expect(text.contains("\"id\":\"vessels:track\""))
            }
            try await client.execute(uri: "/tiles/vessels:track/6/51/29.mvt", method: .get) { response in
                let tracks = try layer(response).features
                #expect(tracks.count == 1)
            }
            try await client.execute(uri: "/tiles/vessels:track/6/0/0.mvt", method: .get) { response in
                #expect(response.status == .noContent)
            }
        }
    }

    @Test("from and to go from the TileJSON into the tiles")
    func span() async throws {
        let query = "from=2026-11-21T08:00:00%2B07:00&to=2026-11-21T12:00:00%2B07:00"
        try await serving { client in
            try await client.execute(uri: "/tiles/vessels:track.json?\(query)", method: .get) { response in
                #expect(
                    String(buffer: response.body).contains(
                        ".mvt?from=2026-11-21T01:00:00Z&to=2026-11-21T05:00:00Z\""))
            }
            try await client.execute(
                uri: "/tiles/vessels:track/6/51/29.mvt?from=2026-11-21T01:00:00Z&to=2026-11-21T05:00:00Z", method: .get
            ) { response in
                let ends = try layer(response).features.flatMap(\.properties).filter { $0.key == "to" }
                #expect(ends.map(\.value) == [.text("2026-11-21T10:00:00+07:00")])
            }
        }
    }

    @Test(
        "a time that is none, or too long, or of the wrong order is refused with the reason",
        arguments: ["from=yesterday", "from=2026-11-01", "from=2026-11-21&to=2026-11-20", "at=2026-11-21", "hours=3"])
    func refused(query: String) async throws {
        try await serving { client in
            try await client.execute(uri: "/tiles/vessels:track/6/51/29.mvt?\(query)", method: .get) { response in
                #expect(response.status == .badRequest)
                #expect(String(buffer: response.body).contains("\"parameter\":"))
            }
        }
    }

    @Test("at a moment the vessel is where it was, as a feature, in a list and in a tile")
    func past() async throws {
        let at = "at=2026-11-21T11:00:00%2B07:00"
        try await serving { client in
            for path in ["items?\(at)", "items/bd99119?\(at)"] {
                try await client.execute(uri: "/collections/vessels/\(path)", method: .get) { response in
                    let text = String(buffer: response.body)
                    #expect(response.status == .ok)
                    #expect(text.contains("[109.7,13.6]"))
                    #expect(text.contains("\"time\":\"2026-11-21T10:00:00+07:00\""))
                }
            }
            try await client.execute(uri: "/tiles/vessels/9/412/236.mvt?\(at)", method: .get) { response in
                let times = try layer(response).features.flatMap(\.properties).filter { $0.key == "time" }
                #expect(times.map(\.value) == [.text("2026-11-21T10:00:00+07:00")])
            }
        }
    }

    @Test("a day means its end; before the first position there is nothing, and no such vessel")
    func days() async throws {
        try await serving { client in
            try await client.execute(uri: "/collections/vessels/items?at=2026-11-21", method: .get) { response in
                #expect(String(buffer: response.body).contains("[109.9,13.6]"))
            }
            try await client.execute(uri: "/collections/vessels/items?at=2026-11-20", method: .get) { response in
                #expect(String(buffer: response.body).contains("\"numberMatched\":0"))
            }
            try await client.execute(uri: "/collections/vessels/items/bd99119?at=2026-11-20", method: .get) {
                #expect($0.status == .notFound)
            }
        }
    }
}
