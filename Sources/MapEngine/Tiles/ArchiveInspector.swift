package import Foundation
package import GeoCore
import Tiling

/// Reads a PMTiles archive: one of its tiles, or all of them to see that they are right.
package struct ArchiveInspector: Sendable {
    private let file: URL

    package init(_ file: URL) {
        self.file = file
    }

    /// What a verification found.
    package struct Verification: Sendable {
        package var tiles = 0
        /// Sentences, one for each tile or part that is wrong.
        package var faults: [String] = []
    }

    /// The uncompressed bytes of a tile, or `nil` where the archive has none.
    ///
    /// - Throws: `EngineError` where the file is no archive.
    package func tile(at coordinate: TileCoordinate) async throws -> [UInt8]? {
        do {
            let reader = try await PMTilesReader.open(FileByteSource(file))
            return try await reader.tile(at: coordinate).map { try Self.expanded($0) }
        } catch let error as TilingError {
            throw EngineError(.unreadable, "\(file.lastPathComponent): \(error.message)", underlying: error)
        }
    }

    /// Decodes every tile by the rules of the Mapbox Vector Tile specification.
    ///
    /// - Throws: `EngineError` where the file is no archive at all.
    package func verify() async throws -> Verification {
        do {
            let reader = try await PMTilesReader.open(FileByteSource(file))
            var result = Verification()
            try await reader.forEachEntry { entry in
                for step in 0..<UInt64(entry.runLength) {
                    guard let coordinate = TileID(value: entry.id.value + step).tile else {
                        result.faults.append("The directory names a tile \(entry.id.value + step) that does not exist.")
                        continue
                    }
                    result.tiles += 1
                    do {
                        guard let tile = try await reader.tile(at: coordinate) else { continue }
                        if tile.format == .mvt { _ = try VectorTileDecoder().decode(Self.expanded(tile)) }
                    } catch let error as TilingError {
                        result.faults.append("Tile \(coordinate): \(error.message)")
                    }
                }
            }
            return result
        } catch let error as TilingError {
            throw EngineError(.unreadable, "\(file.lastPathComponent): \(error.message)", underlying: error)
        }
    }

    private static func expanded(_ tile: StoredTile) throws(TilingError) -> [UInt8] {
        Deflate.isGzip(tile.bytes) ? try Deflate.gunzip(tile.bytes) : tile.bytes
    }
}
