import Foundation
import GeoCore
import GeoNative

/// Real raster files that lie beside the repository, and a folder of one's own for made ones.
enum RasterFixture {
    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "shared/data/raster")

    static let isPresent = FileManager.default.fileExists(atPath: folder.path)
    static let absence = "the shared sample rasters are not beside the repository"

    static func path(_ name: String) -> String { folder.appending(path: name).path }

    /// The tile of a zoom that holds a place.
    static func tile(_ zoom: Int, longitude: Double, latitude: Double) -> TileCoordinate {
        let position = WorldGrid.position(Coordinate(longitude: longitude, latitude: latitude))
        let shift = UInt32(WorldGrid.stepsLog2 - zoom)
        guard let tile = TileCoordinate(z: zoom, x: Int(position.x >> shift), y: Int(position.y >> shift)) else {
            preconditionFailure("a grid position lies in a tile of every zoom")
        }
        return tile
    }
}

/// A folder that is removed with its owner.
final class TemporaryFolder {
    let url = FileManager.default.temporaryDirectory.appending(path: "raster-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        do {
            try FileManager.default.removeItem(at: url)
        } catch {
            print("could not remove \(url.path): \(error)")
        }
    }

    func path(_ name: String) -> String { url.appending(path: name).path }
}

/// Rasters made for a test around Quy Nhơn, in VN-2000 (EPSG:9217), half a metre or more a pixel.
enum MadeRaster {
    static func grid(side: Int, pixelSize: Double, crs: CRS = CRS(epsg: 9217)) -> RasterGrid {
        RasterGrid(
            width: side, height: side, northWest: Coordinate(x: 604_000, y: 1_523_500), pixelSize: pixelSize, crs: crs)
    }

    /// A plane that rises one metre a metre eastward from 100 m.
    static func slope(side: Int, pixelSize: Double, rows: Range<Int>) -> [Float] {
        rows.flatMap { _ in (0..<side).map { 100 + Float((Double($0) + 0.5) * pixelSize) } }
    }
}
