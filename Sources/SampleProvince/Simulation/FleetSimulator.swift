package import GeoCore
import LiveMap

/// A report as the service gets it.
package struct SimulatedFix: Hashable, Sendable {
    package var fix: Fix
    /// When it reaches the shore.
    package var arrival: Instant
    /// What is wrong with it, for scoring how it was taken.
    package var defect: FixDefect?
}

/// What is wrong with a report.
package enum FixDefect: String, Hashable, Sendable, CaseIterable {
    case duplicated
    case nullIsland = "null-island"
    case swapped
    case spike
    /// Of a second device, which is not counted.
    case secondDevice = "second-device"
}

/// A fleet at sea: what arrives of it, and what is true.
///
/// The same options give the same reports and truths, in however many steps they are asked for. Nothing here knows how fast
/// time goes: the caller asks for what arrives until a moment.
package struct FleetSimulator {
    package let options: FleetOptions
    package let vessels: [SimulatedVessel]
    /// Those that have ended, in order of ending.
    package private(set) var truths: [Truth] = []
    /// How finely the ways of boats are looked at for truths.
    static let tickSeconds = 600.0

    private let classes: [BoatClass]
    private let planner: TripPlanner
    private let link: LinkQuality
    private var squads: [SquadState]
    private var paths: [GroundPath]
    private var hosts: [GroundPath]
    private var devices: [Transmitter]
    private var log: DeviceLog
    private var audit: GroundAudit
    private var groups: GroupAudit
    private var tick: Instant
    private var pending: [SimulatedFix] = []
    private var reportedOutages = 0

    private struct SquadState {
        var members: Range<Int>
        var trip: SquadTrip?
        var number = 0
        var free: Instant
    }

    package init(_ options: FleetOptions) {
        self.options = options
        let hash = SeededHash(seed: options.seed)
        let roster = FleetRoster(hash: hash, mix: options.mix)
        let vessels = roster.vessels(count: options.vessels)
        self.vessels = vessels
        classes = vessels.map { roster.squadClass($0.squad) }
        planner = TripPlanner(hash: hash, deeds: options.deeds)
        link = options.link
        tick = options.start
        paths = vessels.map { vessel in
            let berth = SimulatedSea.ports[vessel.port].berth
            return GroundPath([Waypoint(time: options.start, place: berth, activity: .moored)])
        }
        hosts = paths
        devices = vessels.indices.flatMap { index in
            vessels[index].devices.enumerated().map { order, name in
                Transmitter(
                    vessel: index, order: order, name: name, start: options.start, cadence: options.cadence, hash: hash)
            }
        }
        squads = stride(from: 0, to: vessels.count, by: FleetRoster.squadSize).map { first in
            let dice = hash.unit(41, first)
            let members = first..<min(vessels.count, first + FleetRoster.squadSize)
            return SquadState(members: members, free: options.start.adding(hours: dice * 96 - 24))
        }
        log = DeviceLog(options: options, count: vessels.count, hash: hash)
        audit = GroundAudit(vessels: vessels, classes: classes)
        groups = GroupAudit(vessels: vessels)
    }

    /// What arrives after the last call's moment and up to this one, in order of arrival.
    package mutating func next(until moment: Instant) -> [SimulatedFix] {
        while tick < moment { step() }
        let ripe = pending.filter { $0.arrival <= moment }
        pending.removeAll { $0.arrival <= moment }
        return ripe.sorted {
            ($0.arrival, $0.fix.object, $0.fix.time, $0.fix.device) < (
                $1.arrival, $1.fix.object, $1.fix.time, $1.fix.device
            )
        }
    }

    /// All truths, those that last with the end they have so far.
    package var truthsSoFar: [Truth] {
        (truths + audit.unfinished() + groups.unfinished() + log.unfinished(vessels, at: tick)).sorted {
            ($0.start, $0.kind.rawValue, $0.objects.first?.text ?? "")
                < ($1.start, $1.kind.rawValue, $1.objects.first?.text ?? "")
        }
    }
}

extension FleetSimulator {
    /// Ten minutes of the sea.
    private mutating func step() {
        let end = tick.adding(seconds: Self.tickSeconds)
        for index in squads.indices { sail(index) }
        send(until: end)
        var boats: [AuditedBoat] = []
        boats.reserveCapacity(vessels.count)
        for index in vessels.indices {
            let state = paths[index].state(at: end)
            let boat = AuditedBoat(
                vessel: index, state: state, isInPort: SimulatedSea.isInPort(state.place))
            boats.append(boat)
            truths += audit.observe(boat, at: end)
            follow(index, at: end)
        }
        truths += groups.observe(boats, at: end)
        tick = end
        endOutages()
    }

    /// Notes where a device is, on whatever boat, and lets it say that it came into port.
    private mutating func follow(_ index: Int, at time: Instant) {
        let state = hosts[index].state(at: time)
        let isInPort = SimulatedSea.isInPort(state.place)
        guard let entry = log.observePort(index, isInPort: isInPort, at: time) else { return }
        if let lost = log.truthAtPort(vessels[index].id, entry) { truths.append(lost) }
        announce(index, at: time)
    }

    /// Sends a squad out again when its last trip is over.
    private mutating func sail(_ index: Int) {
        let squad = squads[index]
        guard squad.trip.map({ $0.end <= tick }) ?? (squad.free <= tick) else { return }
        let members = Array(vessels[squad.members])
        let from = max(squad.trip?.end ?? squad.free, options.start)
        let trip = planner.trip(
            squad.number, of: members, boat: classes[squad.members.lowerBound], after: from)
        squads[index].trip = trip
        squads[index].number += 1
        for (offset, member) in trip.members.enumerated() {
            let vessel = squad.members.lowerBound + offset
            paths[vessel] = member.path
            hosts[vessel] = trip.members[member.deviceOn].path
            log.startTrip(vessel, silences: member.silences)
        }
        noteCarried(trip, squad.members)
    }

    private mutating func noteCarried(_ trip: SquadTrip, _ members: Range<Int>) {
        let carried = trip.members.indices.filter { trip.members[$0].deviceOn != $0 }
        guard !carried.isEmpty else { return }
        let objects = ([0] + carried).map { vessels[members.lowerBound + $0].id }.sorted()
        let (start, end) = (trip.departure, trip.members[0].path.end)
        truths.append(
            Truth(
                kind: .carriedDevice, objects: objects, start: start, end: end,
                hours: end.seconds(since: start) / 3_600,
                place: SimulatedSea.ports[vessels[members.lowerBound].port].berth))
    }

    private mutating func send(until end: Instant) {
        for index in devices.indices {
            while devices[index].next <= end {
                transmit(index, at: devices[index].next)
                devices[index].advance()
            }
        }
    }

    private mutating func transmit(_ index: Int, at time: Instant) {
        let vessel = devices[index].vessel
        let state = hosts[vessel].state(at: time)
        guard log.isOn(vessel, state, at: time), !log.isCutOff(vessel, at: time) else { return }
        let fix = devices[index].fix(of: vessels[vessel].id, state, at: time)
        let isSecond = devices[index].name != vessels[vessel].devices[0]
        for sent in devices[index].deliver(fix, over: link) {
            var sent = sent
            if isSecond { sent.defect = sent.defect ?? .secondDevice }
            pending.append(sent)
        }
        if !isSecond { truths += log.heard(vessels[vessel].id, vessel, state, at: fix.time) }
    }

    /// The event that a device sends when its boat enters a port; three in a hundred are lost.
    private mutating func announce(_ vessel: Int, at time: Instant) {
        guard options.cadence == .vms, let index = devices.firstIndex(where: { $0.vessel == vessel }) else { return }
        let state = hosts[vessel].state(at: time)
        guard log.isOn(vessel, state, at: time), !log.isCutOff(vessel, at: time), !log.losesEvent(vessel, at: time)
        else { return }
        let fix = devices[index].fix(of: vessels[vessel].id, state, at: time)
        pending += devices[index].deliver(fix, over: link)
        truths += log.heard(vessels[vessel].id, vessel, state, at: fix.time)
    }

    private mutating func endOutages() {
        while reportedOutages < options.outages.count {
            let outage = options.outages[reportedOutages]
            guard outage.start.adding(hours: outage.hours) <= tick else { return }
            let objects = log.silenced(by: reportedOutages).map { vessels[$0].id }.sorted()
            truths.append(
                Truth(
                    kind: .outage, objects: objects, start: outage.start, end: outage.start.adding(hours: outage.hours),
                    hours: outage.hours, place: SimulatedSea.ports[0].berth))
            reportedOutages += 1
        }
    }
}
