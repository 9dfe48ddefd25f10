import GeoCore
import Testing
import Tiling

@Suite("PMTiles")
struct PMTilesTests {
    @Test(
        "tile ids are those of the specification",
        arguments: [(0, 0, 0, 0), (1, 0, 0, 1), (1, 0, 1, 2), (1, 1, 1, 3), (1, 1, 0, 4), (12, 3423, 1763, 19_078_479)])
    func ids(_ z: Int, _ x: Int, _ y: Int, _ id: UInt64) throws {
        let tile = try #require(TileCoordinate(z: z, x: x, y: y))
        #expect(TileID(tile).value == id)
        #expect(TileID(value: id).tile == tile)
    }

    private func place(_ z: Int, _ x: Int, _ y: Int) throws -> TileCoordinate {
        try #require(TileCoordinate(z: z, x: x, y: y))
    }

    @Test("ids and coordinates are each other's inverse at every zoom")
    func inverse() throws {
        var random = SeededGenerator(seed: 2)
        for _ in 0..<5000 {
            let z = Int.random(in: 0...30, using: &random)
            let last = (1 << z) - 1
            let tile = try #require(
                TileCoordinate(
                    z: z, x: Int.random(in: 0...last, using: &random), y: Int.random(in: 0...last, using: &random)))
            #expect(TileID(tile).tile == tile)
        }
        #expect(TileID(value: .max).tile == nil)
    }

    private static let description = PMTilesWriter.Description(
        format: .mvt, compression: .none, minZoom: 0, maxZoom: 14,
        bounds: BoundingBox(west: 107.5, south: 13, east: 109.5, north: 14.5),
        center: TileJSON.Center(coordinate: Coordinate(x: 109.2, y: 13.77), zoom: 12),
        metadata: TileJSON(tiles: [], vectorLayers: [.init(id: "parcels")]).archiveMetadata)

    private func archive(_ tiles: [(TileCoordinate, [UInt8])]) throws -> [UInt8] {
        var writer = PMTilesWriter(scratch: MemoryScratchSpace())
        for (tile, bytes) in tiles { try writer.add(bytes, at: tile) }
        var sink = ArrayByteSink()
        try writer.finish(Self.description, to: &sink)
        return sink.bytes
    }

    @Test("what is written in any order is read back, equal contents stored once", arguments: [false, true])
    func roundTrip(_ isShuffled: Bool) async throws {
        var random = SeededGenerator(seed: 6)
        var tiles = (0..<3000).compactMap { number -> (TileCoordinate, [UInt8])? in
            guard let tile = TileID(value: 5000 + UInt64(number)).tile else { return nil }
            return (tile, number % 3 == 0 ? [1, 2, 3] : [UInt8](repeating: UInt8(number % 251), count: number))
        }
        if isShuffled { tiles.shuffle(using: &random) }
        let bytes = try archive(tiles)
        let reader = try await PMTilesReader.open(ArrayByteSource(bytes))
        #expect(reader.header.isClustered == !isShuffled)
        #expect(reader.header.addressedTiles == 3000)
        for (tile, content) in tiles {
            #expect(try await reader.tile(at: tile)?.bytes == (content.isEmpty ? nil : content))
        }
        #expect(try await reader.tile(at: place(0, 0, 0)) == nil)
        #expect(try await reader.metadata() == Self.description.metadata)
        #expect(reader.header.tileContents == 2001)
    }

    @Test("a directory too large for the root goes into leaves")
    func leaves() async throws {
        let tiles = (0..<30_000).compactMap { number -> (TileCoordinate, [UInt8])? in
            let value = UInt64(100_000 + number * 3)
            let mixed = value &* 0x9E37_79B9_7F4A_7C15
            return TileID(value: value).tile.map {
                ($0, (0..<UInt64(5 + mixed % 40)).map { UInt8(truncatingIfNeeded: mixed >> $0) })
            }
        }
        let bytes = try archive(tiles)
        let reader = try await PMTilesReader.open(ArrayByteSource(bytes))
        #expect(reader.header.leaves.length > 0)
        #expect(reader.header.root.length <= 16_257)
        for (tile, content) in tiles.prefix(200) + tiles.suffix(200) {
            #expect(try await reader.tile(at: tile)?.bytes == content)
        }
        var count = 0
        try await reader.forEachEntry { count += Int($0.runLength) }
        #expect(count == 30_000)
    }

    @Test("a tile that comes twice, or an archive without tiles, is refused")
    func refused() throws {
        let tile = try place(3, 1, 1)
        #expect(throws: TilingError.self) { try archive([(tile, [1]), (tile, [2])]) }
        #expect(throws: TilingError.self) { try archive([(tile, [1]), (tile, [1])]) }
        #expect(throws: TilingError.self) { try archive([]) }
    }

    @Test("damaged archives are refused and never crash")
    func damage() async throws {
        let tiles = (0..<200).compactMap { number in
            TileID(value: 700 + UInt64(number * 2)).tile.map { ($0, [UInt8](repeating: UInt8(number), count: 9)) }
        }
        let good = try archive(tiles)
        var random = SeededGenerator(seed: 12)
        var refused = 0
        for round in 0..<2000 {
            var bad = good
            let range = round % 2 == 0 ? 0..<127 : 0..<bad.count
            for _ in 0..<3 { bad[Int.random(in: range, using: &random)] = UInt8.random(in: 0...255, using: &random) }
            if round % 5 == 0 { bad.removeLast(Int.random(in: 0..<bad.count, using: &random)) }
            do {
                let reader = try await PMTilesReader.open(ArrayByteSource(bad))
                for (tile, _) in tiles.prefix(5) { _ = try await reader.tile(at: tile) }
                _ = try await reader.metadata()
            } catch is TilingError {
                refused += 1
            }
        }
        #expect(refused > 500)
    }

    @Test("a directory that leads to itself ends in an error")
    func loop() async throws {
        let directory = PMTilesDirectory(entries: [.init(id: TileID(value: 0), offset: 0, length: 5, runLength: 0)])
        let bytes = directory.bytes
        var header = try await PMTilesReader.open(ArrayByteSource(try archive([(try place(0, 0, 0), [1])]))).header
        header.internalCompression = .none
        header.root = .init(offset: 127, length: UInt64(bytes.count))
        header.leaves = .init(offset: 127, length: UInt64(bytes.count))
        let reader = try await PMTilesReader.open(ArrayByteSource(header.bytes + bytes))
        await #expect(throws: TilingError.self) { try await reader.tile(at: place(4, 1, 1)) }
    }

    @Test(
        "archives of others are read, and other versions refused",
        .enabled(if: SharedData.exists("tiles/test_fixture_1.pmtiles"), "the archives are not beside this repository"))
    func samples() async throws {
        let reader = try await PMTilesReader.open(ArrayByteSource(try SharedData.bytes("tiles/test_fixture_1.pmtiles")))
        let stored = try #require(try await reader.tile(at: place(0, 0, 0)))
        #expect(stored.format == .mvt && stored.compression == .gzip)
        #expect(try !VectorTileDecoder().decode(try Deflate.gunzip(stored.bytes)).layers.isEmpty)
        for name in ["invalid", "invalid_v4", "empty"] {
            await #expect(throws: TilingError.self) {
                try await PMTilesReader.open(ArrayByteSource(try SharedData.bytes("tiles/\(name).pmtiles")))
            }
        }
        let raster = try await PMTilesReader.open(
            ArrayByteSource(try SharedData.bytes("tiles/stamen_toner(raster)CC-BY+ODbL_z3.pmtiles")))
        #expect(raster.header.format == .png)
        #expect(try await raster.tile(at: place(3, 4, 2))?.bytes.starts(with: [0x89, 0x50]) == true)
    }
}
