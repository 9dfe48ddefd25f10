import ArgumentParser
import Foundation
import GeoCore
import MapEngine
import MapHTTP

/// `bando import LAYER FILE…`
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Nhập tệp vào một lớp: tất cả hoặc không gì cả. · Imports files into a layer, whole or not at all.")

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: "Mã lớp, ví dụ parcels. · The layer's id, such as parcels.")
    var layer: String
    @Argument(help: "Tệp nguồn: .shp .tab .gpkg .geojson .kml .csv .dxf … · The source files.")
    var files: [String]
    @Option(help: "Lớp trong tệp nguồn, khi tệp có nhiều lớp. · The layer inside the file, where it has several.")
    var sourceLayer: String?
    @Option(help: "Hệ toạ độ: auto hoặc EPSG:n. · The coordinate system: auto or EPSG:n.")
    var crs = "auto"
    @Option(help: "Bảng mã: auto, utf-8, tcvn3, vni, windows-1258 … · The text encoding.")
    var encoding = "auto"
    @Option(help: "Thứ tự trục: auto, en (Đông trước), ne (Bắc trước). · The order of axes.")
    var axes = ImportOptions.Axes.auto
    @Option(help: "replace, upsert hoặc append. · How records meet the features that are there.")
    var mode: ImportOptions.Mode?
    @Option(help: "Số bản ghi bị loại cho phép: N hoặc N%. · How many records may be refused.")
    var maxRejected = "0"
    @Flag(help: "Làm mọi việc trừ ghi. · Do everything but write.")
    var dryRun = false
    @Option(help: "Ghi báo cáo JSON đầy đủ vào tệp này. · Write the whole report as JSON to this file.")
    var report: String?
    @Flag(
        help:
            "Tạo định nghĩa lớp từ chính tệp nếu chưa có. · Write the layer's definition from the file if it has none.")
    var create = false
    @Option(
        name: .customLong("set"),
        help: "Giá trị cho mọi bản ghi: trường=giá trị. · A value for every record: field=value.")
    var constants: [String] = []
    @Option(
        name: .customLong("field"),
        help: "Trường nguồn chọn tay: trường=cột. · A source field chosen by hand: field=column.")
    var fieldSources: [String] = []

    func run() async throws {
        let options = try options()
        let engine = try await workspace.engine()
        let urls = files.map { URL(filePath: $0) }
        let bar = ProgressBar(layer)
        let report = try await engine.importer.run(
            layer: layer, files: urls, options: options, creating: create, author: "local"
        ) { progress in bar.show(progress.done, of: progress.total) }
        bar.clear()
        try ImportReportPrinter(report).print(json: output.json, file: self.report)
        if !report.isDryRun { try await engine.settle(report.layer) }
    }

    private func options() throws -> ImportOptions {
        var options = ImportOptions()
        options.sourceLayer = sourceLayer
        options.axes = axes
        options.mode = mode
        options.isDryRun = dryRun
        if crs != "auto" {
            guard let named = CRS(crs) else { throw ValidationError("--crs must be auto or EPSG:n, not “\(crs)”.") }
            options.crs = named
        }
        guard let choice = TextEncodingChoice(encoding) else {
            throw ValidationError("--encoding must be auto, utf-8, tcvn3, vni or windows-1258, not “\(encoding)”.")
        }
        options.encoding = choice
        guard let tolerance = ImportOptions.Tolerance(maxRejected) else {
            throw ValidationError(
                "--max-rejected must be a number such as 5 or a share such as 2%, not “\(maxRejected)”.")
        }
        options.maxRejected = tolerance
        options.constants = try pairs(constants, flag: "--set")
        options.fieldSources = try pairs(fieldSources, flag: "--field")
        return options
    }

    private func pairs(_ texts: [String], flag: String) throws -> [String: String] {
        try texts.reduce(into: [:]) { result, text in
            guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
                throw ValidationError("\(flag) takes NAME=VALUE, not “\(text)”.")
            }
            result[String(text[..<equals])] = String(text[text.index(after: equals)...])
        }
    }
}

extension ImportOptions.Mode: ExpressibleByArgument {}
extension ImportOptions.Axes: ExpressibleByArgument {}
