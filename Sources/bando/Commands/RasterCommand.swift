import ArgumentParser
import Foundation
import GeoCore
import MapEngine

/// `bando raster add ID FILE…`
struct RasterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "raster", abstract: "Ảnh và mô hình số độ cao. · Pictures and elevation models.",
        subcommands: [Add.self, List.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Đăng ký một ảnh hoặc một bộ ảnh ghép. · Registers one raster or a mosaic of them.")
        @OptionGroup var workspace: WorkspaceOptions
        @Argument(help: "Mã, ví dụ orthophoto, elevation. · The id.") var id: String
        @Argument(help: "Tệp GeoTIFF, COG … · The files.") var files: [String]
        @Option(help: "Hệ toạ độ khi tệp không ghi. · The coordinate system, where the file names none.") var crs:
            String?

        func run() async throws {
            let engine = try await workspace.engine()
            let named = try crs.map { text in
                guard let crs = CRS(text) else {
                    throw ValidationError("--crs must be such as EPSG:9217, not “\(text)”.")
                }
                return crs
            }
            let raster = try await engine.rasters.add(id, files: files.map { URL(filePath: $0) }, crs: named)
            let kind = raster.isElevation ? "độ cao · elevation" : "ảnh · picture"
            Console.write("\(id): \(kind), zoom \(raster.minZoom)–\(raster.maxZoom)")
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Mọi ảnh đã đăng ký. · Every registered raster.")
        @OptionGroup var workspace: WorkspaceOptions

        func run() async throws {
            var table = TextTable(["mã · id", "zoom", "độ cao · elevation"])
            for raster in try await workspace.engine().rasters.rasters {
                table.add([raster.id, "\(raster.minZoom)–\(raster.maxZoom)", raster.isElevation ? "có" : ""])
            }
            Console.write(table.text)
        }
    }
}
