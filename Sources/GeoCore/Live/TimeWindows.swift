/// Windows of time of one length, one after another, numbered from the one that begins at 1970-01-01T00:00:00Z.
package struct TimeWindows: Hashable, Sendable {
    /// How long each is.
    package let milliseconds: Int64

    /// - Parameter milliseconds: At least 1.
    package init(milliseconds: Int64) {
        precondition(milliseconds > 0, "a window lasts at least a millisecond")
        self.milliseconds = milliseconds
    }

    /// The number of the window that a moment lies in; the moment between two belongs to the later.
    package func number(of time: Instant) -> Int64 {
        let (quotient, rest) = time.milliseconds.quotientAndRemainder(dividingBy: milliseconds)
        return rest < 0 ? quotient - 1 : quotient
    }

    /// When a window begins.
    package func start(of number: Int64) -> Instant { Instant(milliseconds: number * milliseconds) }
}
