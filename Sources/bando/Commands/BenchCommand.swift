import ArgumentParser
import Foundation
import GeoCore
import MapEngine
import MapHTTP
import Tiling

/// `bando bench tile LAYER Z/X/Y…`, for `make bench`
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measures for make bench.", shouldDisplay: false, subcommands: [Tile.self])

    /// Makes tiles from the index, one after the other, nothing cached, nothing compressed.
    struct Tile: AsyncParsableCommand {
        @OptionGroup var workspace: WorkspaceOptions
        @Flag var json = false
        @Argument var layer: String
        @Argument var tiles: [String]

        func run() async throws {
            let engine = try await workspace.engine()
            let coordinates = try tiles.map { text in
                guard let tile = TileCoordinate(path: text) else { throw ValidationError("“\(text)” is no Z/X/Y.") }
                return tile
            }
            let definition = try engine.layer(layer, for: .anonymous)
            for tile in coordinates.prefix(10) { _ = try await engine.tiles.uncached(definition, at: tile) }
            var milliseconds: [Double] = []
            var features = 0
            for tile in coordinates {
                let begun = ContinuousClock.now
                features += try await engine.tiles.uncached(definition, at: tile)?.featureCount ?? 0
                milliseconds.append((ContinuousClock.now - begun) / .milliseconds(1))
            }
            let median = milliseconds.sorted()[milliseconds.count / 2]
            let document = JSONDocument.object([
                "medianMilliseconds": .number(median), "features": .count(features),
            ])
            Console.write(String(decoding: document.bytes, as: UTF8.self))
        }
    }
}
