import GeoCore
import MapEngine

/// Something urgent, as an event told it: no field that the event did not hold.
struct UrgentAlert: Sendable {
    /// The event's, which grows; the same alert told twice has the same.
    var id: Int64
    var kind: AlertKind
    /// The code of the violation or the report; for an indicator `{indicator}/{unit}/{period}`.
    var code: String
    var state: State
    /// When it began, or for an escalation when that was due; `nil` where the event does not say.
    var time: Instant?
    var topic: EventTopic
    var layer: LayerID
    /// The GeoJSON feature as the event had it.
    var payload: [UInt8]
    var properties: JSONValue

    /// The states of which somebody outside is told.
    enum State: String, Hashable, Sendable, Codable {
        case detected
        case escalated
        case withdrawn
        case falseAlarm = "false-alarm"
        /// Of a report.
        case received
        /// Of an indicator: a value of the same period that is not red any more.
        case recovered

        /// Whether it takes back what was told before.
        var isRevocation: Bool { [.withdrawn, .falseAlarm, .recovered].contains(self) }
    }
}

extension UrgentAlert {
    /// `nil` for an event that is not urgent: another topic or state, a report in the normal flow, an indicator's value of a
    /// period long past, or no feature at all.
    ///
    /// - Parameter now: By which an indicator's period is the present one or the one before.
    init?(_ event: PublishedEvent, at now: Instant) {
        if event.topic == .kpi {
            self.init(indicator: event, at: now)
            return
        }
        guard let properties = Self.feature(event.payload)?["properties"],
            let (kind, state) = Self.what(event, properties)
        else { return nil }
        func text(_ name: String) -> String? { Self.text(name, of: properties) }
        guard let code = text("ma") ?? text("code") else { return nil }
        let moment = state == .escalated ? text("chuyen_cap_luc") : text("mo_luc") ?? text("received")
        self.init(
            id: event.id, kind: kind, code: code, state: state, time: moment.flatMap { Instant(rfc3339: $0) },
            topic: event.topic, layer: event.audience.layer, payload: event.payload, properties: properties)
    }

    private static func what(_ event: PublishedEvent, _ properties: JSONValue) -> (AlertKind, State)? {
        switch event.topic {
        case .violation:
            guard let kind = text("loai", of: properties).flatMap(AlertKind.init(rawValue:)),
                let state = text("trang_thai", of: properties).flatMap(State.init(rawValue:))
            else { return nil }
            return (kind, state)
        case .report where text("urgency", of: properties) == "urgent":
            return text("state", of: properties).flatMap(State.init(rawValue:)).map { (.report, $0) }
        default: return nil
        }
    }

    private static func text(_ name: String, of properties: JSONValue) -> String? {
        guard case .text(let text)? = properties[name] else { return nil }
        return text
    }

    static func feature(_ payload: [UInt8]) -> JSONValue? {
        do throws(JSONError) { return try JSONReader.value(from: payload) } catch { return nil }
    }
}
