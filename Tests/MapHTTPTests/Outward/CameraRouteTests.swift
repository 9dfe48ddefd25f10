import Foundation
import GeoCore
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import MapTesting
import NIOCore
import Testing

@testable import MapEngine
@testable import MapHTTP

@Suite("Camera routes")
struct CameraRouteTests {
    /// A camera that streams in every form, and misbehaves in several; it wants the user `admin` with the password `s3cret`.
    private static func camera(_ seen: Notes<HTTPFields>) -> Router<BasicRequestContext> {
        let router = Router()
        router.get("/live/index.m3u8") { request, _ in
            await seen.add(request.headers)
            guard request.headers[.authorization] == "Basic YWRtaW46czNjcmV0" else {
                return Response(status: .unauthorized)
            }
            return text("#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\nseg.ts\n", "application/vnd.apple.mpegurl")
        }
        router.get("/live/seg.ts") { request, _ in
            await seen.add(request.headers)
            var response = text("0123456789", "video/mp2t")
            response.headers[HTTPField.Name("X-Camera")!] = "10.0.3.7"
            response.headers[.setCookie] = "camera=1"
            guard request.headers[.range] == "bytes=2-4" else { return response }
            response = text("234", "video/mp2t")
            response.status = .partialContent
            response.headers[.contentRange] = "bytes 2-4/10"
            return response
        }
        router.get("/page") { _, _ in text("<script>", "text/html") }
        router.get("/drawing") { _, _ in text("<svg/>", "image/svg+xml") }
        router.get("/fake.m3u8") { _, _ in text("<html>", "text/html") }
        router.get("/gone") { _, _ in Response(status: .notFound) }
        router.get("/away") { _, _ in
            Response(status: .found, headers: [.location: "http://localhost:9/latest"])
        }
        router.get("/near") { _, _ in Response(status: .found, headers: [.location: "/still"]) }
        router.get("/loop") { _, _ in Response(status: .found, headers: [.location: "/loop"]) }
        router.get("/still") { _, _ in text("JPEG", "image/jpeg") }
        return router
    }

    private static func text(_ text: String, _ type: String) -> Response {
        Response(status: .ok, headers: [.contentType: type], body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    /// An engine with two cameras north and south of a place, and its routes behind a client with an operator's token.
    private func withCameras(
        _ body: @Sendable (any TestClientProtocol, Int, HTTPFields, Notes<HTTPFields>) async throws -> Void
    ) async throws {
        let temporary = try TemporaryWorkspace()
        let engine = try await temporary.engine(configuration: "")
        let file = try temporary.write(
            """
            id,name,kind,owner,azimuth,fov,range,lon,lat
            C1,Ngã tư,traffic,Sở Xây dựng,0,90,300,109.222,13.784
            C2,Cầu,traffic,Sở Xây dựng,180,60,300,109.222,13.7845
            """, to: "camera.csv")
        _ = try await engine.importer.run(
            layer: "cameras", files: [file], options: ImportOptions(), author: "test")
        try await engine.refresh()
        let token = try await engine.tokens.create(role: .operator, unit: nil, expires: nil)
        let router = Router(context: BandoRequestContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: ProblemMiddleware())
        router.add(middleware: AuthenticationMiddleware(engine: engine))
        CameraRoutes(engine: engine).add(to: router)
        let application = Application(responder: router.buildResponder(), logger: quiet)
        let seen = Notes<HTTPFields>()
        try await withLocalServer(Self.camera(seen)) { port in
            try await application.test(.router) { client in
                try await body(client, port, [.authorization: "Bearer \(token)"], seen)
            }
        }
        withExtendedLifetime(temporary) {}
    }

    /// Keeps an address and asks for a ticket; answers the path and query of the stream.
    private static func open(
        _ address: String, _ client: any TestClientProtocol, _ headers: HTTPFields
    ) async throws -> String {
        try await client.execute(
            uri: "/cameras/C1/stream", method: .put, headers: headers,
            body: ByteBuffer(string: "{\"stream\": \"\(address)\"}")
        ) { #expect($0.status == .noContent) }
        return try await client.execute(uri: "/cameras/C1/stream", method: .post, headers: headers) { response in
            #expect(response.status == .created)
            let body = try JSONReader.value(from: Array(response.body.readableBytesView))
            #expect(body["expires"] == .text("2026-11-21T09:01:00+07:00"))
            guard case .text(let url)? = body["url"], case .text(let ticket)? = body["ticket"] else { return "" }
            #expect(url.hasSuffix("/cameras/C1/stream?ticket=\(ticket)"))
            return try #require(URL(string: url)).path + "?ticket=" + ticket
        }
    }

    @Test("a playlist's parts come through the server, with the camera's user, and nothing of the camera's is in them")
    func playlist() async throws {
        try await withCameras { client, port, headers, seen in
            let path = try await Self.open("http://admin:s3cret@127.0.0.1:\(port)/live/index.m3u8", client, headers)
            let line = try await client.execute(uri: path, method: .get, headers: headers) { response in
                #expect(response.status == .ok)
                #expect(response.headers[.contentType] == "application/vnd.apple.mpegurl")
                let text = String(buffer: response.body)
                #expect(!text.contains("seg.ts") && !text.contains("\(port)") && text.contains("#EXTINF:4"))
                return try #require(text.split(separator: "\n").last.map(String.init))
            }
            let url = try #require(URLComponents(string: line))
            let part = url.percentEncodedPath + "?" + (url.percentEncodedQuery ?? "")
            try await client.execute(uri: part, method: .get, headers: headers) { response in
                #expect(String(buffer: response.body) == "0123456789")
                #expect(response.headers[.setCookie] == nil && response.headers[.cacheControl] == "no-store")
                #expect(!response.headers.contains { $0.value.contains("10.0.3.7") })
            }
            var ranged = headers
            ranged[.range] = "bytes=2-4"
            try await client.execute(uri: part, method: .get, headers: ranged) { response in
                #expect(response.status == .partialContent && String(buffer: response.body) == "234")
                #expect(response.headers[.contentRange] == "bytes 2-4/10")
            }
            for fields in await seen.all {
                #expect(fields[.cookie] == nil && fields[.authorization]?.hasPrefix("Bearer") != true)
            }
        }
    }

    @Test(
        "what is neither a playlist nor pictures, elsewhere or broken is 502 without the camera's address",
        arguments: ["page", "drawing", "fake.m3u8", "gone", "away", "loop"])
    func refuses(path: String) async throws {
        try await withCameras { client, port, headers, _ in
            let stream = try await Self.open("http://127.0.0.1:\(port)/\(path)", client, headers)
            try await client.execute(uri: stream, method: .get, headers: headers) { response in
                #expect(response.status == .badGateway)
                let text = String(buffer: response.body)
                #expect(!text.contains("127.0.0.1") && !text.contains("\(port)") && !text.contains("<"))
            }
        }
    }

    @Test("a camera that cannot be reached is 502, and its state is noted")
    func unreachable() async throws {
        try await withCameras { client, _, headers, _ in
            let stream = try await Self.open("http://u:p4ss@127.0.0.1:1/still", client, headers)
            try await client.execute(uri: stream, method: .get, headers: headers) { response in
                #expect(response.status == .badGateway)
                #expect(!String(buffer: response.body).contains("p4ss"))
            }
            try await client.execute(uri: "/cameras?sees=109.222,13.785", method: .get) { response in
                #expect(String(buffer: response.body).contains("\"offline\""))
            }
        }
    }

    @Test("a redirection on the same host is followed, and pictures cannot be taken for a page")
    func still() async throws {
        try await withCameras { client, port, headers, _ in
            let stream = try await Self.open("http://127.0.0.1:\(port)/near", client, headers)
            try await client.execute(uri: stream, method: .get, headers: headers) { response in
                #expect(response.status == .ok && String(buffer: response.body) == "JPEG")
                #expect(response.headers[.xContentTypeOptions] == "nosniff")
            }
        }
    }

    @Test("without a token, with another's or without a ticket there are no pictures")
    func permits() async throws {
        try await withCameras { client, port, headers, _ in
            let stream = try await Self.open("http://127.0.0.1:\(port)/still", client, headers)
            try await client.execute(uri: stream, method: .get) { #expect($0.status == .forbidden) }
            try await client.execute(uri: "/cameras/C1/stream", method: .get, headers: headers) {
                #expect($0.status == .badRequest)
            }
            try await client.execute(uri: "/cameras/C1/stream/xyz?" + stream.drop { $0 != "t" }, method: .get) {
                #expect($0.status == .badRequest || $0.status == .forbidden)
            }
            try await client.execute(uri: "/cameras/C1/stream", method: .post) { #expect($0.status == .unauthorized) }
            try await client.execute(uri: "/cameras/C2/stream", method: .post, headers: headers) {
                #expect($0.status == .notFound)
            }
        }
    }

    @Test("the cameras that see a place come first, and say so")
    func sees() async throws {
        try await withCameras { client, _, _, _ in
            try await client.execute(uri: "/cameras?sees=109.222,13.785&limit=5", method: .get) { response in
                let body = try JSONReader.value(from: Array(response.body.readableBytesView))
                guard case .array(let features)? = body["features"] else { return #expect(Bool(false)) }
                #expect(features.map { $0["properties"]?["id"] } == [.text("C1"), .text("C2")])
                #expect(features.map { $0["sees"] } == [.boolean(true), .boolean(false)])
                #expect(features.allSatisfy { $0["distance"] != nil && $0["properties"]?["owner"] == nil })
            }
            for query in ["sees=109", "sees=999,13", "sees=109.2,13.7&limit=0", "sees=109.2,13.7&x=1"] {
                try await client.execute(uri: "/cameras?\(query)", method: .get) { #expect($0.status == .badRequest) }
            }
            try await client.execute(uri: "/cameras?limit=3", method: .get) { response in
                #expect(response.status == .found)
                #expect(response.headers[.location]?.hasSuffix("/collections/cameras/items?limit=3") == true)
            }
        }
    }

    @Test("more streams than one viewer may open are refused, and a place is free when its stream has gone")
    func bounded() {
        let gate = StreamGate(total: 3, each: 2)
        var first = gate.enter("a")
        let second = gate.enter("a")
        #expect(first != nil && second != nil && gate.enter("a") == nil)
        let third = gate.enter("b")
        #expect(third != nil && gate.enter("c") == nil)
        first = nil
        #expect(gate.enter("c") != nil)
        withExtendedLifetime((first, second, third)) {}
    }
}
