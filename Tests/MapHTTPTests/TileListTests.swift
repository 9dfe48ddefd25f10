import Hummingbird
import HummingbirdTesting
import MapEngine
import MapTesting
import Testing

@testable import MapHTTP

@Suite("Lists of layers") struct TileListTests {
    private static let many = Array(repeating: "parcels", count: 2_000).joined(separator: ",")

    @Test(
        "a layer named twice and more layers than a tile takes are refused, in tiles and in their description",
        arguments: [
            "/tiles/roads,roads/14/13162/7559.mvt", "/tiles/roads,roads.json", "/tiles/\(many)/14/13162/7559.mvt",
            "/tiles/\(many).json",
        ])
    func refused(path: String) async throws {
        try await withServer { client in
            try await client.execute(uri: path, method: .get) { response in
                #expect(response.status == .badRequest)
                #expect(response.headers[.contentType] == "application/problem+json")
            }
        }
    }

    @Test("64 layers are read, 65 are not")
    func limit() throws {
        let names = (1...65).map { "l\($0)" }
        #expect(try TileLayerList(names.dropLast().joined(separator: ",")).names.count == 64)
        #expect(throws: EngineError.self) { try TileLayerList(names.joined(separator: ",")) }
    }

    @Test("a damaged tile is an error and ends nothing")
    func damage() {
        let tile = ServedTile(
            bytes: [0x1F, 0x8B] + [UInt8](repeating: 7, count: 40), etag: "\"a\"", mediaType: "", isCompressed: true)
        #expect(throws: EngineError.self) { try tile.inflated }
    }

    @Test(
        "a method that a path does not take is 405 and names those that it takes; an unknown path is 404",
        arguments: [
            ("/collections", "GET, HEAD"), ("/tiles/parcels/14/13162/7559.mvt", "GET, HEAD"), ("/nowhere/at/all", nil),
        ])
    func methods(path: String, allowed: String?) async throws {
        try await withServer { client in
            try await client.execute(uri: path, method: .delete) { response in
                #expect(response.status == (allowed == nil ? .notFound : .methodNotAllowed))
                #expect(response.headers[.allow] == allowed)
                #expect(response.headers[.contentType] == "application/problem+json")
            }
        }
    }
}
