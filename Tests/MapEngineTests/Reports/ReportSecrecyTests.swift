import Foundation
import GeoCore
import LiveMap
import MapTesting
import Testing
import Tiling

@testable import MapEngine

@Suite("What nobody else may know of a report")
struct ReportSecrecyTests {
    /// The tile that holds the reports, at a zoom up to 14.
    private static func tile(_ zoom: Int) throws -> TileCoordinate {
        try #require(TileCoordinate(z: zoom, x: 13162 >> (14 - zoom), y: 7558 >> (14 - zoom)))
    }

    /// Every way by which features leave the engine, as one text.
    private func everything(_ engine: Engine, for caller: Caller) async throws -> String {
        let definition = try engine.layer("reports", for: caller)
        var texts: [String] = []
        var request = FeatureRequest(layer: definition.id, caller: caller, limit: 100)
        for near in [nil, FeatureRequest.Circle(center: OperationsFixture.quyNhon, radiusMeters: 50_000)] {
            request.near = near
            let page = try await engine.features.features(request)
            texts.append("matched \(page.matched ?? 0)")
            texts += page.features.map { String(describing: $0.feature) }
        }
        request.near = nil
        request.unit = "21583"
        texts.append("in unit \(try await engine.features.features(request).matched ?? 0)")
        texts.append("status \(String(describing: try await engine.status(of: definition, for: caller)))")
        texts.append(String(decoding: try engine.tileset(["reports"], for: caller).json, as: UTF8.self))
        for zoom in [5, 8, 11, 14] {
            let tile = try Self.tile(zoom)
            for _ in 0..<2 {
                let served = try await engine.tiles.tile([definition], at: tile, for: caller)
                texts.append("tile \(String(decoding: try served?.inflated ?? [], as: Unicode.ASCII.self))")
                try await engine.tiles.shelf.flush()
            }
            let dated = try await engine.tile(
                [definition], at: tile, on: try #require(ValidMoment("2026-11-05")), for: caller)
            texts.append("dated \(String(decoding: try dated?.inflated ?? [], as: Unicode.ASCII.self))")
        }
        let file = engine.workspace.root.appending(path: "out-\(UUID().uuidString).geojson")
        request.unit = nil
        _ = try await engine.exporter.write(request, to: file, crs: .crs84)
        texts.append(String(decoding: try Data(contentsOf: file), as: UTF8.self))
        return texts.joined(separator: "\n")
    }

    @Test("the public finds no trace of what is not published, and no reporter of what is, by any path")
    func hides() async throws {
        let fixture = try await OperationsFixture()
        let hidden = try await fixture.submit(text: "Chuyện kín")
        let open = try await fixture.submit(text: "Chuyện chung, gọi 0905123456")
        try await fixture.move(open, "assigned", "in-progress", "done", "published")
        let engine = fixture.engine
        let operators = try await everything(engine, for: OperationsFixture.officer.caller)
        #expect(operators.contains(hidden.code) && operators.contains("in unit 2"))
        for caller in [Caller.anonymous, OperationsFixture.viewer.caller, OperationsFixture.otherCommune.caller] {
            let seen = try await everything(engine, for: caller)
            #expect(!seen.contains(hidden.code) && !seen.contains("Chuyện kín"))
            #expect(seen.contains(open.code) && seen.contains("Chuyện chung, gọi •••"))
            #expect(seen.contains("matched 1") && seen.contains("in unit 1") && seen.contains("featureCount: 1"))
            for secret in ["0905123456", "Nguyễn Văn An", "203.0.113.7", open.key] { #expect(!seen.contains(secret)) }
            #expect(
                await code {
                    _ = try await engine.features.feature(
                        hidden.code, in: try engine.layer("reports", for: caller), at: nil, for: caller)
                } == .notFound)
            #expect(
                await code {
                    _ = try await engine.features.feature(
                        String(hidden.id), in: try engine.layer("reports", for: caller), at: nil, for: caller)
                } == .notFound)
        }
        let own = try await everything(engine, for: OperationsFixture.commune.caller)
        #expect(own.contains(hidden.code))
    }

    @Test("a report that is taken up again is gone from the public's tiles, and its past is not open")
    func withdraws() async throws {
        let fixture = try await OperationsFixture()
        let report = try await fixture.submit()
        try await fixture.move(report, "assigned", "in-progress", "done", "published")
        #expect(try await everything(fixture.engine, for: .anonymous).contains(report.code))
        fixture.clock.advance(seconds: 86_400)
        try await fixture.move(report, "in-progress")
        let engine = fixture.engine
        let definition = try engine.layer("reports", for: .anonymous)
        #expect(try await engine.tiles.tile([definition], at: Self.tile(14), for: .anonymous) == nil)
        var request = FeatureRequest(layer: definition.id, caller: .anonymous, limit: 10)
        #expect(try await engine.features.features(request).matched == 0)
        request.moment = ValidMoment("2026-11-05")
        let past = request
        #expect(await code { _ = try await engine.features.features(past) } == .forbidden)
    }

    @Test("a built archive holds what the public sees")
    func archives() async throws {
        let fixture = try await OperationsFixture()
        _ = try await fixture.submit()
        let open = try await fixture.submit()
        try await fixture.move(open, "assigned", "in-progress", "done", "published")
        let file = fixture.temporary.workspace.root.appending(path: "reports.pmtiles")
        let outcome = try await fixture.engine.pyramid(of: ["reports"]).write(to: file, zooms: 5...5) { _, _ in }
        #expect((outcome.tiles, outcome.features, outcome.omitted) == (1, 1, 0))
    }
}
