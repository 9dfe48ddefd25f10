import ArgumentParser
import Foundation
import GeoCore
import MapEngine

/// `bando export LAYER FILE`
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Xuất một lớp ra tệp; định dạng theo đuôi tệp. · Writes a layer to a file by the file's ending.")

    @OptionGroup var workspace: WorkspaceOptions
    @Argument(help: "Mã lớp. · The layer's id.") var layer: String
    @Argument(help: "Tệp .shp .gpkg .geojson .geojsonl .fgb .csv .kml .dxf .tab") var file: String
    @Option(help: "Hệ toạ độ, ví dụ EPSG:9217. · The coordinate system (default: WGS 84).") var crs: String?
    @Option(help: "Chỉ một đơn vị hành chính. · Only an administrative unit.") var unit: String?

    func run() async throws {
        let engine = try await workspace.engine()
        let definition = try engine.layer(layer, for: .local)
        let named = try crs.map { text in
            guard let crs = CRS(text) else { throw ValidationError("--crs must be such as EPSG:9217, not “\(text)”.") }
            return crs
        }
        var request = FeatureRequest(layer: definition.id, caller: .local, limit: 1)
        request.unit = unit
        let count = try await engine.exporter.write(request, to: URL(filePath: file), crs: named ?? .wgs84)
        Console.write("\(file): \(count) đối tượng · features")
    }
}
