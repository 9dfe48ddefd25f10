import Foundation
import GeoCore
import Hummingbird
import HummingbirdTesting
import LiveMap
import MapEngine
import MapTesting
import Testing

@testable import MapHTTP

@Suite("Tracks over HTTP") struct TrackRouteTests {
    private static let day = "from=2026-11-20T00:00:00Z&to=2026-11-21T07:00:00Z"

    /// Runs a body against a service at 2026-11-21T14:00:00+07:00 that has heard a vessel in two stretches, with a gap of eight hours
    /// and an impossible position in the second, and another one once before it fell silent and twice after.
    private func serving(_ body: @Sendable (any TestClientProtocol) async throws -> Void) async throws {
        let temporary = try TemporaryWorkspace()
        let engine = try await temporary.engine()
        try await engine.live.begin()
        let first = [
            (20, 8, 109.5, 13.6), (20, 10, 109.6, 13.6), (20, 18, 109.8, 13.6), (20, 19, 0, 0), (20, 20, 109.9, 13.7),
        ]
        let second = [(20, 8, 109.5, 13.0), (21, 8, 109.6, 13.0), (21, 10, 109.7, 13.0)]
        let records = [("BĐ 99119-TS", first), ("BĐ 30222-TS", second)].flatMap { vessel, places in
            places.map { day, hour, longitude, latitude in
                #"{"vessel": "\#(vessel)", "time": "2026-11-\#(day)T\#(hour < 10 ? "0" : "")\#(hour):00:00+07:00", "#
                    + #""lon": \#(longitude), "lat": \#(latitude), "speed": 6, "source": "vms"}"#
            }
        }
        let answer = try await engine.live.receive(
            Array("[\(records.joined(separator: ","))]".utf8), form: .detected, from: Caller(role: .feed, name: "feed"))
        #expect(answer.accepted == 8 && answer.suspect == 1)
        try await engine.live.show()
        let server = BandoServer(engine: engine, host: "127.0.0.1", port: 0)
        let application = Application(responder: server.router.buildResponder())
        try await application.test(.router, body)
        try await engine.live.end()
    }

    private func text(_ client: any TestClientProtocol, _ path: String) async throws -> (HTTPResponse.Status, String) {
        try await client.execute(uri: path, method: .get) { ($0.status, String(buffer: $0.body)) }
    }

    @Test("a way is cut where nothing was heard for more than six hours, in every form") func gaps() async throws {
        try await serving { client in
            func track(_ form: String, _ vessel: String = "bd99119") async throws -> String {
                let (status, text) = try await text(client, "/vessels/\(vessel)/track?\(Self.day)&f=\(form)")
                #expect(status == .ok)
                return text
            }
            let json = try await track("geojson")
            #expect(
                json.contains(
                    #""geometry":{"type":"MultiLineString","coordinates":[[[109.5,13.6],[109.6,13.6]],[[109.8,13.6],[0,0],[109.9,13.7]]]}"#
                ))
            #expect(json.contains(#""qualities":["good","good","good","suspect","good"]"#))
            #expect(try await track("csv").split(separator: "\r\n").count == 6)
            let gpx = try await track("gpx")
            #expect(gpx.components(separatedBy: "<trkseg>").count == 3)
            #expect(gpx.components(separatedBy: "<trkpt").count == 5)
            let kml = try await track("kml")
            #expect(kml.components(separatedBy: "<gx:Track>").count == 3)
            #expect(kml.components(separatedBy: "<when>").count == 5)
            #expect(kml.contains("<gx:MultiTrack><gx:interpolate>0</gx:interpolate><gx:Track>"))
        }
    }

    @Test("a position between two silences is a point among the lines") func lone() async throws {
        try await serving { client in
            let (_, json) = try await text(client, "/vessels/bd30222/track?\(Self.day)")
            #expect(
                json.contains(
                    #""geometry":{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[109.5,13]},{"type":"LineString","coordinates":[[109.6,13],[109.7,13]]}]}"#
                ))
            let (_, gpx) = try await text(client, "/vessels/bd30222/track?\(Self.day)&f=gpx")
            #expect(gpx.components(separatedBy: "<trkseg>").count == 3)
            let (_, one) = try await text(client, "/vessels/bd30222/track?from=2026-11-20&to=2026-11-21")
            #expect(one.contains(#""geometry":{"type":"Point","coordinates":[109.5,13]}"#))
        }
    }

    @Test(
        "a vessel is found by its number in any spelling, escaped or not",
        arguments: [
            "B%C4%90%2099119-TS", "B%C4%90+99119-TS", "b%C4%91-99119-ts", "BD99119TS",
            "bd%2099119",
        ]) func spellings(name: String) async throws
    {
        try await serving { client in
            let (status, json) = try await text(client, "/vessels/\(name)/track?\(Self.day)")
            #expect(status == .ok)
            #expect(json.contains(#""name":"BĐ 99119-TS""#))
        }
    }

    @Test("an unknown vessel is 404, a time of the wrong order 400, a time without positions an empty track")
    func edges() async throws {
        try await serving { client in
            #expect(try await text(client, "/vessels/bd11111/track?\(Self.day)").0 == .notFound)
            #expect(try await text(client, "/vessels/%FF/track?\(Self.day)").0 == .notFound)
            let wrong = try await text(client, "/vessels/bd99119/track?from=2026-11-21&to=2026-11-20")
            #expect(wrong.0 == .badRequest && wrong.1.contains(#""parameter":"from""#))
            for form in TrackFormat.allCases {
                let old = try await text(
                    client, "/vessels/bd99119/track?from=2019-01-01&to=2019-02-01&f=\(form.rawValue)")
                #expect(old.0 == .ok)
            }
            let (_, json) = try await text(client, "/vessels/bd99119/track?from=2019-01-01&to=2019-02-01")
            #expect(json.contains(#""geometry":null"#) && json.contains(#""count":0"#))
        }
    }
}
