import GeoCore
import LiveMap
import MapEngine

/// What alerts have in common that are told together: red values of one indicator and period.
struct AlertTheme: Hashable, Sendable {
    var indicator: String
    var period: Period
    var state: UrgentAlert.State

    /// `nil` for an alert that goes by itself.
    init?(_ alert: UrgentAlert) {
        guard let missed = MissedTarget(alert) else { return nil }
        (indicator, period, state) = (missed.indicator, missed.period, alert.state)
    }
}

/// Alerts that wait for others of their theme, so that one letter tells of them all.
///
/// Of each thing the newest alert alone waits. What waits is on no disk but in the events: the receiver's place stays before it.
struct GatheredAlerts: Sendable {
    private var alerts: [String: UrgentAlert] = [:]
    /// When the first of a theme came.
    private var beginnings: [AlertTheme: Instant] = [:]

    /// More than so many do not wait.
    private static let limit = 5_000

    /// Lets an alert wait, in the place of an older one of the same thing.
    mutating func add(_ alert: UrgentAlert, theme: AlertTheme, at moment: Instant) {
        alerts[alert.code] = alert
        if beginnings[theme] == nil { beginnings[theme] = moment }
    }

    /// Lets nothing of a thing wait any more: it stands as it was told last.
    mutating func remove(code: String) { alerts[code] = nil }

    /// The last event before those that wait, at most `place`.
    func place(upTo place: Int64) -> Int64 { min(place, (alerts.values.map(\.id).min() ?? .max) - 1) }

    /// Takes out the themes whose first alert has waited long enough, in the order of their events.
    mutating func takeDue(at moment: Instant, afterSeconds seconds: Double) -> [[UrgentAlert]] {
        let isFull = alerts.count > Self.limit
        let due = beginnings.filter { isFull || moment.seconds(since: $0.value) >= seconds }.keys
        guard !due.isEmpty else { return [] }
        var groups: [AlertTheme: [UrgentAlert]] = [:]
        for (code, alert) in alerts {
            guard let theme = AlertTheme(alert), due.contains(theme) else { continue }
            groups[theme, default: []].append(alert)
            alerts[code] = nil
        }
        for theme in due { beginnings[theme] = nil }
        return groups.values.map { $0.sorted { $0.id < $1.id } }.sorted { $0[0].id < $1[0].id }
    }
}
