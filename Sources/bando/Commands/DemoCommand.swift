import ArgumentParser
import Foundation
import GeoCore
import MapEngine
import SampleProvince

/// `bando demo`
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Tạo, nhập và phục vụ tỉnh mẫu. · Makes the sample province, imports it and serves the map.")

    @OptionGroup var workspace: WorkspaceOptions
    @Option(help: "Địa chỉ lắng nghe. · The address to listen on.") var host: String?
    @Option(help: "Cổng. · The port.") var port: Int?
    @Option(help: "Số thửa của thành phố mẫu. · The parcels of the sample city.") var parcels = DemoProvince
        .committedParcels

    func validate() throws { try ServiceRunner.check(port) }

    func run() async throws {
        let folder = try workspace.open()
        let engine = try await workspace.engine()
        try await DemoProvince(engine: engine, folder: folder.datasetsFolder, parcels: parcels).prepare()
        let token = try await engine.tokens.create(
            role: .administrator, unit: nil, expires: Date().addingTimeInterval(86_400))
        Console.writeError("Trực ban (đăng nhập trên bản đồ) · Duty desk (sign in on the map): \(token)")
        var runner = ServiceRunner(engine: engine, host: host, port: port)
        runner.more = [DemoTraffic(engine: engine)]
        try await runner.run()
    }
}

/// Brings the sample province into a workspace: every file through the real import, without a flag.
struct DemoProvince {
    let engine: Engine
    let folder: URL
    let parcels: Int

    /// Imports what is not there yet; a workspace that is filled already is left as it is.
    func prepare() async throws {
        let source = try files()
        for entry in SampleProvince.manifest {
            let file = source.appending(path: entry.file)
            switch entry.kind {
            case .vector: try await importVector(entry, file)
            case .raster: try await addRaster(entry, file)
            }
        }
        for definition in engine.catalogue.definitions { try await engine.settle(definition.id) }
    }

    /// The committed files, of the workspace or of the program, where all are there; else freshly made ones.
    private func files() throws -> URL {
        let shared = try ShareFolder.locate().root.appending(path: "datasets", directoryHint: .isDirectory)
        if parcels == Self.committedParcels, let complete = [folder, shared].first(where: Self.isComplete) {
            return complete
        }
        let made = folder.appending(path: "generated", directoryHint: .isDirectory)
        let bar = ProgressBar("sample")
        try SampleProvince.write(to: made, options: .init(parcels: parcels)) { share, _ in
            bar.show(Int(share * 1_000), of: 1_000)
        }
        bar.clear()
        return made
    }

    /// The parcels of the files that come with the program.
    static let committedParcels = 2_400

    private static func isComplete(_ folder: URL) -> Bool {
        SampleProvince.manifest.allSatisfy {
            FileManager.default.fileExists(atPath: folder.appending(path: $0.file).path)
        }
    }

    private func importVector(_ entry: SampleProvince.Entry, _ file: URL) async throws {
        let revisions = try await engine.sources(of: entry.layer)
        guard !revisions.contains(entry.file) else { return }
        let bar = ProgressBar(entry.layer)
        var options = ImportOptions()
        options.mode = revisions.isEmpty ? nil : .upsert
        options.maxRejected = .percent(5)
        let report = try await engine.importer.run(
            layer: entry.layer, files: [file], options: options, author: "demo"
        ) { progress in bar.show(progress.done, of: progress.total) }
        bar.clear()
        Console.writeError("\(entry.layer): \(report.added + report.changed) ← \(entry.file)")
        try await engine.refresh()
    }

    private func addRaster(_ entry: SampleProvince.Entry, _ file: URL) async throws {
        guard !engine.rasters.rasters.contains(where: { $0.id == entry.layer }) else { return }
        try await engine.rasters.add(entry.layer, files: [file], crs: nil)
        Console.writeError("\(entry.layer) ← \(entry.file)")
    }
}
