package import GeoCore

/// Something that subscribers are told, as it is kept for those who come back.
package struct LiveEvent: Hashable, Sendable {
    /// What it is about: `vessel`, `report`, `camera`, `violation`, `kpi` or `tiles`.
    package var topic: String
    /// Where only the newest event of a thing matters, the thing: an older event of the same topic and subject may be
    /// dropped as soon as there is a newer one.
    package var subject: String?
    /// When it was made; events are kept by it.
    package var time: Instant
    /// The administrative units that it concerns; `nil` where it concerns no unit in particular.
    package var units: [String]?
    /// Where it lies, CRS84; `nil` where it lies nowhere.
    package var box: BoundingBox?
    /// Who may see it, in words that the writer understands.
    package var access: String
    /// The event's data as they are sent.
    package var payload: [UInt8]

    package init(
        topic: String, subject: String? = nil, time: Instant, units: [String]? = nil, box: BoundingBox? = nil,
        access: String = "", payload: [UInt8]
    ) {
        self.topic = topic
        self.subject = subject
        self.time = time
        self.units = units
        self.box = box
        self.access = access
        self.payload = payload
    }
}

/// An event with its place in the one sequence of all events.
package struct StoredEvent: Hashable, Sendable {
    /// Ascending from 1, never given twice.
    package var id: Int64
    package var event: LiveEvent
}

/// What events of a topic are of, where of each only the newest counts.
package struct EventSubject: Hashable, Sendable {
    package var topic: String
    package var subject: String

    package init(topic: String, subject: String) {
        self.topic = topic
        self.subject = subject
    }
}

/// A part of the events.
package struct EventPage: Hashable, Sendable {
    package var events: [StoredEvent]
    /// The last identifier that was looked at, wanted or not: ask for more after it.
    package var last: Int64
    /// Whether there was nothing after `last`.
    package var isLast: Bool
}

/// Which events there are.
package struct EventSpan: Hashable, Sendable {
    /// All events up to this one are gone; who has seen it, or a later one, can be told everything since.
    package var purgedThrough: Int64
    /// The newest event that was ever stored; 0 where there was none.
    package var last: Int64
}
