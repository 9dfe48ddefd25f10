package import GeoCore
import LiveMap

/// What really happened on the simulated sea, told from the way of the boats and the state of their devices, never from
/// what was reported.
package struct Truth: Hashable, Sendable {
    package var kind: TruthKind
    /// In order.
    package var objects: [ObjectID]
    package var start: Instant
    package var end: Instant
    /// How long it lasted in the sense of the rule, hours: of fishing for a zone, of silence for a device.
    package var hours: Double
    /// Where it began.
    package var place: Coordinate

    package init(
        kind: TruthKind, objects: [ObjectID], start: Instant, end: Instant, hours: Double, place: Coordinate
    ) {
        self.kind = kind
        self.objects = objects
        self.start = start
        self.end = end
        self.hours = hours
        self.place = place
    }
}

/// Sorts of truths, as fine as rules tell them apart.
package enum TruthKind: String, Hashable, Sendable, CaseIterable {
    /// Fishing in a zone that is not the boat's; hours with the gear out.
    case wrongZone = "wrong-zone"
    /// Within 15 nautical miles of the boundary line, on either side.
    case boundaryApproach = "boundary-approach"
    /// Beyond the line.
    case boundaryCrossing = "boundary-crossing"
    /// A device that sends nothing from a place at sea, until it sends again or the boat is in port.
    case signalLost = "signal-lost"
    /// The failure of the network; the objects are the boats at sea that it silenced.
    case outage
    /// Three boats or more, slower than 2 knots and outside ports, each within a nautical mile of two others.
    case gathering
    /// Two boats within 500 m of each other, 10 km and more from every port; slow on the median.
    case encounter
    /// Slower than 2 knots, 20 nautical miles and more from the shore.
    case loitering
    /// Devices of several boats on board of one.
    case carriedDevice = "carried-device"
}
