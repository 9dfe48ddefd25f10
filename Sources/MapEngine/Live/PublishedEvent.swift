package import GeoCore
import GeoStorage
package import LiveMap

/// Something that happened, with its place in the one sequence of events, as `/events` tells it.
package struct PublishedEvent: Hashable, Sendable {
    /// Grows, across restarts too.
    package var id: Int64
    package var topic: EventTopic
    /// JSON: a GeoJSON feature, or for `tiles` the layer and its tiles.
    package var payload: [UInt8]
    /// Where the newest alone counts, of what: a later event of it takes the place of an earlier one.
    package var subject: String?
    package var audience: EventAudience
    /// The codes of the units that it lies in; empty where it has none.
    package var units: [String]
    /// Where it is; `nil` where it has no place.
    package var box: BoundingBox?

    package init(
        id: Int64, topic: EventTopic, payload: [UInt8], subject: String? = nil, audience: EventAudience,
        units: [String] = [], box: BoundingBox? = nil
    ) {
        self.id = id
        self.topic = topic
        self.payload = payload
        self.subject = subject
        self.audience = audience
        self.units = units
        self.box = box
    }
}

/// The topics of `/events`.
package enum EventTopic: String, Hashable, Sendable, CaseIterable {
    case vessel
    /// Of what else moves or measures; the data is a GeoJSON feature of its layer.
    case device
    case report
    case camera
    case violation
    case kpi
    case tiles

    /// Whether of each subject the newest event alone counts: of vessels, since there are many; of reports and indicators,
    /// since what was public once may since have been withdrawn or hidden.
    var isLatestOnly: Bool { [.vessel, .device, .report, .kpi].contains(self) }
}

/// Who may see an event: whoever may read a layer and, for a row that the public does not see, whoever sees that.
package struct EventAudience: Hashable, Sendable {
    package var layer: LayerID
    /// Whom among those who may read the layer it is for.
    package var rows: Rows

    /// Where a layer's definition shows some rows to some only.
    package enum Rows: String, Hashable, Sendable {
        /// Of a row that the public sees.
        case shown = ""
        /// Of a row that the public does not see: for those who do.
        case hidden = "restricted"
        /// Of a row that the public does not see any more: for those who do not.
        case gone
    }

    package init(layer: LayerID, rows: Rows = .shown) {
        self.layer = layer
        self.rows = rows
    }

    /// The form that the log keeps: `reports`, `reports/restricted` or `reports/gone`.
    var text: String { layer.name + (rows == .shown ? "" : "/\(rows.rawValue)") }

    /// `nil` for what `text` never wrote.
    init?(text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let layer = LayerID(parts[0]), parts.count <= 2, parts.count == 1 || !parts[1].isEmpty,
            let rows = Rows(rawValue: parts.count == 1 ? "" : parts[1])
        else { return nil }
        self.init(layer: layer, rows: rows)
    }
}

extension PublishedEvent {
    /// The indicator that an event of the topic `kpi` is of.
    package var indicator: KPIID? {
        guard topic == .kpi else { return nil }
        return subject?.split(separator: "/").first.flatMap { KPIID(String($0)) }
    }
}

extension PublishedEvent {
    /// An event as the log keeps it; `nil` for one in words that are not known.
    init?(_ event: LiveEvent, id: Int64) {
        guard let topic = EventTopic(rawValue: event.topic), let audience = EventAudience(text: event.access) else {
            return nil
        }
        self.init(
            id: id, topic: topic, payload: event.payload, subject: event.subject, audience: audience,
            units: event.units ?? [], box: event.box)
    }
}

/// Which events somebody asks for.
package struct EventFilter: Hashable, Sendable {
    package var topics: Set<EventTopic>
    /// Only events in this unit; those without a unit are left out then, but for `tiles`.
    package var unit: String?
    /// Only events that touch this box, which may cross the antimeridian; those without a place are left out then.
    package var box: BoundingBox?
    package var caller: Caller

    package init(topics: Set<EventTopic>, unit: String? = nil, box: BoundingBox? = nil, caller: Caller) {
        self.topics = topics
        self.unit = unit
        self.box = box
        self.caller = caller
    }

    /// Whether the event is one of those, the right to see it aside.
    func matches(_ event: PublishedEvent) -> Bool {
        guard topics.contains(event.topic) else { return false }
        if let unit, event.topic != .tiles, !event.units.contains(unit) { return false }
        guard let box else { return true }
        return event.box.map { place in box.parts.contains { $0.intersects(place) } } ?? false
    }
}
