import Testing
import Tiling

@Suite("Vector tile codec")
struct VectorTileTests {
    private static func tile(_ geometry: TileGeometry, _ properties: [VectorTile.Property] = []) -> VectorTile {
        VectorTile(layers: [
            .init(name: "a", features: [.init(id: 7, geometry: geometry, properties: properties)])
        ])
    }

    @Test(
        "the commands of the standard's examples are written as the standard has them",
        arguments: [
            (TileGeometry.points([TilePoint(x: 25, y: 17)]), [9, 50, 34] as [UInt8]),
            (
                .lines([[TilePoint(x: 2, y: 2), TilePoint(x: 2, y: 10), TilePoint(x: 10, y: 10)]]),
                [9, 4, 4, 18, 0, 16, 16, 0]
            ),
            (
                .polygons([[[TilePoint(x: 3, y: 6), TilePoint(x: 8, y: 12), TilePoint(x: 20, y: 34)]]]),
                [9, 6, 12, 18, 10, 12, 24, 44, 15]
            ),
        ])
    func standardExamples(_ geometry: TileGeometry, _ commands: [UInt8]) throws {
        let bytes = try VectorTileEncoder().encode(Self.tile(geometry))
        let field: [UInt8] = [0x22, UInt8(commands.count)] + commands
        #expect(bytes.indices.contains { bytes[$0...].starts(with: field) })
        #expect(try VectorTileDecoder().decode(bytes) == Self.tile(geometry))
    }

    @Test("every type of value comes back as it was")
    func values() throws {
        let values: [VectorTile.Value] = [
            .text("Ngô Mây"), .float(1.5), .double(-0.1), .integer(.max), .unsigned(.max), .signed(.min),
            .boolean(false),
        ]
        let properties = values.enumerated().map { VectorTile.Property(key: "k\($0.offset)", value: $0.element) }
        let tile = Self.tile(.points([TilePoint(x: 0, y: 0)]), properties)
        #expect(try VectorTileDecoder().decode(try VectorTileEncoder().encode(tile)) == tile)
    }

    @Test("random bytes are refused or decoded, never more")
    func randomBytes() throws {
        var random = SeededGenerator(seed: 5)
        var tile = try VectorTileEncoder().encode(
            Self.tile(.lines([[TilePoint(x: 0, y: 0), TilePoint(x: 5, y: 5)]]), [.init(key: "k", value: .text("v"))]))
        var refused = 0
        for _ in 0..<20_000 {
            let index = Int.random(in: tile.indices, using: &random)
            let before = tile[index]
            tile[index] = UInt8.random(in: 0...255, using: &random)
            do { _ = try VectorTileDecoder().decode(tile) } catch { refused += 1 }
            if Bool.random(using: &random) { tile[index] = before }
            if refused % 50 == 49 { tile.shuffle(using: &random) }
        }
        #expect(refused > 0)
    }

    @Test("a step of more than 31 bits is refused")
    func hugeStep() {
        let line = TileGeometry.lines([[TilePoint(x: 0, y: 0), TilePoint(x: 1 << 31, y: 0)]])
        #expect(throws: TilingError.self) { try VectorTileEncoder().encode(Self.tile(line)) }
    }
}
