package import Foundation
import GeoCore
import GeoStorage
import Tiling

/// Writes an archive of the same tiles that the service makes.
package struct PyramidBuilder: Sendable {
    private let store: SpatiaLiteStore
    private let tileset: TileJSON
    private let layers: [LayerDefinition]

    /// libdeflate's level for tiles that are packed once and read for long: 4 % smaller than the usual 6, at 13 MB/s.
    private static let compression = 12
    /// Tiles made at a time before they are written.
    private static let batchSize = 256

    /// What was written.
    package struct Outcome: Sendable {
        package var tiles = 0
        package var features = 0
        package var omitted = 0
    }

    init(store: SpatiaLiteStore, tileset: TileJSON, layers: [LayerDefinition]) {
        self.store = store
        self.tileset = tileset
        self.layers = layers
    }

    /// Writes the tiles of the zooms into a PMTiles archive.
    ///
    /// The file appears whole under its name, or not at all.
    package func write(
        to file: URL, zooms: ClosedRange<Int>, progress: @Sendable (Int, Int) -> Void
    ) async throws -> Outcome {
        let folder = file.deletingLastPathComponent()
        var writer = PMTilesWriter(scratch: try FileScratchSpace(folder: folder))
        var outcome = Outcome()
        let coordinates = zooms.flatMap { TileCover.tiles(of: tileset.bounds, zoom: $0) }
        for start in stride(from: 0, to: coordinates.count, by: Self.batchSize) {
            let batch = Array(coordinates[start..<min(coordinates.count, start + Self.batchSize)])
            for (coordinate, made) in zip(batch, try await make(batch)) {
                guard let made else { continue }
                try writer.add(made.bytes, at: coordinate)
                outcome.tiles += 1
                outcome.features += made.featureCount
                outcome.omitted += made.omittedCount
            }
            try Task.checkCancellation()
            progress(start + batch.count, coordinates.count)
        }
        try finish(writer, to: file, zooms: zooms)
        return outcome
    }

    private func finish(_ writer: consuming PMTilesWriter, to file: URL, zooms: ClosedRange<Int>) throws {
        var metadata = tileset
        metadata.minZoom = zooms.lowerBound
        metadata.maxZoom = zooms.upperBound
        let description = PMTilesWriter.Description(
            format: .mvt, compression: .gzip, minZoom: zooms.lowerBound, maxZoom: zooms.upperBound,
            bounds: tileset.bounds, center: .framing(tileset.bounds, zooms: zooms),
            metadata: metadata.archiveMetadata)
        let part = file.appendingPathExtension("part")
        do {
            var sink = try FileByteSink(part)
            try writer.finish(description, to: &sink)
            try sink.close()
            try Self.move(part, to: file)
        } catch {
            // What went wrong is told; that its rest could not be removed adds nothing.
            try? FileManager.default.removeItem(at: part)
            throw error
        }
    }

    private static func move(_ part: URL, to file: URL) throws {
        if FileManager.default.fileExists(atPath: file.path) {
            _ = try FileManager.default.replaceItemAt(file, withItemAt: part)
        } else {
            try FileManager.default.moveItem(at: part, to: file)
        }
    }

    /// Compressed tiles in the order asked for; half of them are made beside the other half.
    private func make(_ coordinates: [TileCoordinate]) async throws -> [MadeTile?] {
        try await withThrowingTaskGroup(of: (Int, [MadeTile?]).self) { group in
            let lanes = ProcessInfo.processInfo.activeProcessorCount
            let length = (coordinates.count + lanes - 1) / lanes
            for lane in 0..<lanes {
                let part = Array(coordinates.dropFirst(lane * length).prefix(length))
                group.addTask { (lane, try await part.asyncMap { try await self.make($0) }) }
            }
            var lanesDone: [Int: [MadeTile?]] = [:]
            for try await (lane, tiles) in group { lanesDone[lane] = tiles }
            return (0..<lanes).flatMap { lanesDone[$0] ?? [] }
        }
    }

    @concurrent private func make(_ coordinate: TileCoordinate) async throws -> MadeTile? {
        var parts: [MadeTile] = []
        for layer in layers where Engine.zooms(of: [layer]).contains(coordinate.z) {
            let audience = Audience(layer, .anonymous)
            let indexed = try await store.makeTile(coordinate, of: layer.id, for: audience)
            if let made = indexed.made { parts.append(made) }
        }
        guard var whole = MadeTile.composite(parts) else { return nil }
        whole.bytes = try Deflate.gzip(CompactTile.reordered(whole.bytes), level: Self.compression)
        return whole
    }
}

/// The tiles that cover a box, in the order of an archive.
enum TileCover {
    static func tiles(of box: BoundingBox, zoom: Int) -> [TileCoordinate] {
        let shift = UInt32(32 - zoom)
        func tile(_ position: UInt32) -> Int { zoom == 0 ? 0 : Int(position >> shift) }
        let topLeft = WorldGrid.position(Coordinate(x: box.west, y: box.north))
        let bottomRight = WorldGrid.position(Coordinate(x: box.east, y: box.south))
        let columns = tile(topLeft.x)...max(tile(topLeft.x), tile(bottomRight.x))
        let rows = tile(topLeft.y)...max(tile(topLeft.y), tile(bottomRight.y))
        let tiles = rows.flatMap { y in columns.compactMap { TileCoordinate(z: zoom, x: $0, y: y) } }
        return tiles.sorted { TileID($0) < TileID($1) }
    }
}
