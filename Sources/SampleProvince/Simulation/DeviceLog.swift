import GeoCore
import LiveMap

/// The state of the boats' devices: on, off, in port, cut off; and how long each has been silent.
struct DeviceLog {
    private let options: FleetOptions
    private let hash: SeededHash
    private var states: [State]
    /// The boats that each outage cut off while they were sending.
    private var cut: [Set<Int>]
    private let affected: [Set<Int>]

    private struct State {
        var silences: [ClosedRange<Instant>] = []
        var isInPort = true
        /// When the boat came into port; the device goes off some hours later.
        var enteredPort: Instant?
        var portCalls = 0
        var lastHeard: Instant?
        var lastPlace: Coordinate?
        var lastWasAtSea = false
        /// The port was entered in silence: the clock stands there.
        var silentEntry: Instant?
    }

    init(options: FleetOptions, count: Int, hash: SeededHash) {
        self.options = options
        self.hash = hash
        states = Array(repeating: State(enteredPort: options.start.adding(hours: -100)), count: count)
        cut = Array(repeating: [], count: options.outages.count)
        affected = options.outages.enumerated().map { number, outage in
            let size = outage.reach == .squads ? FleetRoster.squadSize : 1
            let order = (0..<count).sorted {
                (hash.unit(51, number, $0 / size), $0) < (hash.unit(51, number, $1 / size), $1)
            }
            return Set(order.prefix(outage.vessels))
        }
    }

    mutating func startTrip(_ vessel: Int, silences: [ClosedRange<Instant>]) {
        states[vessel].silences = silences
    }

    /// On at sea unless switched off; in port for some hours, and on a third of the boats always.
    func isOn(_ vessel: Int, _ ground: GroundState, at time: Instant) -> Bool {
        let state = states[vessel]
        if state.silences.contains(where: { $0.contains(time) }) { return false }
        guard ground.activity == .moored, let entered = state.enteredPort else { return true }
        if hash.unit(52, vessel) < 0.33 { return true }
        let isHasty = hash.unit(53, vessel, state.portCalls) < 0.1
        let hours = isHasty ? 0.4 : 2.2 + 3 * hash.unit(54, vessel, state.portCalls)
        return time.seconds(since: entered) < hours * 3_600
    }

    mutating func isCutOff(_ vessel: Int, at time: Instant) -> Bool {
        for (number, outage) in options.outages.enumerated() where affected[number].contains(vessel) {
            guard time >= outage.start, time < outage.start.adding(hours: outage.hours) else { continue }
            cut[number].insert(vessel)
            return true
        }
        return false
    }

    func silenced(by outage: Int) -> [Int] { cut[outage].sorted() }

    func losesEvent(_ vessel: Int, at time: Instant) -> Bool {
        hash.unit(55, vessel, Int(time.milliseconds / 1_000)) < 0.03
    }

    /// The moment of entering port, where this is it.
    mutating func observePort(_ vessel: Int, isInPort: Bool, at time: Instant) -> PortEntry? {
        defer { states[vessel].isInPort = isInPort }
        guard isInPort, !states[vessel].isInPort else { return nil }
        states[vessel].enteredPort = time
        states[vessel].portCalls += 1
        return PortEntry(vessel: vessel, time: time)
    }
}

/// A boat comes into port.
struct PortEntry {
    var vessel: Int
    var time: Instant
}

extension DeviceLog {
    private static let lostSeconds = 6 * 3_600.0

    /// The silence that a report ends, where it was long enough and began at sea.
    mutating func heard(_ id: ObjectID, _ vessel: Int, _ ground: GroundState, at time: Instant) -> [Truth] {
        let lost = silence(id, vessel, until: states[vessel].silentEntry ?? time)
        states[vessel].lastHeard = time
        states[vessel].lastPlace = ground.place
        states[vessel].lastWasAtSea = !SimulatedSea.isInPort(ground.place)
        let hadEnded = states[vessel].silentEntry != nil
        states[vessel].silentEntry = nil
        return hadEnded ? [] : lost.map { [$0] } ?? []
    }

    /// The silence that ends because the boat is in port, though its device says nothing.
    mutating func truthAtPort(_ id: ObjectID, _ entry: PortEntry) -> Truth? {
        let lost = silence(id, entry.vessel, until: entry.time)
        if lost != nil { states[entry.vessel].silentEntry = entry.time }
        return lost
    }

    func unfinished(_ vessels: [SimulatedVessel], at time: Instant) -> [Truth] {
        vessels.indices.compactMap { index in
            states[index].silentEntry == nil && !states[index].isInPort
                ? silence(vessels[index].id, index, until: time) : nil
        }
    }

    private func silence(_ id: ObjectID, _ vessel: Int, until end: Instant) -> Truth? {
        let state = states[vessel]
        guard state.lastWasAtSea, let start = state.lastHeard, let place = state.lastPlace,
            end.seconds(since: start) >= Self.lostSeconds, !isExplained(vessel, from: start, to: end)
        else { return nil }
        return Truth(
            kind: .signalLost, objects: [id], start: start, end: end, hours: end.seconds(since: start) / 3_600,
            place: place)
    }

    /// Whether the device was on all the time, so that only the network was silent.
    private func isExplained(_ vessel: Int, from start: Instant, to end: Instant) -> Bool {
        !states[vessel].silences.contains { $0.lowerBound < end && $0.upperBound > start }
            && options.outages.contains { $0.start < end && $0.start.adding(hours: $0.hours) > start }
    }
}
