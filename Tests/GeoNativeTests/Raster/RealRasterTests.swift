import Foundation
import GeoCore
import Testing

@testable import GeoNative

/// Our tiles of real files against those of GDAL's own warper.
@Suite("Real rasters", .enabled(if: RasterFixture.isPresent, "the shared sample rasters are not beside the repository"))
struct RealRasterTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var file: String
        var zoom: Int
        var longitude: Double
        var latitude: Double
        /// The most that the mean of all differences may be, of 255.
        var meanDifference: Double
        var testDescription: String { "\(file) at zoom \(zoom)" }
    }

    static let cases = [
        Case(file: "rasterio_RGB.byte.tif", zoom: 9, longitude: -77.8, latitude: 24.6, meanDifference: 0.1),
        Case(file: "rasterio_goes.tif", zoom: 3, longitude: -75, latitude: 10, meanDifference: 0.2),
        Case(file: "rasterio_world.rgb.tif", zoom: 1, longitude: -75, latitude: 10, meanDifference: 1),
        Case(file: "rasterio_world.rgb.tif", zoom: 0, longitude: -75, latitude: 10, meanDifference: 3),
        Case(file: "rio-tiler_cog_rgb_mask.tif", zoom: 20, longitude: -104.775, latitude: 38.9536, meanDifference: 0.1),
        Case(file: "rio-tiler_cog_rgba.tif", zoom: 20, longitude: -104.775, latitude: 38.9536, meanDifference: 0.1),
        Case(
            file: "rio-tiler_pix4d_alpha_nodata.tif", zoom: 18, longitude: 115.1607, latitude: -8.5851,
            meanDifference: 2),
        Case(
            file: "rio-tiler_pix4d_alpha_nodata.tif", zoom: 19, longitude: 115.1607, latitude: -8.5851,
            meanDifference: 0.1),
    ]

    @Test("a tile shows what gdalwarp shows", .enabled(if: GDALWarp.isPresent), arguments: cases)
    func agreesWithWarp(sample: Case) throws {
        let folder = try TemporaryFolder()
        var context = try GeoContext()
        let file = try #require(try context.rasterInfo(RasterFixture.path(sample.file)).file)
        let tile = RasterFixture.tile(sample.zoom, longitude: sample.longitude, latitude: sample.latitude)
        let request = RasterTileRequest(tile: tile, format: .png)
        let packed = try #require(try context.rasterTile(request, of: RasterSource(files: [file])))
        let ours = try DecodedTile(packed, in: folder)
        let theirs = try DecodedTile(reading: try GDALWarp.warp(file.path, to: tile, in: folder))
        let comparison = Comparison(ours, theirs)
        #expect(comparison.meanDifference <= sample.meanDifference)
        #expect(comparison.differentlyCovered <= 100)
    }

    @Test("a file whose tiles are damaged gets a sentence that names it")
    func damaged() throws {
        var context = try GeoContext()
        let path = RasterFixture.path("rasterio_corrupt.tif")
        let file = try #require(try context.rasterInfo(path).file)
        let tile = RasterFixture.tile(18, longitude: 128.658, latitude: 37.669)
        do {
            _ = try context.rasterTile(RasterTileRequest(tile: tile, format: .png), of: RasterSource(files: [file]))
            Issue.record("a damaged file was drawn")
        } catch {
            #expect(error.code == .unreadable && error.message.contains("rasterio_corrupt.tif is damaged"))
        }
    }

    @Test("colours of a palette are never blended")
    func palette() throws {
        let folder = try TemporaryFolder()
        var context = try GeoContext()
        let path = RasterFixture.path("rio-tiler_cog_cmap.tif")
        let file = try #require(try context.rasterInfo(path).file)
        guard case .palette(_, let colors) = try OpenRaster(path: path, assignedCRS: nil).bands.kind else {
            Issue.record("the file has a palette")
            return
        }
        let allowed = Set(colors.map { [UInt8($0 & 255), UInt8($0 >> 8 & 255), UInt8($0 >> 16 & 255)] })
        let request = RasterTileRequest(
            tile: RasterFixture.tile(13, longitude: -79.40, latitude: 39.85), format: .png)
        let packed = try #require(try context.rasterTile(request, of: RasterSource(files: [file])))
        let picture = try DecodedTile(packed, in: folder)
        let seen = Set(
            (0..<256 * 256).compactMap { index -> [UInt8]? in
                guard picture.alpha(row: index / 256, column: index % 256) == 255 else { return nil }
                return Array(picture.pixel(row: index / 256, column: index % 256).prefix(3))
            })
        #expect(seen.count > 1 && seen.isSubset(of: allowed))
    }

    @Test("a raster placed by control points alone is drawn")
    func controlPoints() throws {
        var context = try GeoContext()
        let file = try #require(try context.rasterInfo(RasterFixture.path("rio-tiler_cog_gcps.tif")).file)
        let request = RasterTileRequest(tile: RasterFixture.tile(8, longitude: 77, latitude: 10), format: .webp)
        #expect(try context.rasterTile(request, of: RasterSource(files: [file])) != nil)
    }

    @Test("both sides of the antimeridian are drawn")
    func antimeridian() throws {
        var context = try GeoContext()
        let file = try #require(try context.rasterInfo(RasterFixture.path("rio-tiler_cog_dateline.tif")).file)
        for longitude in [179.5, -179.5] {
            let tile = RasterFixture.tile(7, longitude: longitude, latitude: 51.5)
            let request = RasterTileRequest(tile: tile, format: .png)
            #expect(try context.rasterTile(request, of: RasterSource(files: [file])) != nil)
        }
    }
}

/// How far two pictures of the same size are apart where both show something.
private struct Comparison {
    var meanDifference = 0.0
    /// Pixels that show something in one of them only.
    var differentlyCovered = 0

    init(_ left: DecodedTile, _ right: DecodedTile) {
        var (sum, count) = (0, 0)
        for row in 0..<left.size {
            for column in 0..<left.size {
                let isSeen = (left.alpha(row: row, column: column) > 127, right.alpha(row: row, column: column) > 127)
                if isSeen.0 != isSeen.1 { differentlyCovered += 1 }
                guard isSeen.0, isSeen.1 else { continue }
                let pixels = zip(left.pixel(row: row, column: column), right.pixel(row: row, column: column)).prefix(3)
                for (a, b) in pixels { sum += abs(Int(a) - Int(b)) }
                count += 3
            }
        }
        meanDifference = Double(sum) / Double(max(1, count))
    }
}

/// GDAL's own command.
private enum GDALWarp {
    static let command = "/usr/bin/gdalwarp"
    static let isPresent = FileManager.default.isExecutableFile(atPath: command)

    static func warp(_ path: String, to tile: TileCoordinate, in folder: TemporaryFolder) throws -> String {
        let square = MercatorTile(tile, size: 256)
        let side = square.pixelMeters * 256
        let result = folder.path("warped.tif")
        let process = Process()
        process.executableURL = URL(filePath: command)
        process.arguments =
            ["-q", "-r", "bilinear", "-et", "0", "-dstalpha", "-t_srs", "EPSG:3857", "-ts", "256", "256", "-te"]
            + [square.west, square.north - side, square.west + side, square.north].map { String($0) } + [path, result]
        try process.run()
        process.waitUntilExit()
        return result
    }
}
