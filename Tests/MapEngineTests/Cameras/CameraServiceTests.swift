import Foundation
import GeoCore
import LiveMap
import MapTesting
import Testing
import Tiling

@testable import MapEngine

@Suite("CameraService")
struct CameraServiceTests {
    private static let secret = "http://admin:s3cret@10.0.3.7:8080/live/index.m3u8"
    private static let officer = Caller(role: .operator, name: "truc-ban")

    private func fixture() async throws -> OperationsFixture {
        let fixture = try await OperationsFixture()
        let file = try fixture.temporary.write(
            """
            id,name,kind,owner,azimuth,fov,range,lon,lat,stream
            C1,Ngã tư,traffic,Sở Xây dựng,0,90,300,109.222,13.784,\(Self.secret)
            C2,Cầu,traffic,Sở Xây dựng,180,60,300,109.222,13.7845,
            C3,Bờ kè,security,Công an,,,,109.2221,13.785,
            """, to: "camera.csv")
        try await fixture.load("cameras", file)
        let cameras = fixture.engine.cameras
        try await cameras.setStream(Self.secret, of: "C1", by: Self.officer)
        try await cameras.setStream("rtsp://u:p@10.0.3.8/1", of: "C2", by: Self.officer)
        return fixture
    }

    @Test("cameras that see a place come first, then the nearest others")
    func sees() async throws {
        let fixture = try await fixture()
        let answer = try await fixture.engine.cameras.cameras(
            seeing: OperationsFixture.quyNhon, limit: 10, for: .anonymous)
        #expect(answer.result.features.map { $0.feature.values[0].text } == ["C1", "C3", "C2"])
        #expect(answer.sees == [true, false, false])
        #expect(answer.result.visibleFields.allSatisfy { answer.result.definition.fields[$0].name != "owner" })
    }

    @Test("fields of view become a layer that follows the cameras")
    func drawsSectors() async throws {
        let fixture = try await fixture()
        let engine = fixture.engine
        #expect(try await engine.cameras.followCameras())
        #expect(try await !engine.cameras.followCameras())
        try await engine.refresh()
        let layer = try engine.layer("camera-sectors", for: .anonymous)
        var request = FeatureRequest(layer: layer.id, caller: .anonymous, limit: 10)
        request.box = BoundingBox(west: 109.222, south: 13.786, east: 109.222, north: 13.786)
        #expect(try await engine.features.features(request).features.map { $0.feature.values[0].text } == ["C1"])
        let tile = try await engine.tiles.tile(
            [layer], at: try #require(TileCoordinate(z: 14, x: 13162, y: 7558)), for: .anonymous)
        #expect(tile != nil)
    }

    @Test("a ticket opens one camera's stream, for the caller it was given to, for 60 seconds")
    func tickets() async throws {
        let fixture = try await fixture()
        let cameras = fixture.engine.cameras
        let ticket = try await cameras.ticket(for: "C1", by: Self.officer)
        #expect(try await cameras.ticket(for: "C1", by: Self.officer).text != ticket.text)
        func opens(_ text: String, _ camera: String, _ caller: Caller) async -> Bool {
            await code { _ = try await cameras.stream(text, of: camera, for: caller) } == nil
        }
        #expect(await opens(ticket.text, "C1", Self.officer))
        #expect(await !opens(ticket.text, "C2", Self.officer))
        #expect(await !opens(ticket.text, "C1", Caller(role: .operator, name: "khac")))
        let altered = String(ticket.text.dropLast()) + (ticket.text.last == "A" ? "Q" : "A")
        #expect(await !opens(altered, "C1", Self.officer))
        #expect(await !opens("", "C1", Self.officer))
        fixture.clock.advance(seconds: 59.9)
        #expect(await opens(ticket.text, "C1", Self.officer))
        fixture.clock.advance(seconds: 0.2)
        #expect(await !opens(ticket.text, "C1", Self.officer))
    }

    @Test("who may not look gets no ticket; a commune looks through the cameras that stand in it")
    func permits() async throws {
        let fixture = try await fixture()
        func ticket(_ camera: String, _ caller: Caller) async -> EngineError.Code? {
            await code { _ = try await fixture.engine.cameras.ticket(for: camera, by: caller) }
        }
        #expect(await ticket("C1", .anonymous) == .unauthenticated)
        #expect(await ticket("C1", OperationsFixture.viewer.caller) == .forbidden)
        #expect(await ticket("C1", OperationsFixture.commune.caller) == nil)
        #expect(await ticket("C1", OperationsFixture.otherCommune.caller) == .forbidden)
        #expect(await ticket("C2", Self.officer) == .unprocessable)
        #expect(await ticket("C3", Self.officer) == .notFound)
        #expect(
            await code {
                try await fixture.engine.cameras.setStream("x", of: "C1", by: OperationsFixture.viewer.caller)
            } == .forbidden)
    }

    @Test("a playlist's parts open with the ticket alone and only on the camera's own host")
    func rewrites() async throws {
        let fixture = try await fixture()
        let cameras = fixture.engine.cameras
        let ticket = try await cameras.ticket(for: "C1", by: Self.officer).text
        let base = try await cameras.stream(ticket, of: "C1", for: Self.officer)
        let playlist = "#EXTM3U\n#EXTINF:4,\nseg-1.ts\n#EXTINF:4,\nhttp://169.254.169.254/latest\n"
        let text = try #require(try cameras.rewritten(playlist, at: base, ticket: ticket) { "parts/\($0)" })
        let lines = text.split(separator: "\n").filter { $0.hasPrefix("parts/") }
        #expect(lines.count == 1 && !text.contains("seg-1") && !text.contains("10.0.3.7"))
        let name = String(try #require(lines.first).dropFirst(6))
        let part = try await cameras.part(name, ticket: ticket, of: "C1", for: Self.officer)
        #expect(part.withURL { $0.absoluteString } == "http://admin:s3cret@10.0.3.7:8080/live/seg-1.ts")
        let other = try await cameras.ticket(for: "C1", by: Self.officer).text
        #expect(
            await code { _ = try await cameras.part(name, ticket: other, of: "C1", for: Self.officer) } == .forbidden)
    }

    @Test("a stream's address is in no feature, tile, export or printed value")
    func hidesAddress() async throws {
        let fixture = try await fixture()
        let engine = fixture.engine
        let caller = Caller(role: .administrator, name: "admin")
        let request = FeatureRequest(layer: try engine.layer("cameras", for: caller).id, caller: caller, limit: 10)
        let page = try await engine.features.features(request)
        let ticket = try await engine.cameras.ticket(for: "C1", by: Self.officer)
        let address = try await engine.cameras.stream(ticket.text, of: "C1", for: Self.officer)
        var dumped = ""
        dump(address, to: &dumped)
        let texts = [
            "\(page)", "\(address)", String(reflecting: address), dumped, "\(ticket)",
            "\(try #require(page.features.first))",
        ]
        for text in texts { #expect(!text.contains("s3cret") && !text.contains("10.0.3.7")) }
    }

    @Test("whether pictures come is noted in the row, without a revision")
    func notes() async throws {
        let fixture = try await fixture()
        let engine = fixture.engine
        let layer = try engine.layer("cameras", for: .anonymous)
        let before = try await engine.revisions(of: layer.id).count
        let moment = try #require(Instant(rfc3339: "2026-11-05T09:30:00+07:00"))
        try await engine.cameras.note(.active, of: "C3", at: moment)
        let found = try await engine.features.feature("C3", in: layer, at: nil, for: .anonymous)
        let values = try #require(found.features.first).feature.values
        #expect(try values[#require(layer.index(of: "state"))] == .text("active"))
        #expect(try values[#require(layer.index(of: "last_seen"))] == .text("2026-11-05T09:30:00+07:00"))
        #expect(try await engine.revisions(of: layer.id).count == before)
    }
}
