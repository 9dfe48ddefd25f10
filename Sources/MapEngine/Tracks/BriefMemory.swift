import GeoCore
import Synchronization

/// Keeps what was made from the history for a short while, so that the tiles of one view come from one reading.
///
/// Bounded by number: the oldest goes first. What is asked for while it is being made is made once. A few things are made at a time;
/// the others wait in line.
final class BriefMemory<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct State {
        var values: [Key: (made: Instant, value: Value)] = [:]
        var order: [Key] = []
    }

    private let state = Mutex(State())
    private let flights = SingleFlight<Key, Value>()
    private let line: WaitingLine
    private let limit: Int
    private let seconds: Double

    /// - Parameters:
    ///   - limit: Things that are kept.
    ///   - seconds: How long each is kept.
    ///   - line: How many are made at a time, and how long others wait.
    init(limit: Int, seconds: Double, line: WaitingLine) {
        self.limit = limit
        self.seconds = seconds
        self.line = line
    }

    /// The value of a key, as it was made at most the memory's seconds ago.
    ///
    /// - Throws: `busy` where others took too long, and what making throws.
    func value(for key: Key, at now: Instant, make: @escaping @Sendable () async throws -> Value) async throws -> Value
    {
        if let value = known(key, at: now) { return value }
        return try await flights.value(for: key) {
            if let value = self.known(key, at: now) { return value }
            let value = try await self.inTurn(make)
            self.keep(value, for: key, at: now)
            return value
        }
    }

    private func inTurn(_ make: @Sendable () async throws -> Value) async throws -> Value {
        try await line.enter()
        do {
            let value = try await make()
            await line.leave()
            return value
        } catch {
            await line.leave()
            throw error
        }
    }

    private func known(_ key: Key, at now: Instant) -> Value? {
        state.withLock { state in
            guard let (made, value) = state.values[key], abs(now.seconds(since: made)) < seconds else { return nil }
            return value
        }
    }

    private func keep(_ value: Value, for key: Key, at now: Instant) {
        state.withLock { state in
            if state.values.updateValue((now, value), forKey: key) == nil { state.order.append(key) }
            if state.order.count > limit { state.values[state.order.removeFirst()] = nil }
        }
    }
}

extension WaitingLine {
    /// The line before the history: two read it at a time, thirty-two wait for at most ten seconds.
    static func beforeHistory() -> WaitingLine { WaitingLine(places: 2, waitLimit: 32, patience: .seconds(10)) }
}
