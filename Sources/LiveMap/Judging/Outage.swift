package import GeoCore

/// A stretch of event time in which the network was silent, not the boats.
package struct Outage: Hashable, Sendable {
    package var rule: RuleReference
    /// The first window in which too many fell silent, from its beginning.
    package var start: Instant
    /// When enough of the silent had been heard again; `nil` while it lasts.
    package var end: Instant?
    /// How often a device reports, hours: the silence of one in an outage began at most so long before `start`.
    package var dueHours: Double
    /// The silent, in order, each with its last fix before.
    package var lastFixes: [ObjectID: Fix]

    package init(rule: RuleReference, start: Instant, end: Instant? = nil, dueHours: Double, lastFixes: [ObjectID: Fix])
    {
        self.rule = rule
        self.start = start
        self.end = end
        self.dueHours = dueHours
        self.lastFixes = lastFixes
    }
}
