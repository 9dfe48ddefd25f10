package import GeoCore

/// How much somebody may still send: a bucket that fills evenly and from which each sending takes one.
package struct TokenBucket: Hashable, Sendable {
    private let capacity: Double
    private let perSecond: Double
    private var level: Double
    private var filled: Instant

    /// A full bucket.
    ///
    /// - Parameter perHour: What it holds, and what flows into it in an hour; at least 1.
    package init(perHour: Int, at moment: Instant) {
        precondition(perHour > 0, "a bucket holds at least one")
        capacity = Double(perHour)
        perSecond = capacity / 3_600
        level = capacity
        filled = moment
    }

    /// Takes one, or says after how many seconds one will be there; a clock that goes back fills nothing.
    package mutating func take(at moment: Instant) -> Double? {
        level = min(capacity, level + max(0, moment.seconds(since: filled)) * perSecond)
        filled = max(filled, moment)
        guard level >= 1 else { return (1 - level) / perSecond }
        level -= 1
        return nil
    }

    /// Whether it is as full as if nobody had ever taken from it.
    package func isFull(at moment: Instant) -> Bool {
        level + max(0, moment.seconds(since: filled)) * perSecond >= capacity
    }
}
