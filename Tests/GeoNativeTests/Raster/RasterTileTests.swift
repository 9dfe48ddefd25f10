import Foundation
import GeoCore
import Testing

@testable import GeoNative

@Suite("Raster tiles")
struct RasterTileTests {
    private static let quyNhon = (longitude: 109.2195, latitude: 13.7695)

    /// Heights that rise eastward, one metre a metre, as a source in VN-2000.
    private static func slope(
        _ folder: TemporaryFolder, _ context: inout GeoContext
    ) throws -> RasterSource {
        let grid = MadeRaster.grid(side: 1_024, pixelSize: 2)
        let path = folder.path("slope.tif")
        try context.writeElevation(grid, noData: -9999, to: path) {
            MadeRaster.slope(side: 1_024, pixelSize: 2, rows: $0)
        }
        return RasterSource(files: [try #require(try context.rasterInfo(path).file)])
    }

    private static func tile(_ zoom: Int) -> TileCoordinate {
        RasterFixture.tile(zoom, longitude: quyNhon.longitude, latitude: quyNhon.latitude)
    }

    @Test("Terrain-RGB gives back the heights at their places", arguments: [RasterTileFormat.png, .webp])
    func terrain(format: RasterTileFormat) throws {
        let folder = try TemporaryFolder()
        var context = try GeoContext()
        let source = try Self.slope(folder, &context)
        let tile = Self.tile(17)
        let request = RasterTileRequest(tile: tile, style: .terrainRGB, format: format)
        let packed = try #require(try context.rasterTile(request, of: source))
        let picture = try DecodedTile(packed, in: folder)
        let raster = try OpenRaster(path: source.files[0].path, assignedCRS: nil)
        let square = MercatorTile(tile, size: 256)
        for (row, column) in [(0, 0), (128, 77), (255, 255)] {
            var point = PointList()
            point.append(
                square.west + (Double(column) + 0.5) * square.pixelMeters,
                square.north - (Double(row) + 0.5) * square.pixelMeters)
            raster.projection.toPixels(&point)
            #expect(abs(picture.height(row: row, column: column) - (100 + point.x[0] * 2)) < 0.11)
        }
    }

    @Test("where there is no elevation Terrain-RGB is 0 m, and a tile without any is nil")
    func terrainWithoutData() throws {
        let folder = try TemporaryFolder()
        var context = try GeoContext()
        let grid = MadeRaster.grid(side: 512, pixelSize: 2)
        let path = folder.path("hole.tif")
        try context.writeElevation(grid, noData: -9999, to: path) { rows in
            rows.flatMap { _ in (0..<512).map { $0 < 256 ? 50 : Float(-9999) } }
        }
        let source = RasterSource(files: [try #require(try context.rasterInfo(path).file)])
        let info = try #require(try context.rasterInfo(path).placement)
        let middle = info.extent.center
        let request = RasterTileRequest(
            tile: RasterFixture.tile(16, longitude: middle.x, latitude: middle.y), style: .terrainRGB, format: .png)
        let picture = try DecodedTile(try #require(try context.rasterTile(request, of: source)), in: folder)
        let heights = Set((0..<256).map { (picture.height(row: 128, column: $0) * 10).rounded() / 10 })
        #expect(heights == [0, 50])
        let away = RasterTileRequest(tile: TileCoordinate(z: 3, x: 0, y: 0)!, style: .terrainRGB, format: .png)
        #expect(try context.rasterTile(away, of: source) == nil)
    }

    @Test("Terrain-RGB is refused as JPEG")
    func terrainAsJPEG() throws {
        let folder = try TemporaryFolder()
        var context = try GeoContext()
        let source = try Self.slope(folder, &context)
        let request = RasterTileRequest(tile: Self.tile(17), style: .terrainRGB, format: .jpeg)
        #expect(throws: NativeError.self) { try context.rasterTile(request, of: source) }
    }

    @Test("hillshade of a tile and of its neighbours is one picture without seams", arguments: [14, 16, 18])
    func seamless(zoom: Int) throws {
        let folder = try TemporaryFolder()
        var context = try GeoContext()
        let path = folder.path("hills.tif")
        let grid = MadeRaster.grid(side: 1_024, pixelSize: 5)
        try context.writeElevation(grid, noData: -9999, to: path) { rows in
            rows.flatMap { row in (0..<1_024).map { Float(sin(Double($0) / 9) * cos(Double(row) / 7) * 40) } }
        }
        let source = RasterSource(files: [try #require(try context.rasterInfo(path).file)])
        let middle = try #require(try context.rasterInfo(path).placement).extent.center
        let tile = RasterFixture.tile(zoom, longitude: middle.x, latitude: middle.y)
        let east = TileCoordinate(z: zoom, x: tile.x + 1, y: tile.y)!
        let pictures = try [tile, east].map { tile in
            let request = RasterTileRequest(tile: tile, style: .hillshade(Hillshade()), format: .png)
            return try DecodedTile(try #require(try context.rasterTile(request, of: source)), in: folder)
        }
        let both = try Self.shadeOfBoth(tile, path: path)
        for row in 0..<256 {
            #expect(pictures[0].pixel(row: row, column: 255)[0] == both[row * 4 + 1])
            #expect(pictures[1].pixel(row: row, column: 0)[0] == both[row * 4 + 2])
        }
    }

    /// The shade of the four columns at the border of a tile and its eastern neighbour, from heights taken in one piece.
    private static func shadeOfBoth(_ tile: TileCoordinate, path: String) throws -> [UInt8] {
        let raster = try OpenRaster(path: path, assignedCRS: nil)
        let square = MercatorTile(tile, size: 256)
        var canvas = HeightCanvas(size: 514)
        let wide = MercatorTile(tile, size: 256).widened(by: 129)
        try raster.addHeights(wide, to: &canvas)
        let whole = Hillshade().shade(canvas.heights, size: 512, groundMeters: wide.groundMeters.dropFirst().dropLast())
        // The square's first pixel is pixel 128 of the shaded one; its eastern border lies between 383 and 384.
        #expect(square.size == 256)
        return (0..<256).flatMap { row in (382...385).map { whole[((row + 128) * 512 + $0) * 2] } }
    }

    @Test("hillshade is lit from the north-west: slopes toward it are lighter than flat ground, others darker")
    func light() {
        func shade(_ slope: (Int, Int) -> Float) -> UInt8 {
            let heights = (0..<9).map { slope($0 % 3, $0 / 3) }
            return Hillshade().shade(heights, size: 1, groundMeters: [1])[0]
        }
        let flat = shade { _, _ in 7 }
        #expect(shade { column, row in Float(column + row) } > flat)
        #expect(shade { column, row in -Float(column + row) } < flat)
    }

    @Test("the margin outside a raster is transparent in PNG and WebP, white in JPEG")
    func margins() throws {
        let folder = try TemporaryFolder()
        var context = try GeoContext()
        let source = try Self.blue(folder, &context)
        for format in RasterTileFormat.allCases {
            let request = RasterTileRequest(tile: Self.tile(13), format: format)
            let packed = try #require(try context.rasterTile(request, of: source))
            let picture = try DecodedTile(packed, in: folder, name: "tile-\(format.rawValue)")
            let corner = picture.pixel(row: 0, column: 255)
            #expect(format.hasTransparency ? corner.last == 0 : corner.allSatisfy { $0 > 250 })
        }
    }

    private static func blue(_ folder: TemporaryFolder, _ context: inout GeoContext) throws -> RasterSource {
        let path = folder.path("blue.tif")
        try context.writeOrthophoto(MadeRaster.grid(side: 600, pixelSize: 1), to: path) { rows in
            (0..<rows.count * 600).flatMap { _ in [20, 40, 200] }
        }
        return RasterSource(files: [try #require(try context.rasterInfo(path).file)])
    }

    @Test("two sizes show the same ground")
    func sizes() throws {
        let folder = try TemporaryFolder()
        var context = try GeoContext()
        let source = try Self.blue(folder, &context)
        let request = RasterTileRequest(tile: Self.tile(15), size: .double, format: .png)
        let large = try DecodedTile(try #require(try context.rasterTile(request, of: source)), in: folder)
        let standard = RasterTileRequest(tile: Self.tile(15), format: .png)
        let small = try DecodedTile(try #require(try context.rasterTile(standard, of: source)), in: folder)
        #expect(large.size == 512 && small.size == 256)
        let agreeing = (0..<256).filter { row in
            (0..<256).allSatisfy { column in
                (small.alpha(row: row, column: column) > 0)
                    == (large.alpha(row: row * 2, column: column * 2) > 0)
            }
        }
        #expect(agreeing.count > 240)
    }

    @Test("in a mosaic the file given last lies on top, and gaps show the one beneath")
    func mosaic() throws {
        let folder = try TemporaryFolder()
        var context = try GeoContext()
        let paths = [folder.path("under.tif"), folder.path("over.tif")]
        for (path, color) in zip(paths, [[200, 30, 30], [30, 200, 30]] as [[UInt8]]) {
            let side = path == paths[0] ? 600 : 300
            try context.writeOrthophoto(MadeRaster.grid(side: side, pixelSize: 1), to: path) { rows in
                (0..<rows.count * side).flatMap { _ in color }
            }
        }
        let files = try paths.map { try #require(try context.rasterInfo($0).file) }
        let request = RasterTileRequest(tile: Self.tile(13), format: .png)
        let packed = try #require(try context.rasterTile(request, of: RasterSource(files: files)))
        let picture = try DecodedTile(packed, in: folder)
        var counts = [0, 0]
        for index in 0..<256 * 256 where picture.alpha(row: index / 256, column: index % 256) == 255 {
            let pixel = picture.pixel(row: index / 256, column: index % 256)
            counts[pixel[0] > pixel[1] ? 0 : 1] += 1
        }
        // The upper one covers a quarter of the lower.
        let share = Double(counts[1]) / Double(counts[0] + counts[1])
        #expect(abs(share - 0.25) < 0.02)
    }

    @Test("a file with any of its bytes damaged is drawn or refused, and the process goes on", arguments: 0..<8)
    func survivesDamage(seed: Int) throws {
        let folder = try TemporaryFolder()
        var context = try GeoContext()
        let source = try Self.blue(folder, &context)
        let whole = try Data(contentsOf: URL(filePath: source.files[0].path))
        var generator = SeededGenerator(seed: UInt64(seed))
        for round in 0..<12 {
            var bytes = whole
            for _ in 0...round {
                bytes[Int.random(in: 0..<min(bytes.count, 2_000), using: &generator)] = .random(
                    in: 0...255, using: &generator)
            }
            if round % 4 == 3 { bytes.removeLast(Int.random(in: 1..<bytes.count, using: &generator)) }
            let path = folder.path("damaged-\(round).tif")
            try bytes.write(to: URL(filePath: path))
            do {
                guard let file = try context.rasterInfo(path).file else { continue }
                let request = RasterTileRequest(tile: Self.tile(16), format: .png)
                _ = try context.rasterTile(request, of: RasterSource(files: [file]))
            } catch {
                #expect(error.message.contains("damaged-"))
            }
        }
    }

    @Test("a raster that was replaced is read anew")
    func replaced() throws {
        let folder = try TemporaryFolder()
        var context = try GeoContext()
        let source = try Self.blue(folder, &context)
        let request = RasterTileRequest(tile: Self.tile(17), format: .png)
        let before = try context.rasterTile(request, of: source)
        let grid = MadeRaster.grid(side: 601, pixelSize: 1)
        try context.writeOrthophoto(grid, to: source.files[0].path) { rows in
            (0..<rows.count * 601).flatMap { _ in [200, 40, 20] }
        }
        #expect(try context.rasterTile(request, of: source) != before)
    }
}
