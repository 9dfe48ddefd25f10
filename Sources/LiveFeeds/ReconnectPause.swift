/// How long to wait before a connection is tried again: doubled each time, up to a bound, and back after success.
package struct ReconnectPause: Hashable, Sendable {
    private let first: Duration
    private let longest: Duration
    private var next: Duration

    package init(first: Duration = .seconds(1), longest: Duration = .seconds(60)) {
        self.first = first
        self.longest = longest
        next = first
    }

    /// The pause before the next try.
    mutating func take() -> Duration {
        defer { next = min(next * 2, longest) }
        return next
    }

    /// After a connection that brought something.
    mutating func reset() { next = first }
}

extension PositionFeed {
    /// Connects again whenever a connection has ended, until the task is cancelled.
    ///
    /// - Parameter once: Makes one connection, reads it to its end and says in a sentence without its full stop why it
    ///   ended; resets the pause where it brought something.
    static func reconnecting(
        _ pause: ReconnectPause, _ outlet: FeedOutlet,
        _ once: (inout ReconnectPause) async throws(SinkFailure) -> String
    ) async throws {
        try await untilCancelled {
            var pause = pause
            while !Task.isCancelled {
                let reason = try await once(&pause)
                guard !Task.isCancelled else { return }
                let wait = pause.take()
                outlet.observe(.retrying(after: wait, reason: reason))
                try await Task.sleep(for: wait)
            }
        }
    }
}
