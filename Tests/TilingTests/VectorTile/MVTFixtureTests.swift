import Foundation
import Testing
import Tiling

@Suite("MVT fixtures")
struct MVTFixtureTests {
    private static let folder = "tiles/mvt-fixtures/fixtures"

    struct Info: Decodable {
        struct Validity: Decodable {
            var v2: Bool
        }
        var validity: Validity
    }

    /// 057 counts 2^29 positions and has one; its info.json calls it valid, 051 with the same bytes but a layer key is
    /// called invalid there, and MVT 2.1 (4.3.4.2) needs as many parameters as the count says. 016 is called valid and
    /// 003 invalid with the same bytes, which lack the type that 4.2 demands.
    private static let contradicted: Set<String> = ["016", "057"]

    @Test(
        "a fixture decodes where its info says it is valid and is refused where it is not",
        .enabled(if: SharedData.exists(folder), "the fixtures are not beside this repository"),
        arguments: SharedData.names(in: folder))
    func fixture(_ name: String) throws {
        let info = try JSONDecoder().decode(
            Info.self, from: Data(try SharedData.bytes("\(Self.folder)/\(name)/info.json")))
        let bytes = try SharedData.bytes("\(Self.folder)/\(name)/tile.mvt")
        if info.validity.v2, !Self.contradicted.contains(name) {
            _ = try VectorTileDecoder().decode(bytes)
        } else {
            #expect(throws: TilingError.self) { try VectorTileDecoder().decode(bytes) }
        }
    }

    @Test(
        "tiles that others made decode, and encoding them again keeps every feature",
        .enabled(
            if: SharedData.exists("tiles/mvt-fixtures/real-world/bangkok"), "the tiles are not beside this repository"),
        arguments: SharedData.names(in: "tiles/mvt-fixtures/real-world/bangkok").filter { $0.hasSuffix(".mvt") }.prefix(
            8))
    func realWorld(_ name: String) throws {
        let stored = try SharedData.bytes("tiles/mvt-fixtures/real-world/bangkok/\(name)")
        let bytes = Deflate.isGzip(stored) ? try Deflate.gunzip(stored) : stored
        let tile = try VectorTileDecoder().decode(bytes)
        #expect(try VectorTileDecoder().decode(try VectorTileEncoder().encode(tile)) == tile)
    }
}
