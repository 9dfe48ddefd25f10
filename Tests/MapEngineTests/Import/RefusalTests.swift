import Foundation
import GeoCore
import MapTesting
import Testing

@testable import MapEngine

@Suite("Refused imports") struct RefusalTests {
    /// Transverse Mercator on the meridian of zone 108°30′ under the name of WGS 84.
    private static let neighbour = """
        PROJCS["WGS_1984_TM",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],\
        PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],\
        PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",108.5],\
        PARAMETER["Scale_Factor",0.9999],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]
        """

    @Test("a zone under the name of WGS 84 is asked about where the records name a commune that it does not reach")
    func neighbouringZone() async throws {
        let (temporary, engine) = try await withCommunes()
        let file = try parcels(temporary, projection: Self.neighbour)
        let error = await refusal(engine, "parcels", file)
        #expect(error?.code == .unreadable)
        #expect(error?.message.contains("EPSG:9217") == true, "\(error?.message ?? "")")
    }

    @Test("a zone under the name of WGS 84 is taken for VN-2000 where it reaches the commune that the records name")
    func rightZone() async throws {
        let (temporary, engine) = try await withCommunes()
        let file = try parcels(temporary, projection: Self.neighbour.replacing("108.5", with: "108.25"))
        let report = try await engine.importer.run(
            layer: "parcels", files: [file], options: ImportOptions(), author: "test")
        #expect(report.sources.first?.crs.name == "EPSG:9217")
    }

    @Test("where no record has the layer's geometry, the sentence says so and advises no tolerance")
    func wrongGeometry() async throws {
        let temporary = try TemporaryWorkspace()
        let engine = try await temporary.engine()
        let error = await refusal(engine, "roads", TemporaryWorkspace.datasets.appending(path: "cay-xanh.gpkg"))
        #expect(error?.message.contains("No record has the geometry of layer roads") == true)
        #expect(error?.message.contains("--max-rejected") == false)
    }

    @Test("a refused import and a rehearsal leave no layer behind, and a later import finds all as new")
    func nothingLeft() async throws {
        let temporary = try TemporaryWorkspace()
        let engine = try await temporary.engine()
        let trees = TemporaryWorkspace.datasets.appending(path: "cay-xanh.gpkg")
        _ = await refusal(engine, "roads", trees)
        var rehearsal = ImportOptions()
        rehearsal.isDryRun = true
        _ = try await engine.importer.run(layer: "trees", files: [trees], options: rehearsal, author: "test")
        try await engine.refresh()
        #expect(engine.statuses.keys.map(\.name).filter { ["roads", "trees"].contains($0) } == [])
        let report = try await engine.importer.run(
            layer: "trees", files: [trees], options: ImportOptions(), author: "test")
        #expect(report.added == report.read)
        #expect(report.revision == 1)
    }

    private func withCommunes() async throws -> (TemporaryWorkspace, Engine) {
        let temporary = try TemporaryWorkspace()
        let engine = try await temporary.engine()
        let units = TemporaryWorkspace.datasets.appending(path: "xa-tu-2025-07.geojson")
        _ = try await engine.importer.run(layer: "commune", files: [units], options: ImportOptions(), author: "test")
        try await engine.refresh()
        return (temporary, engine)
    }

    private func refusal(_ engine: Engine, _ layer: String, _ file: URL) async -> EngineError? {
        await #expect(throws: EngineError.self) {
            try await engine.importer.run(layer: layer, files: [file], options: ImportOptions(), author: "test")
        }
    }

    /// The committed parcels with a declared coordinate system.
    private func parcels(_ temporary: TemporaryWorkspace, projection: String) throws -> URL {
        for ending in ["shp", "shx", "dbf"] {
            try FileManager.default.copyItem(
                at: TemporaryWorkspace.datasets.appending(path: "dia-chinh.\(ending)"),
                to: temporary.workspace.root.appending(path: "thua.\(ending)"))
        }
        _ = try temporary.write(projection, to: "thua.prj")
        return temporary.workspace.root.appending(path: "thua.shp")
    }
}
