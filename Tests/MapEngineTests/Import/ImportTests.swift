import Foundation
import GeoCore
import MapTesting
import Testing

@testable import MapEngine

@Suite("Import") struct ImportTests {
    @Test("the committed parcels come in from TCVN3 and an unnamed VN-2000 zone, where they are")
    func parcels() async throws {
        let temporary = try TemporaryWorkspace()
        let engine = try await temporary.engine()
        try await importUnits(engine)
        let report = try await run(engine, "parcels", "dia-chinh.shp")
        #expect(report.added == 2_680)
        #expect(report.read == report.added + report.changed + report.unchanged + report.refused)
        let source = try #require(report.sources.first)
        #expect(source.crs.name == "EPSG:9217")
        #expect(source.encodings.first { $0.field == "diachi" }?.encoding == "tcvn3")
        var request = FeatureRequest(layer: report.layer, caller: .anonymous, limit: 1)
        request.unit = "21583"
        let found = try await engine.features.features(request)
        #expect((found.matched ?? 0) > 1_000)
    }

    @Test("a decision number that tells no encoding is read as the file's other columns are")
    func decisionNumbers() async throws {
        let temporary = try TemporaryWorkspace()
        let engine = try await temporary.engine()
        try await importUnits(engine)
        let report = try await run(engine, "plan-extents", "ranh-gioi-quy-hoach.tab")
        #expect(report.sources.first?.encodings.first { $0.field == "SoQD" }?.encoding == "vni")
    }

    @Test("importing the same file again changes nothing")
    func again() async throws {
        let temporary = try TemporaryWorkspace()
        let engine = try await temporary.engine()
        try await importUnits(engine)
        let first = try await run(engine, "commune", "xa-tu-2025-07.geojson")
        #expect(first.unchanged == first.read)
        #expect(first.revision == nil)
    }

    @Test("parcels without a coordinate system are asked about where no unit is known")
    func asks() async throws {
        let temporary = try TemporaryWorkspace()
        let engine = try await temporary.engine()
        let error = await #expect(throws: EngineError.self) {
            try await run(engine, "parcels", "dia-chinh.shp")
        }
        #expect(error?.code == .unreadable)
        #expect(error?.message.contains("--crs") == true)
        try await engine.refresh()
        let parcels = try #require(engine.catalogue[name: "parcels"])
        #expect(engine.statuses[parcels.id]?.featureCount ?? 0 == 0)
    }

    @Test("a list without codes comes in, told apart by its contents, and again changes nothing")
    func withoutCodes() async throws {
        let temporary = try TemporaryWorkspace()
        let engine = try await temporary.engine()
        let file = try temporary.write("ten,lon,lat\nA,109.2,13.7\nB,109.3,13.8\n", to: "truong.csv")
        for (added, unchanged) in [(2, 0), (0, 2)] {
            let report = try await engine.importer.run(
                layer: "schools", files: [file], options: ImportOptions(), author: "test")
            #expect(report.added == added)
            #expect(report.unchanged == unchanged)
        }
    }

    @Test("a refused record stops the import, and is let pass where it is allowed")
    func tolerance() async throws {
        let temporary = try TemporaryWorkspace()
        let engine = try await temporary.engine()
        let file = try temporary.write("ten,lon,lat\nA,109.2,13.7\nB,,\n", to: "truong.csv")
        let error = await #expect(throws: EngineError.self) {
            try await engine.importer.run(
                layer: "schools", files: [file], options: ImportOptions(), author: "test")
        }
        #expect(error?.code == .refused)
        var options = ImportOptions()
        options.maxRejected = .count(1)
        let report = try await engine.importer.run(layer: "schools", files: [file], options: options, author: "test")
        #expect(report.added == 1)
        #expect(report.refused == 1)
    }

    private func importUnits(_ engine: Engine) async throws {
        _ = try await run(engine, "province", "tinh-tu-2025-07.geojson")
        _ = try await run(engine, "commune", "xa-tu-2025-07.geojson")
    }

    private func run(_ engine: Engine, _ layer: String, _ file: String) async throws -> ImportReport {
        let url = TemporaryWorkspace.datasets.appending(path: file)
        let report = try await engine.importer.run(
            layer: layer, files: [url], options: ImportOptions(), author: "test")
        try await engine.refresh()
        return report
    }
}
