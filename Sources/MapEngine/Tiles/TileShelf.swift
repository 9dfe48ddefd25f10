import GeoStorage
import Synchronization

/// Tiles on their way into the store: kept many at a time in one transaction, so that making a tile waits for no disk.
///
/// Bounded: when full, further tiles are not kept, since the store can make them again.
package final class TileShelf: Sendable {
    private let store: SpatiaLiteStore
    private let waiting = Mutex<[StoredTile]>([])
    private static let limit = 2_000

    init(store: SpatiaLiteStore) {
        self.store = store
    }

    func put(_ tile: StoredTile) {
        waiting.withLock { tiles in
            if tiles.count < Self.limit { tiles.append(tile) }
        }
    }

    /// Writes what waits; a tile whose layer has moved on is left out.
    func flush() async throws {
        let tiles = waiting.withLock { tiles in
            defer { tiles.removeAll(keepingCapacity: true) }
            return tiles
        }
        if !tiles.isEmpty { try await store.storeTiles(tiles) }
    }
}
