import ArgumentParser
import Foundation
import GeoCore
import MapEngine
import Tiling

/// `bando tiles build|verify|show`
struct TilesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tiles", abstract: "Ô bản đồ và kho ô. · Tiles and archives of them.",
        subcommands: [Build.self, Verify.self, Show.self])

    struct Build: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Ghi kho ô .pmtiles của một hay nhiều lớp. · Writes an archive with the features that are served as tiles."
        )
        @OptionGroup var workspace: WorkspaceOptions
        @Argument(help: "Mã các lớp. · The layers' ids.") var layers: [String]
        @Option(name: [.short, .long], help: "Tệp .pmtiles. · The archive to write.") var output: String
        @Option(help: "Zoom nhỏ nhất. · The least zoom.") var minZoom: Int?
        @Option(help: "Zoom lớn nhất. · The greatest zoom.") var maxZoom: Int?

        func run() async throws {
            guard output.hasSuffix(".pmtiles") else {
                throw ValidationError("-o must end in .pmtiles, not “\(output)”.")
            }
            let engine = try await workspace.engine()
            let tileset = try engine.tileset(layers, for: .anonymous)
            let low = minZoom ?? tileset.minZoom
            let high = maxZoom ?? tileset.maxZoom
            guard (0...20).contains(low), (low...20).contains(max(low, high)), low <= high else {
                throw ValidationError("zooms are 0 to 20, the least first, not \(low) to \(high).")
            }
            let bar = ProgressBar("tiles")
            let outcome = try await engine.pyramid(of: layers)
                .write(to: URL(filePath: output), zooms: low...high) { done, total in bar.show(done, of: total) }
            bar.clear()
            Console.write(
                "\(output): \(outcome.tiles) ô · tiles, zoom \(low)–\(high), \(outcome.features) features, "
                    + "\(outcome.omitted) thinned out")
        }
    }

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Kiểm tra một kho ô và nội dung từng ô. · Checks an archive with the contents of its tiles.")
        @Argument(help: "Tệp .pmtiles. · The archive.") var file: String

        func run() async throws {
            let result = try await ArchiveInspector(URL(filePath: file)).verify()
            for fault in result.faults.prefix(50) { Console.writeError(fault) }
            guard result.faults.isEmpty else {
                throw EngineError(.failed, "\(file) has \(result.faults.count) faults.")
            }
            Console.write("\(file): \(result.tiles) ô đúng · tiles are right")
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "In một ô đã giải mã. · Prints a tile decoded.")
        @OptionGroup var workspace: WorkspaceOptions
        @Argument(help: "Kho ô hoặc mã lớp. · An archive or a layer's id.") var source: String
        @Argument(help: "Z/X/Y.") var tile: String

        func run() async throws {
            guard let coordinate = TileCoordinate(path: tile) else {
                throw ValidationError("a tile is Z/X/Y with X and Y below 2^Z, not “\(tile)”.")
            }
            guard let bytes = try await bytes(coordinate) else {
                return Console.write("\(coordinate): không có gì · nothing there")
            }
            Console.write(try TilePrinter(bytes).text)
        }

        private func bytes(_ coordinate: TileCoordinate) async throws -> [UInt8]? {
            if FileManager.default.fileExists(atPath: source) {
                return try await ArchiveInspector(URL(filePath: source)).tile(at: coordinate)
            }
            let engine = try await workspace.engine()
            let layer = try engine.layer(source, for: .local)
            return try await engine.tiles.tile([layer], at: coordinate, for: .local)?.inflated
        }
    }
}

extension TileCoordinate {
    /// Reads `Z/X/Y`.
    init?(path: String) {
        let numbers = path.split(separator: "/").compactMap { Int($0) }
        guard numbers.count == 3 else { return nil }
        self.init(z: numbers[0], x: numbers[1], y: numbers[2])
    }
}
