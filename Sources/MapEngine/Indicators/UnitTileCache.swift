import GeoCore
import Synchronization
import Tiling

/// Decoded tiles of administrative units as of a day, so that a choropleth of another period or indicator only joins values.
///
/// Bounded by number; when it is full the oldest goes first.
final class UnitTileCache: Sendable {
    /// The units of a day change only when one of them begins or ends.
    struct Key: Hashable, Sendable {
        var layer: LayerID
        var revision: Int64
        /// The last day on which a unit of the layer began or ended; `nil` before the first.
        var since: CivilDay?
        var coordinate: TileCoordinate
    }

    private struct State {
        var tiles: [Key: VectorTile] = [:]
        var order: [Key] = []
    }

    private let state = Mutex(State())
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    /// The tile of a key; an empty one where the units have nothing there.
    func tile(_ key: Key, make: () async throws -> VectorTile) async throws -> VectorTile {
        if let tile = state.withLock({ $0.tiles[key] }) { return tile }
        let tile = try await make()
        state.withLock { state in
            guard state.tiles.updateValue(tile, forKey: key) == nil else { return }
            state.order.append(key)
            if state.order.count > limit { state.tiles[state.order.removeFirst()] = nil }
        }
        return tile
    }
}
