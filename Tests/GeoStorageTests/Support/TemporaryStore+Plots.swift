import Foundation
import GRDB
import GeoCore
import Tiling

@testable import GeoStorage

extension LayerID {
    static let plots = LayerID("plots")!
}

extension LayerDefinition {
    /// Plots that share their borders.
    static let plots = LayerDefinition(
        id: .plots, title: LocalizedText(vi: "Lô", en: "Plots"), theme: .planning, geometry: .polygon,
        key: ["number"],
        fields: [
            FieldDefinition(name: "number", type: .integer, title: LocalizedText(vi: "Số", en: "Number")),
            FieldDefinition(name: "use", type: .text, title: LocalizedText(vi: "Loại", en: "Use")),
            FieldDefinition(name: "note", type: .text, title: LocalizedText(vi: "Ghi chú", en: "Note")),
        ],
        tiles: TileSettings(minZoom: 10, maxZoom: 18, fields: ["number", "use"], label: "number", fullZoom: 14))
}

extension StagedFeature {
    /// A square of 0.0005° in a grid of twenty columns, with a vertex in the middle of its west and east side.
    ///
    /// `bulge` pushes the middle of the side that plots 2n and 2n + 1 share eastward, so that both fit where both are
    /// given the same.
    static func plot(_ number: Int, use: String = "ODT", bulge: Double = 0, note: String? = nil) -> StagedFeature {
        let size = 0.0005
        let west = 109.2 + Double(number % 20) * size, east = 109.2 + Double(number % 20 + 1) * size
        let south = 13.7 + Double(number / 20) * size, north = 13.7 + Double(number / 20 + 1) * size
        let middle = (south + north) / 2
        let isWestern = number.isMultiple(of: 2)
        let ring = [
            Coordinate(x: west, y: south), Coordinate(x: east, y: south),
            Coordinate(x: east + (isWestern ? bulge * size : 0), y: middle), Coordinate(x: east, y: north),
            Coordinate(x: west, y: north), Coordinate(x: west + (isWestern ? 0 : bulge * size), y: middle),
            Coordinate(x: west, y: south),
        ]
        return StagedFeature(
            values: [.integer(Int64(number)), .text(use), note.map { .text($0) } ?? .null],
            geometry: .polygon(Polygon(rings: [ring])), record: Int64(number))
    }
}

extension TemporaryStore {
    @discardableResult
    func importPlots(_ features: [StagedFeature], mode: ImportMode = .upsert) async throws -> ImportOutcome {
        let staging = try await store.beginImport(
            ImportRequest(definition: .plots, mode: mode, source: nil, author: "tester", time: .morning))
        try await staging.append(features)
        return try await staging.commit()
    }

    /// Every tile of the plots that shows something, with what each feature looks like in it.
    func allTiles() async throws -> [TileCoordinate: [VectorTile.Value: VectorTile.Feature]] {
        var tiles: [TileCoordinate: [VectorTile.Value: VectorTile.Feature]] = [:]
        guard let extent = try await store.layer(.plots)?.extent else { return tiles }
        let corners = [Coordinate(x: extent.west, y: extent.south), Coordinate(x: extent.east, y: extent.north)]
        guard let box = GridBox(enclosing: corners.map(WorldGrid.position)) else { return tiles }
        for zoom in 10...18 {
            for tile in TileRange(box, zoom: zoom).tiles {
                let shapes = try await features(in: tile)
                if !shapes.isEmpty { tiles[tile] = shapes }
            }
        }
        return tiles
    }

    /// The features of the plots' tile layer by number, without their identifiers.
    func features(in tile: TileCoordinate) async throws -> [VectorTile.Value: VectorTile.Feature] {
        guard let made = try await store.makeTile(tile, of: .plots).made else { return [:] }
        var result: [VectorTile.Value: VectorTile.Feature] = [:]
        for var feature in try VectorTileDecoder().decode(made.bytes).layers[0].features {
            feature.id = nil
            result[feature["number"]!] = feature
        }
        return result
    }

    /// The bytes of every tile of the plots at a zoom that shows something.
    func fullTiles(zoom: Int) async throws -> [TileCoordinate: [UInt8]] {
        guard let extent = try await store.layer(.plots)?.extent else { return [:] }
        let corners = [Coordinate(x: extent.west, y: extent.south), Coordinate(x: extent.east, y: extent.north)]
        guard let box = GridBox(enclosing: corners.map(WorldGrid.position)) else { return [:] }
        var tiles: [TileCoordinate: [UInt8]] = [:]
        for tile in TileRange(box, zoom: zoom).tiles {
            tiles[tile] = try await store.makeTile(tile, of: .plots).made?.bytes
        }
        return tiles
    }

    func blockIndexCheck() async throws -> String? {
        try await store.pool.write { db in try String.fetchOne(db, sql: "SELECT rtreecheck('bando_blockindex_plots')") }
    }
}
