package import GeoCore
package import LiveMap

/// A source of positions that stays open.
package protocol PositionFeed: Sendable {
    /// Brings positions in until its task is cancelled; then it closes what it opened and returns.
    ///
    /// A peer that goes away, garbles its lines or cannot be reached never ends it.
    ///
    /// - Throws: `FeedError` where the feed cannot begin, and whatever the outlet's sink throws.
    func run() async throws
}

/// Where a feed delivers, and what it asks of its surroundings.
package struct FeedOutlet: Sendable {
    /// Takes a batch and returns when it is durable. The feed reads no further meanwhile: a slow sink slows its senders, or
    /// where they cannot be slowed (UDP), costs the oldest of what they sent, which is counted.
    package var sink: @Sendable (PositionBatch) async throws -> Void
    /// The time of arrival.
    package var now: @Sendable () -> Instant
    /// Is told what happens, for logs and figures; must return at once.
    package var observe: @Sendable (FeedEvent) -> Void

    package init(
        sink: @escaping @Sendable (PositionBatch) async throws -> Void, now: @escaping @Sendable () -> Instant,
        observe: @escaping @Sendable (FeedEvent) -> Void = { _ in }
    ) {
        self.sink = sink
        self.now = now
        self.observe = observe
    }

    /// Delivers a batch unless there is nothing in it. What the sink throws is marked, so that it is never taken for a
    /// fault of a connection.
    func deliver(_ batch: PositionBatch) async throws(SinkFailure) {
        guard !batch.isEmpty else { return }
        do { try await sink(batch) } catch { throw SinkFailure(underlying: error) }
    }
}

/// What happens to a feed.
package enum FeedEvent: Hashable, Sendable {
    /// The port is the one that the system chose where 0 was asked for.
    case listening(port: Int)
    /// Connected to a peer, or a peer to the feed; with MQTT the topics are subscribed then.
    case connected(peer: String)
    /// The reason is `nil` where the peer closed the connection in order.
    case disconnected(peer: String, reason: String?)
    /// One connection more than the limit; it was closed.
    case refused(peer: String)
    /// A connection was not made or was lost, and is tried again after a pause.
    case retrying(after: Duration, reason: String)
    /// Sentences of AIS that were not taken since the last such event, by reason.
    case malformed([AISFault: Int])
    /// A message that is no body of positions, and why.
    case unreadable(topic: String, reason: String)
    /// Positions lost because the sink was slower than their senders, oldest first.
    case dropped(Int)
}

/// An error of the sink, which ends a feed, as against one of a connection, which does not.
struct SinkFailure: Error {
    var underlying: any Error
}

extension PositionFeed {
    /// Runs a feed's work: cancellation is an orderly end, and the sink's errors come out as they were thrown.
    static func untilCancelled(_ work: () async throws -> Void) async throws {
        do {
            try await work()
        } catch let failure as SinkFailure {
            if Task.isCancelled, failure.underlying is CancellationError { return }
            throw failure.underlying
        } catch {
            if !Task.isCancelled { throw error }
        }
    }
}
