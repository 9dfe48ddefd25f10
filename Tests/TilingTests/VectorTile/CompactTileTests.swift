import GeoCore
import Testing
import Tiling

@Suite("Compact tiles")
struct CompactTileTests {
    private let land = Subdivision(columns: 24, rows: 24)

    /// A tile of parcels with their label points, as the service makes it.
    private func madeTile() throws -> [UInt8] {
        var random = SeededGenerator(seed: 5)
        let schema = Subdivision.schema()
        let entries = try land.inputs.shuffled(using: &random).compactMap {
            try TileIndexEntry($0, schema: schema, visibleFrom: 0)
        }
        let position = WorldGrid.position(land.origin)
        let place = try #require(TileCoordinate(z: 14, x: Int(position.x >> 18), y: Int(position.y >> 18)))
        guard var maker = VectorTileMaker(tile: place, schema: schema) else { return [] }
        for block in try TileBlock.pack(entries, schema: schema) { try maker.add(block.data) }
        let made = maker.finish()
        return try #require(made).bytes
    }

    /// Layers with their features by id, each feature's properties by key.
    private func contents(_ tile: [UInt8]) throws -> [String: [VectorTile.Feature]] {
        let layers = try VectorTileDecoder().decode(tile).layers.map { layer in
            let features = layer.features.map { feature in
                var sorted = feature
                sorted.properties.sort { $0.key < $1.key }
                return sorted
            }
            return (layer.name, features.sorted { ($0.id ?? 0) < ($1.id ?? 0) })
        }
        return Dictionary(uniqueKeysWithValues: layers)
    }

    @Test("a tile written again holds the same features, shapes and values")
    func sameContents() throws {
        let tile = try madeTile()
        let again = try CompactTile.reordered(tile)
        #expect(again != tile)
        #expect(try contents(again) == contents(tile))
        #expect(Set(try contents(again).keys) == ["parcels", "parcels:label"])
    }

    @Test("a tile written again compresses better")
    func smaller() throws {
        let tile = try madeTile()
        #expect(try Deflate.gzip(CompactTile.reordered(tile)).count < Deflate.gzip(tile).count)
    }

    @Test("polygons and label points follow the same order, that of their ids")
    func order() throws {
        let layers = try VectorTileDecoder().decode(CompactTile.reordered(madeTile())).layers
        for layer in layers {
            let ids = layer.features.compactMap(\.id)
            #expect(ids == ids.sorted())
        }
    }

    @Test("writing a tile again twice changes nothing more")
    func isStable() throws {
        let once = try CompactTile.reordered(madeTile())
        #expect(try CompactTile.reordered(once) == once)
    }

    @Test("bytes that are no tile are refused with a sentence", arguments: [1, 7, 40])
    func damaged(_ cut: Int) throws {
        let tile = try madeTile()
        #expect(throws: TilingError.self) { try CompactTile.reordered(Array(tile.dropLast(cut))) }
    }

    @Test("a tag that names a missing value is refused")
    func missingValue() throws {
        // A layer "a" of version 2 with one point whose tag names key 0 and value 0; there are neither.
        let feature: [UInt8] = [0x12, 0x02, 0, 0, 0x18, 1, 0x22, 3, 9, 2, 2]
        let layer: [UInt8] = [0x78, 2, 0x0A, 1, 0x61, 0x12, UInt8(feature.count)] + feature
        let tile: [UInt8] = [0x1A, UInt8(layer.count)] + layer
        #expect(throws: TilingError.self) { try CompactTile.reordered(tile) }
    }
}
