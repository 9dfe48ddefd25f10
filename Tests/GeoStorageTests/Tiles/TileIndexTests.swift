import Foundation
import GeoCore
import Testing
import Tiling

@testable import GeoStorage

@Suite struct TileIndexTests {
    @Test("tiles of an edited layer are those of a layer imported as it is now, and the changed ones are named")
    func edits() async throws {
        let temporary = try TemporaryStore()
        try await temporary.importPlots((0..<400).map { .plot($0) })
        let before = try await temporary.allTiles()
        let outcome = try await temporary.importPlots(
            [.plot(45, bulge: 0.3), .plot(46, bulge: 0.3), .plot(210, use: "LUC"), .plot(1_000)])
        let after = try await temporary.allTiles()
        let fresh = try TemporaryStore()
        try await fresh.importPlots(
            (0..<400).map { $0 == 45 || $0 == 46 ? .plot($0, bulge: 0.3) : .plot($0, use: $0 == 210 ? "LUC" : "ODT") }
                + [.plot(1_000)])
        #expect(try await fresh.allTiles() == after)
        let changed = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
        #expect(outcome.changedTiles.set == changed)
    }

    @Test("removing a feature changes the tiles it was in")
    func removal() async throws {
        let temporary = try TemporaryStore()
        try await temporary.importPlots((0..<9).map { .plot($0) })
        let before = try await temporary.allTiles()
        let outcome = try await temporary.importPlots((0..<8).map { .plot($0) }, mode: .replace)
        let after = try await temporary.allTiles()
        let changed = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
        #expect(!changed.isEmpty)
        #expect(outcome.changedTiles.set == changed)
    }

    @Test("a change that no tile shows changes no tile")
    func invisible() async throws {
        let temporary = try TemporaryStore()
        try await temporary.importPlots([.plot(1)])
        let outcome = try await temporary.importPlots([.plot(1, note: "not shipped")])
        #expect(outcome.changed == 1)
        #expect(outcome.changedTiles == .none)
    }

    @Test("a bulk load builds the same index as a small import")
    func bulk() async throws {
        let count = Commit.directLimit + 1
        let temporary = try TemporaryStore()
        try await temporary.importPlots((0..<count).map { .plot($0) })
        let other = try TemporaryStore()
        try await other.importPlots((0..<count / 2).map { .plot($0) })
        try await other.importPlots((count / 2..<count).map { .plot($0) })
        let place = WorldGrid.position(Coordinate(longitude: 109.205, latitude: 13.71))
        let tile = try #require(TileCoordinate(z: 16, x: Int(place.x >> 16), y: Int(place.y >> 16)))
        let shown = try await temporary.features(in: tile)
        #expect(!shown.isEmpty)
        #expect(try await other.features(in: tile) == shown)
        #expect(try await temporary.blockIndexCheck() == "ok")
        #expect(try await other.blockIndexCheck() == "ok")
    }

    @Test("a definition that ships other fields gets a tile index of its own, and no old tile stays")
    func shippedFields() async throws {
        let temporary = try TemporaryStore()
        try await temporary.importPlots((0..<30).map { .plot($0, note: "n") })
        let tile = try #require(try await temporary.allTiles().keys.first)
        try await temporary.store.storeTile(GeoStorage.StoredTile.plots(tile, revision: 1))
        var definition = LayerDefinition.plots
        definition.tiles.fields = ["number", "note"]
        let layer = try await temporary.store.prepareLayer(definition, author: "tester", time: .morning)
        #expect(layer.revision == 2)
        #expect(try await temporary.store.storedTile(tile, of: .plots, variant: "") == nil)
        let shown = try #require(try await temporary.features(in: tile).values.first)
        #expect(shown["note"] == .text("n"))
        #expect(shown["use"] == nil)
        #expect(try await temporary.store.check() == [])
        #expect(try await temporary.store.prepareLayer(definition, author: "t", time: .morning).revision == 2)
    }

    @Test("an edit removes the cached tiles it changes and no others")
    func cache() async throws {
        let temporary = try TemporaryStore()
        try await temporary.importPlots((0..<400).map { .plot($0) })
        let tiles = Array(try await temporary.allTiles().keys)
        for tile in tiles {
            #expect(try await temporary.store.storeTile(GeoStorage.StoredTile.plots(tile, revision: 1)))
        }
        let outcome = try await temporary.importPlots([.plot(45, bulge: 0.3)])
        var gone: Set<TileCoordinate> = []
        for tile in tiles {
            if try await temporary.store.storedTile(tile, of: .plots, variant: "") == nil { gone.insert(tile) }
        }
        #expect(gone == outcome.changedTiles.set)
    }

    @Test("a bulk load removes the cached tiles it changes and leaves those far from any change")
    func cacheBesideLoad() async throws {
        let count = 20 * 500
        let temporary = try TemporaryStore()
        try await temporary.importPlots((0..<count).map { .plot($0) })
        let tiles = try await temporary.fullTiles(zoom: 16)
        for (tile, _) in tiles { try await temporary.store.storeTile(GeoStorage.StoredTile.plots(tile, revision: 1)) }
        try await temporary.importPlots((0..<Commit.directLimit + 1).map { .plot($0, use: "LUC") })
        let after = try await temporary.fullTiles(zoom: 16)
        var stale: [TileCoordinate] = [], kept = 0
        for (tile, bytes) in tiles {
            guard try await temporary.store.storedTile(tile, of: .plots, variant: "") != nil else { continue }
            kept += 1
            if after[tile] != bytes { stale.append(tile) }
        }
        #expect(stale.isEmpty)
        #expect(kept > tiles.count / 2)
        #expect(kept < tiles.count)
    }

    @Test("a tile made before a commit cannot come back after it")
    func late() async throws {
        let temporary = try TemporaryStore()
        try await temporary.importPlots([.plot(1)])
        let tile = TileCoordinate(z: 14, x: 1, y: 1)!
        try await temporary.importPlots([.plot(2)])
        #expect(try await temporary.store.storeTile(GeoStorage.StoredTile.plots(tile, revision: 1)) == false)
        #expect(try await temporary.store.storedTile(tile, of: .plots, variant: "") == nil)
        #expect(try await temporary.store.storeTile(GeoStorage.StoredTile.plots(tile, revision: 2)))
        #expect(try await temporary.store.storedTile(tile, of: .plots, variant: "")?.data == [7])
    }
}

extension GeoStorage.StoredTile {
    static func plots(_ tile: TileCoordinate, revision: Int64) -> GeoStorage.StoredTile {
        GeoStorage.StoredTile(layer: .plots, coordinate: tile, variant: "", revision: revision, data: [7])
    }
}

extension ChangedTiles {
    /// `nil` where they are not listed.
    var set: Set<TileCoordinate>? {
        guard case .tiles(let tiles) = self else { return nil }
        return Set(tiles)
    }
}
