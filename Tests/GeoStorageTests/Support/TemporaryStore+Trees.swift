import Foundation
import GRDB
import GeoCore

@testable import GeoStorage

extension LayerID {
    static let trees = LayerID("trees")!
}

extension StagedFeature {
    /// A tree on a grid of a hundred columns near Quy Nhơn.
    static func tree(_ number: Int, height: Double = 3, record: Int64? = nil) -> StagedFeature {
        let place = Coordinate(
            longitude: 109.2 + Double(number % 100) * 0.001, latitude: 13.7 + Double(number / 100) * 0.001)
        return StagedFeature(
            values: [.text("T\(number)"), .real(height), .text("2020-01-0\(number % 9 + 1)")],
            geometry: .point(place), record: record ?? Int64(number))
    }
}

extension ImportRequest {
    static func trees(
        mode: ImportMode = .upsert, definition: LayerDefinition = .points(), time: Date = .morning
    ) -> ImportRequest {
        ImportRequest(
            definition: definition, mode: mode, source: ImportSource(file: "trees.gpkg", crs: "EPSG:9217"),
            author: "tester", time: time)
    }
}

extension Date {
    /// 2026-11-21T01:00:00Z.
    static let morning = Date(timeIntervalSince1970: 1_795_222_800)
}

struct Tree: Equatable {
    var id: Int64
    var code: String
}

extension TemporaryStore {
    @discardableResult
    func importTrees(
        _ features: [StagedFeature], mode: ImportMode = .upsert, definition: LayerDefinition = .points(),
        time: Date = .morning
    ) async throws -> ImportOutcome {
        let staging = try await store.beginImport(.trees(mode: mode, definition: definition, time: time))
        try await staging.append(features)
        return try await staging.commit()
    }

    /// Every tree, by code.
    func trees() async throws -> [Tree] {
        let page = try await store.features(FeatureQuery(layer: .trees, limit: 100_000))
        return page.features.map { Tree(id: $0.id, code: $0.values[0].text) }.sorted {
            ($0.code, $0.id) < ($1.code, $1.id)
        }
    }

    /// What SQLite and SpatiaLite find wrong with a layer's spatial index.
    func indexFaults(_ layer: LayerID) async throws -> [String] {
        try await store.pool.write { db in
            let tree = try String.fetchOne(db, sql: "SELECT rtreecheck('idx_\(layer)_geometry')") ?? "none"
            let check = try Int.fetchOne(db, sql: "SELECT CheckSpatialIndex('\(layer)', 'geometry')")
            return (tree == "ok" ? [] : [tree])
                + (check == 1 ? [] : ["CheckSpatialIndex: \(String(describing: check))"])
        }
    }
}
