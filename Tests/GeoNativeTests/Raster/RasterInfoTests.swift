import Foundation
import GeoCore
import Testing

@testable import GeoNative

@Suite("RasterInfo")
struct RasterInfoTests {
    @Test("a VN-2000 raster says where it lies, bound to WGS 84 by EPSG:6960")
    func placesVN2000() throws {
        let folder = try TemporaryFolder()
        var context = try GeoContext()
        let path = folder.path("relief.tif")
        // Pixel corner 604 587.740, 1 522 960.437 in 9217 is 109.219, 13.769 (domain vector), here the centre.
        let grid = RasterGrid(
            width: 64, height: 64, northWest: Coordinate(x: 604_587.740 - 320, y: 1_522_960.437 + 320), pixelSize: 10,
            crs: CRS(epsg: 9217))
        try context.writeElevation(grid, noData: -9999, to: path) { rows in
            [Float](repeating: 5, count: rows.count * 64)
        }
        let info = try context.rasterInfo(path)
        let placement = try #require(info.placement)
        #expect(info.isVN2000 && info.crs == CRS(epsg: 9217))
        #expect(abs(placement.extent.center.x - 109.219) < 2e-5)
        #expect(abs(placement.extent.center.y - 13.769) < 2e-5)
        #expect(abs(placement.groundMeters - 10) < 0.05)
    }

    @Test("in the south, where PROJ would choose another operation, zones 9210 and 9212 agree to a centimetre")
    func agreesAcrossZones() throws {
        let place = Coordinate(longitude: 106.70, latitude: 10.77)
        let positions = try [9210, 9212].map { code in
            var point = PointList(x: [MercatorTile.meters(place).x], y: [MercatorTile.meters(place).y])
            let folder = try TemporaryFolder()
            let path = folder.path("plain.tif")
            var context = try GeoContext()
            let grid = RasterGrid(
                width: 16, height: 16, northWest: Coordinate(x: 500_000, y: 1_200_000), pixelSize: 1,
                crs: CRS(epsg: code))
            try context.writeElevation(grid, noData: -1, to: path) { [Float](repeating: 0, count: $0.count * 16) }
            try OpenRaster(path: path, assignedCRS: nil).projection.toPixels(&point)
            return Coordinate(x: 500_000 + point.x[0], y: 1_200_000 - point.y[0])
        }
        // From PROJ's cct with the parameters of EPSG:6960; EPSG:5194 lies 0.8 m away.
        #expect(abs(positions[0].x - 603_701.192) < 0.01 && abs(positions[0].y - 1_191_178.748) < 0.01)
        #expect(abs(positions[1].x - 549_017.176) < 0.01 && abs(positions[1].y - 1_191_054.203) < 0.01)
    }

    @Test("a file without a coordinate system says so and what to do, and works once one is given")
    func asksForCRS() throws {
        let folder = try TemporaryFolder()
        var context = try GeoContext()
        let path = folder.path("scan.png")
        let picture = PixelBuffer(size: 16, channels: .grey, bytes: [UInt8](repeating: 9, count: 256))
        try Data(try RasterTileEncoder(.png, style: .image).encode(picture)).write(to: URL(filePath: path))
        try "1\n0\n0\n-1\n604000\n1523500\n".write(toFile: folder.path("scan.pgw"), atomically: true, encoding: .utf8)
        let without = try context.rasterInfo(path)
        #expect(without.placement == nil && without.file == nil)
        #expect(without.problems.contains { $0.contains("--crs") })
        let with = try context.rasterInfo(path, assignedCRS: CRS(epsg: 9217))
        #expect(with.placement.map { abs($0.extent.west - 109.2135) < 0.01 } == true)
    }

    @Test(
        "a path that is no local raster is refused",
        arguments: ["/vsicurl/http://127.0.0.1/a.tif", "http://127.0.0.1/a.tif", "/nowhere/at/all.tif"])
    func refusesOtherPaths(path: String) throws {
        var context = try GeoContext()
        #expect(throws: NativeError.self) { try context.rasterInfo(path) }
    }

    @Test("a virtual raster, which would open other files, is refused")
    func refusesVirtual() throws {
        let folder = try TemporaryFolder()
        var context = try GeoContext()
        let path = folder.path("other.vrt")
        let text = """
            <VRTDataset rasterXSize="2" rasterYSize="2"><VRTRasterBand dataType="Byte" band="1"><SimpleSource>\
            <SourceFilename>/etc/other.tif</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>
            """
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        #expect(throws: NativeError.self) { try context.rasterInfo(path) }
    }

    @Test("a raster across the antimeridian has an extent that crosses it", .enabled(if: RasterFixture.isPresent))
    func crossesAntimeridian() throws {
        var context = try GeoContext()
        let extent = try #require(try context.rasterInfo(RasterFixture.path("rio-tiler_cog_dateline.tif")).placement)
            .extent
        #expect(extent.crossesAntimeridian)
        #expect(abs(extent.west - 178) < 0.1 && abs(extent.east + 178.5) < 0.1)
    }

    @Test("numbers beyond 8 bits get a stretch from their own statistics", .enabled(if: RasterFixture.isPresent))
    func stretches() throws {
        var context = try GeoContext()
        let placement = try #require(try context.rasterInfo(RasterFixture.path("rio-tiler_cog.tif")).placement)
        let stretch = try #require(placement.stretch.first)
        #expect(stretch.low < stretch.high && stretch.high > 255)
    }

    @Test("a source comes back from its stored form as it was")
    func storesSource() throws {
        let file = RasterFile(
            path: "/data/a.tif", assignedCRS: CRS(epsg: 9217),
            extent: BoundingBox(west: 178, south: -1, east: -179, north: 1),
            stretch: [RasterStretch(low: 1, high: 9)])
        let source = RasterSource(files: [file])
        #expect(try JSONDecoder().decode(RasterSource.self, from: JSONEncoder().encode(source)) == source)
    }

    @Test("a mosaic on both sides of the antimeridian has one box across it")
    func mosaicAcrossAntimeridian() {
        func file(_ west: Double, _ east: Double) -> RasterFile {
            RasterFile(path: "/data/a.tif", extent: BoundingBox(west: west, south: 0, east: east, north: 1))
        }
        let crossing = RasterSource(files: [file(178, -179), file(-179, -175)])
        #expect(crossing.extent == BoundingBox(west: 178, south: 0, east: -175, north: 1))
        let apart = RasterSource(files: [file(100, 110), file(120, 130)])
        #expect(apart.extent == BoundingBox(west: 100, south: 0, east: 130, north: 1))
    }
}
