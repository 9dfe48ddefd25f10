package import GeoCore
import Synchronization

/// Tiles in memory, bounded by bytes; when full, those not asked for since the last sweep go first (the clock rule).
package final class TileMemoryCache: Sendable {
    private struct Entry {
        var tile: ServedTile?
        var wasUsed: Bool
        var cost: Int
    }

    private struct State {
        var entries: [TileKey: Entry] = [:]
        var ring: [TileKey] = []
        var hand = 0
        var bytes = 0
    }

    /// What an entry costs beside its bytes.
    private static let overhead = 200

    private let state = Mutex(State())
    private let byteLimit: Int

    /// - Parameter byteLimit: 0 keeps nothing.
    package init(byteLimit: Int) {
        self.byteLimit = byteLimit
    }

    /// A cached answer: a tile, or the knowledge that there is nothing.
    package enum Answer: Sendable {
        case tile(ServedTile)
        case nothing
    }

    /// What is known of a tile, which then counts as asked for; `nil` where nothing is known.
    package func answer(for key: TileKey) -> Answer? {
        state.withLock { state in
            guard let entry = state.entries[key] else { return nil }
            state.entries[key]?.wasUsed = true
            return entry.tile.map(Answer.tile) ?? .nothing
        }
    }

    /// Keeps a tile, or with `nil` the knowledge that there is none.
    package func insert(_ tile: ServedTile?, for key: TileKey) {
        let cost = (tile?.bytes.count ?? 0) + Self.overhead
        guard cost <= byteLimit else { return }
        state.withLock { state in
            remove(key, from: &state)
            state.entries[key] = Entry(tile: tile, wasUsed: false, cost: cost)
            state.ring.append(key)
            state.bytes += cost
            evict(from: &state)
        }
    }

    /// Forgets the tiles of a layer that `isChanged` names, whoever may see them.
    package func expire(layer: LayerID, where isChanged: (TileCoordinate) -> Bool) {
        state.withLock { state in
            for key in state.entries.keys where key.layer == layer && isChanged(key.coordinate) {
                remove(key, from: &state)
            }
        }
    }

    package var byteCount: Int { state.withLock { $0.bytes } }
    package var count: Int { state.withLock { $0.entries.count } }

    private func remove(_ key: TileKey, from state: inout State) {
        guard let entry = state.entries.removeValue(forKey: key) else { return }
        entry.tile?.expire()
        state.bytes -= entry.cost
    }

    /// Moves the hand round the ring: a used entry gets another turn, an unused or vanished one leaves.
    private func evict(from state: inout State) {
        while state.bytes > byteLimit || state.ring.count > 2 * state.entries.count + 64, !state.ring.isEmpty {
            if state.hand >= state.ring.count { state.hand = 0 }
            let key = state.ring[state.hand]
            if state.bytes > byteLimit, state.entries[key]?.wasUsed == true {
                state.entries[key]?.wasUsed = false
                state.hand += 1
                continue
            }
            if state.bytes > byteLimit || state.entries[key] == nil {
                remove(key, from: &state)
                state.ring.swapAt(state.hand, state.ring.count - 1)
                state.ring.removeLast()
            } else {
                state.hand += 1
                if state.hand >= state.ring.count { compact(&state) }
            }
        }
    }

    private func compact(_ state: inout State) {
        state.ring = Array(state.entries.keys)
        state.hand = 0
    }
}
