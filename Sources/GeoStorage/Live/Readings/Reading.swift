package import GeoCore

/// What a sensor measured, or the state that it reported, at a moment.
package struct Reading: Hashable, Sendable {
    package var object: ObjectID
    /// What was measured, with its unit in the name: `levelMeters`.
    package var name: String
    /// Event time.
    package var time: Instant
    package var value: ReadingValue

    package init(object: ObjectID, name: String, time: Instant, value: ReadingValue) {
        self.object = object
        self.name = name
        self.time = time
        self.value = value
    }
}

/// A reading's value.
package enum ReadingValue: Hashable, Sendable {
    /// Finite.
    case number(Double)
    case state(String)
}

/// A part of a series of readings.
package struct ReadingPage: Hashable, Sendable {
    /// By time.
    package var readings: [Reading]
    /// From when to ask for more; `nil` at the end.
    package var next: Instant?
}

/// The numbers of a stretch of a series; states do not count.
package struct ReadingBucket: Hashable, Sendable {
    /// When the stretch begins.
    package var start: Instant
    package var count: Int
    package var minimum: Double
    package var maximum: Double
    package var mean: Double
}
