/// What an alert is about: a kind of violation, an urgent report, or a missed target.
package enum AlertKind: String, Hashable, Sendable, CaseIterable {
    case zone
    case boundary
    case signal
    case outage
    case gathering
    case encounter
    case loitering
    case carriedDevice = "carried-device"
    case reading
    /// A citizen's report in the urgent flow.
    case report
    /// A unit that misses the target of an indicator so far that its value is red.
    case kpi
}
