import GeoCore
import Synchronization

/// Keeps what was made from the history for a short while, so that the tiles of one view come from one reading.
///
/// Bounded by number: the oldest goes first. What is asked for while it is being made is made once, and no more than a few things
/// are made at a time.
final class BriefMemory<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct State {
        var values: [Key: (made: Instant, value: Value)] = [:]
        var order: [Key] = []
        var underWay = 0
    }

    private let state = Mutex(State())
    private let flights = SingleFlight<Key, Value>()
    private let limit: Int
    private let seconds: Double
    private let makerLimit: Int

    /// - Parameters:
    ///   - limit: Things that are kept.
    ///   - seconds: How long each is kept.
    ///   - makerLimit: Things that are made at a time.
    init(limit: Int, seconds: Double, makerLimit: Int) {
        self.limit = limit
        self.seconds = seconds
        self.makerLimit = makerLimit
    }

    /// The value of a key, as it was made at most the memory's seconds ago.
    ///
    /// - Throws: `busy` where too much is being made already, and what making throws.
    func value(
        for key: Key, at now: Instant, make: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        if let value = known(key, at: now) { return value }
        return try await flights.value(for: key) {
            if let value = self.known(key, at: now) { return value }
            try self.enter()
            defer { self.state.withLock { $0.underWay -= 1 } }
            let value = try await make()
            self.keep(value, for: key, at: now)
            return value
        }
    }

    private func known(_ key: Key, at now: Instant) -> Value? {
        state.withLock { state in
            guard let (made, value) = state.values[key], abs(now.seconds(since: made)) < seconds else { return nil }
            return value
        }
    }

    private func enter() throws {
        try state.withLock { state in
            guard state.underWay < makerLimit else {
                throw EngineError(.busy, "The past is being read for others; try again in a moment.")
            }
            state.underWay += 1
        }
    }

    private func keep(_ value: Value, for key: Key, at now: Instant) {
        state.withLock { state in
            if state.values.updateValue((now, value), forKey: key) == nil { state.order.append(key) }
            if state.order.count > limit { state.values[state.order.removeFirst()] = nil }
        }
    }
}
