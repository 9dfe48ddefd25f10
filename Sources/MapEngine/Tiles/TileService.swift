import Foundation
package import GeoCore
import GeoStorage
import Synchronization
package import Tiling

/// Vector tiles: from memory, from the store, or made from the tile index; each made once for all who ask at a time.
package final class TileService: Sendable {
    private let store: SpatiaLiteStore
    private let state: EngineState
    private let cache: TileMemoryCache
    private let flights = SingleFlight<TileKey, TileMemoryCache.Answer>()
    private let underWay = Mutex(0)
    private let queueLimit: Int
    /// The most bytes of a composite, uncompressed.
    private static let compositeLimit = 32 << 20
    let shelf: TileShelf

    init(store: SpatiaLiteStore, state: EngineState, cache: TileMemoryCache, queueLimit: Int) {
        self.store = store
        shelf = TileShelf(store: store)
        self.state = state
        self.cache = cache
        self.queueLimit = queueLimit
    }

    /// The tile of one or several layers, or `nil` where none of them has anything there.
    ///
    /// - Throws: `notFound` for a zoom outside of all the layers' ranges, `busy` where too many tiles wait to be made,
    ///   `tooLarge` where the layers' tiles together have too many bytes.
    package func tile(
        _ layers: [LayerDefinition], at coordinate: TileCoordinate, for caller: Caller
    ) async throws -> ServedTile? {
        let inRange = layers.filter { ($0.tiles.minZoom...min($0.tiles.maxZoom, 20)).contains(coordinate.z) }
        guard !inRange.isEmpty else { throw Self.outOfRange(layers) }
        if layers.count == 1 { return try await single(layers[0], at: coordinate, for: caller) }
        var parts: [UInt8] = []
        for layer in inRange {
            guard let tile = try await single(layer, at: coordinate, for: caller) else { continue }
            parts += try tile.inflated
            guard parts.count <= Self.compositeLimit else {
                throw EngineError(.tooLarge, "The layers' tiles are too large together; ask for fewer layers.")
            }
        }
        return parts.isEmpty ? nil : try Self.served(parts)
    }

    /// The public tile of a path such as `/tiles/parcels/14/13163/7560.mvt`, if it is in memory.
    ///
    /// Synchronous and short, for use on an event loop; a path in any other form is `nil`.
    package func residentTile(path: String) -> ServedTile? {
        let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 6, let file = parts.last, file.suffix(4).elementsEqual(".mvt".utf8) else { return nil }
        guard let name = String(parts[2]), let layer = LayerID(name), let z = Self.number(parts[3]),
            let x = Self.number(parts[4]), let y = Self.number(file.dropLast(4)),
            let coordinate = TileCoordinate(z: z, x: x, y: y),
            let definition = state.catalogue[layer], definition.access.read == nil
        else { return nil }
        let key = TileKey(layer: layer, coordinate: coordinate, audience: Audience(definition, .anonymous).id)
        guard case .tile(let tile)? = cache.answer(for: key) else { return nil }
        return tile
    }

    /// A tile straight from the index, as the public sees it: not cached, not compressed.
    package func uncached(_ layer: LayerDefinition, at coordinate: TileCoordinate) async throws -> MadeTile? {
        try await EngineError.translating {
            try await self.store.makeTile(
                coordinate, of: layer.id, for: Audience(layer, .anonymous)
            ).made
        }
    }

    /// Forgets what a commit changed; the store has deleted the stored tiles in the commit itself.
    func expire(_ layer: LayerID, _ changed: ChangedTiles) {
        switch changed {
        case .all: cache.expire(layer: layer) { _ in true }
        case .tiles(let list):
            guard !list.isEmpty else { return }
            let set = Set(list)
            cache.expire(layer: layer) { set.contains($0) }
        }
    }

    private static func number(_ digits: Substring.UTF8View) -> Int? {
        guard !digits.isEmpty, digits.count <= 10, digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
        guard digits.count == 1 || digits.first != 48 else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    }

    private static func outOfRange(_ layers: [LayerDefinition]) -> EngineError {
        let low = layers.map(\.tiles.minZoom).min() ?? 0
        let high = layers.map(\.tiles.maxZoom).max() ?? 0
        return EngineError(.notFound, "There are tiles at zooms \(low) to \(high) only.")
    }
}

// MARK: - Making

extension TileService {
    private func single(
        _ layer: LayerDefinition, at coordinate: TileCoordinate, for caller: Caller
    ) async throws -> ServedTile? {
        let audience = Audience(layer, caller)
        let key = TileKey(layer: layer.id, coordinate: coordinate, audience: audience.id)
        if let answer = cache.answer(for: key) { return answer.tile }
        return try await flights.value(for: key) { try await self.make(key, layer, audience) }.tile
    }

    private func make(
        _ key: TileKey, _ layer: LayerDefinition, _ audience: Audience
    ) async throws -> TileMemoryCache.Answer {
        try begin()
        defer { underWay.withLock { $0 -= 1 } }
        return try await EngineError.translating {
            if let stored = try await self.store.storedTile(
                key.coordinate, of: key.layer, variant: audience.variant)
            {
                return self.keep(stored.data.isEmpty ? nil : Self.compressed(stored.data), for: key, stored.revision)
            }
            guard try await self.store.layer(key.layer) != nil else { return .nothing }
            let indexed = try await self.store.makeTile(
                key.coordinate, of: key.layer, for: audience)
            let tile = try indexed.made.map { try Self.served($0.bytes) }
            self.shelf.put(
                GeoStorage.StoredTile(
                    layer: key.layer, coordinate: key.coordinate, variant: audience.variant,
                    revision: indexed.revision, data: tile?.bytes ?? []))
            return self.keep(tile, for: key, indexed.revision)
        }
    }

    /// Keeps a tile in memory unless the layer has moved on since the tile was made.
    private func keep(_ tile: ServedTile?, for key: TileKey, _ revision: Int64) -> TileMemoryCache.Answer {
        let current = state.status(of: key.layer)?.revision?.number
        if current == nil || current == revision { cache.insert(tile, for: key) }
        return tile.map(TileMemoryCache.Answer.tile) ?? .nothing
    }

    private func begin() throws {
        let isFull = underWay.withLock { count in
            if count >= queueLimit { return true }
            count += 1
            return false
        }
        if isFull { throw EngineError(.busy, "Too many tiles are being made; try again in a second.") }
    }

    static func served(_ bytes: [UInt8]) throws -> ServedTile { compressed(try Deflate.gzip(bytes)) }

    private static func compressed(_ gzip: [UInt8]) -> ServedTile {
        ServedTile(
            bytes: gzip, etag: TileDigest.etag(of: gzip), mediaType: TileFormat.mvt.mediaType, isCompressed: true)
    }
}

extension TileMemoryCache.Answer {
    fileprivate var tile: ServedTile? {
        if case .tile(let tile) = self { tile } else { nil }
    }
}

extension ServedTile {
    /// The most bytes that a tile may expand to.
    private static let inflatedLimit = 64 << 20

    /// The uncompressed tile.
    ///
    /// - Throws: `failed` for a tile of the store that is damaged, or expands beyond 64 MiB.
    package var inflated: [UInt8] {
        get throws {
            guard isCompressed else { return bytes }
            do {
                return try Deflate.gunzip(bytes, limit: Self.inflatedLimit)
            } catch {
                throw EngineError(
                    .failed, "A tile cannot be unpacked; run “bando check” to see whether the store is whole.",
                    underlying: error)
            }
        }
    }
}
