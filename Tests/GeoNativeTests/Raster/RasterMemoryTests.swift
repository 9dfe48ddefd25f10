import Foundation
import GeoCore
import Testing

@testable import GeoNative

@Suite("Raster memory", .serialized)
struct RasterMemoryTests {
    /// 100,000 tiles in the long run, three hundred otherwise.
    private static let count = ProcessInfo.processInfo.environment["BANDO_SOAK"] == nil ? 300 : 100_000

    /// In a process of its own, since the tests beside it take memory, too.
    @Test("memory stays flat however many tiles are drawn")
    func flat() async {
        await #expect(processExitsWith: .success) { try RasterMemoryTests.drawMany() }
    }

    private struct MemoryGrew: Error {
        var bytes: Int
    }

    fileprivate static func drawMany() throws {
        let folder = try TemporaryFolder()
        var context = try GeoContext()
        let path = folder.path("photo.tif")
        try context.writeOrthophoto(MadeRaster.grid(side: 4_096, pixelSize: 0.5), to: path) { rows in
            rows.flatMap { row in (0..<4_096).flatMap { [UInt8(row & 255), UInt8($0 & 255), UInt8((row ^ $0) & 255)] } }
        }
        let source = RasterSource(files: [try #require(try context.rasterInfo(path).file)])
        let extent = try #require(source.extent)
        let first = RasterFixture.tile(20, longitude: extent.west, latitude: extent.north)
        for index in 0..<count / 2 { try draw(index, first, source, &context) }
        let before = try residentBytes()
        for index in count / 2..<count { try draw(index, first, source, &context) }
        let growth = try residentBytes() - before
        guard growth < 48 << 20 else { throw MemoryGrew(bytes: growth) }
    }

    private static func draw(
        _ index: Int, _ first: TileCoordinate, _ source: RasterSource, _ context: inout GeoContext
    ) throws {
        let tile = TileCoordinate(z: 20, x: first.x + 1 + index % 40, y: first.y + 1 + index / 40 % 40)!
        let format = RasterTileFormat.allCases[index % 3]
        _ = try context.rasterTile(RasterTileRequest(tile: tile, format: format), of: source)
    }

    private static func residentBytes() throws -> Int {
        let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        let pages = try #require(text.split(separator: " ").dropFirst().first.flatMap { Int($0) })
        return pages * 4_096
    }
}
