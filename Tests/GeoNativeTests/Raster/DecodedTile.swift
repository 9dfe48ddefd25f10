import Foundation

@testable import GeoNative

/// A picture as GDAL reads it back, so that what we pack is tested against another's decoder.
struct DecodedTile {
    let size: Int
    let channels: Int
    /// Interleaved by pixel.
    let bytes: [UInt8]

    /// Reads a picture from a file, all bands as they are.
    init(reading path: String) throws {
        let dataset = try RasterDataset(opening: path)
        let level = RasterLevel(of: dataset, pixelScale: 1)
        let window = RasterWindow(x: 0, y: 0, width: level.width, height: level.height)
        let reader = try RasterReader(window, of: level, path: path)
        size = level.width
        channels = dataset.bandCount
        bytes = try reader.bytes(Array(1...dataset.bandCount), averaging: false, of: dataset)
    }

    /// Decodes packed bytes by way of a file in the folder.
    init(_ packed: [UInt8], in folder: TemporaryFolder, name: String = "tile") throws {
        let path = folder.path(name)
        try Data(packed).write(to: URL(filePath: path))
        try self.init(reading: path)
    }

    func pixel(row: Int, column: Int) -> [UInt8] {
        let start = (row * size + column) * channels
        return Array(bytes[start..<start + channels])
    }

    /// 255 where the picture has no alpha.
    func alpha(row: Int, column: Int) -> UInt8 {
        channels == 2 || channels == 4 ? pixel(row: row, column: column)[channels - 1] : 255
    }

    /// Metres, where the picture is Terrain-RGB.
    func height(row: Int, column: Int) -> Double {
        let pixel = pixel(row: row, column: column).map(Double.init)
        return -10_000 + 0.1 * (pixel[0] * 65_536 + pixel[1] * 256 + pixel[2])
    }
}
