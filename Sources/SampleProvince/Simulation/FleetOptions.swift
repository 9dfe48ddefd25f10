package import GeoCore

/// What fleet to simulate, how it reports and what it gets up to.
package struct FleetOptions: Hashable, Sendable {
    package var seed: UInt64
    package var vessels: Int
    package var mix: FleetMix
    /// The first moment; boats are then in port or leave it within days.
    package var start: Instant
    package var cadence: ReportCadence
    package var deeds: DeedRates
    package var link: LinkQuality
    package var outages: [SimulatedOutage]

    package init(
        seed: UInt64 = 2026, vessels: Int, mix: FleetMix = .monitored, start: Instant, cadence: ReportCadence = .vms,
        deeds: DeedRates = .usual, link: LinkQuality = .satellite, outages: [SimulatedOutage] = []
    ) {
        precondition(vessels > 0, "a fleet has at least one vessel")
        self.seed = seed
        self.vessels = vessels
        self.mix = mix
        self.start = start
        self.cadence = cadence
        self.deeds = deeds
        self.link = link
        self.outages = outages
    }
}

/// How often devices report.
package enum ReportCadence: Hashable, Sendable {
    /// Every two hours, each device at minutes of its own, two minutes earlier or later.
    case vms
    /// Every so many seconds, give or take a tenth.
    case ais(seconds: Double)

    var seconds: Double {
        switch self {
        case .vms: 7_200
        case .ais(let seconds): seconds
        }
    }

    var jitterSeconds: Double {
        switch self {
        case .vms: 120
        case .ais(let seconds): seconds / 10
        }
    }
}

/// How likely a trip of a boat (or squad) has a deed in it, each 0 to 1.
package struct DeedRates: Hashable, Sendable {
    package var wrongZone: Double
    package var boundary: Double
    package var silence: Double
    /// Of a squad.
    package var gathering: Double
    package var encounter: Double
    package var carriedDevice: Double

    package init(
        wrongZone: Double, boundary: Double, silence: Double, gathering: Double, encounter: Double,
        carriedDevice: Double
    ) {
        self.wrongZone = wrongZone
        self.boundary = boundary
        self.silence = silence
        self.gathering = gathering
        self.encounter = encounter
        self.carriedDevice = carriedDevice
    }

    /// As many as an operations centre has to deal with on a lively day.
    package static let usual = DeedRates(
        wrongZone: 0.04, boundary: 0.05, silence: 0.05, gathering: 0.1, encounter: 0.1, carriedDevice: 0.02)
    /// As many as make scores meaningful within weeks.
    package static let dense = DeedRates(
        wrongZone: 0.25, boundary: 0.5, silence: 0.3, gathering: 0.6, encounter: 0.4, carriedDevice: 0.12)
    package static let none = DeedRates(
        wrongZone: 0, boundary: 0, silence: 0, gathering: 0, encounter: 0, carriedDevice: 0)
}

/// What happens to reports on their way, each a share of them.
package struct LinkQuality: Hashable, Sendable {
    /// Held back for hours and then delivered with others, newest first as often as oldest first.
    package var buffered: Double
    package var duplicated: Double
    /// At 0,0.
    package var nullIsland: Double
    /// Latitude and longitude swapped.
    package var swapped: Double
    /// Some 40 to 300 km off.
    package var spikes: Double

    package init(buffered: Double, duplicated: Double, nullIsland: Double, swapped: Double, spikes: Double) {
        self.buffered = buffered
        self.duplicated = duplicated
        self.nullIsland = nullIsland
        self.swapped = swapped
        self.spikes = spikes
    }

    package static let satellite = LinkQuality(
        buffered: 0.06, duplicated: 0.01, nullIsland: 0.002, swapped: 0.001, spikes: 0.003)
    package static let perfect = LinkQuality(buffered: 0, duplicated: 0, nullIsland: 0, swapped: 0, spikes: 0)
}

/// A failure of the network: some boats are not heard, whatever their devices do.
package struct SimulatedOutage: Hashable, Sendable {
    package var start: Instant
    package var hours: Double
    /// How many boats of the fleet depend on what failed.
    package var vessels: Int
    package var reach: OutageReach

    package init(start: Instant, hours: Double, vessels: Int, reach: OutageReach = .boats) {
        self.start = start
        self.hours = hours
        self.vessels = vessels
        self.reach = reach
    }
}

/// Which boats a failure reaches.
package enum OutageReach: Hashable, Sendable {
    /// Some here and some there, as one station on land fails.
    case boats
    /// Whole squads, which buy their devices and airtime together, as one carrier fails.
    case squads
}
