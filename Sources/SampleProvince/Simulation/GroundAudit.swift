import GeoCore
import LiveMap

/// A boat at a moment, with what the audits ask about.
struct AuditedBoat {
    var vessel: Int
    var state: GroundState
    var isInPort: Bool
}

/// Keeps an interval open while something is so, and for a pause after.
struct OpenTruth {
    var start: Instant
    var last: Instant
    var ticks: Int
    var place: Coordinate
}

/// Tells truths of single boats from their ways: fishing in wrong zones, nearness to the line, hanging about.
struct GroundAudit {
    private let vessels: [SimulatedVessel]
    private let classes: [BoatClass]
    private var open: [AuditKey: OpenTruth] = [:]
    private let shore = VicinityIndex(SimulatedSea.shore, reachMeters: 20 * 1_852)

    private struct AuditKey: Hashable {
        var vessel: Int
        var kind: TruthKind
    }

    init(vessels: [SimulatedVessel], classes: [BoatClass]) {
        self.vessels = vessels
        self.classes = classes
    }

    /// Truths that have ended.
    mutating func observe(_ boat: AuditedBoat, at time: Instant) -> [Truth] {
        guard !boat.isInPort else { return close(boat.vessel, at: time) }
        return note(.wrongZone, isPoaching(boat), boat, at: time, pauseHours: 6)
            + boundary(boat, at: time)
            + note(.loitering, isLoitering(boat), boat, at: time, pauseHours: 0.2)
    }

    private func isPoaching(_ boat: AuditedBoat) -> Bool {
        guard boat.state.activity == .fishing else { return false }
        let home = vessels[boat.vessel].facts.homeProvince ?? ""
        return !classes[boat.vessel].mayFish(in: SimulatedSea.kind(of: boat.state.place), home: home)
    }

    private func isLoitering(_ boat: AuditedBoat) -> Bool {
        boat.state.knots < 2 && !shore.isNear(boat.state.place)
    }

    private mutating func boundary(_ boat: AuditedBoat, at time: Instant) -> [Truth] {
        let meters = BoundaryTruth.signedMeters(of: boat.state.place)
        let isNear = meters.map { abs($0) <= 15 * 1_852 || $0 < 0 } ?? false
        return note(.boundaryApproach, isNear, boat, at: time, pauseHours: 1)
            + note(.boundaryCrossing, wasBeyond(boat, meters), boat, at: time, pauseHours: 1)
    }

    /// At this moment or, close to the line, within the ten minutes before it, along the boat's course.
    private func wasBeyond(_ boat: AuditedBoat, _ meters: Double?) -> Bool {
        guard let meters, meters >= 0 else { return meters != nil }
        let speed = boat.state.knots * 1_852 / 3_600
        guard meters < speed * FleetSimulator.tickSeconds else { return false }
        return (1...9).contains { minute in
            let before = Geodesic.direct(
                from: boat.state.place, azimuth: boat.state.course, meters: -speed * Double(minute) * 60)
            return (BoundaryTruth.signedMeters(of: before.coordinate) ?? 1) < 0
        }
    }

    private mutating func note(
        _ kind: TruthKind, _ isSo: Bool, _ boat: AuditedBoat, at time: Instant, pauseHours: Double
    ) -> [Truth] {
        let key = AuditKey(vessel: boat.vessel, kind: kind)
        guard var current = open[key] else {
            if isSo { open[key] = OpenTruth(start: time, last: time, ticks: 1, place: boat.state.place) }
            return []
        }
        if isSo {
            current.last = time
            current.ticks += 1
            open[key] = current
            return []
        }
        guard time.seconds(since: current.last) > pauseHours * 3_600 else { return [] }
        open[key] = nil
        return [truth(key, current)]
    }

    private mutating func close(_ vessel: Int, at time: Instant) -> [Truth] {
        [TruthKind.wrongZone, .boundaryApproach, .boundaryCrossing, .loitering].compactMap { kind in
            let key = AuditKey(vessel: vessel, kind: kind)
            return open.removeValue(forKey: key).map { truth(key, $0) }
        }
    }

    /// What has not ended yet, as if it ended now.
    func unfinished() -> [Truth] { open.map { truth($0.key, $0.value) } }

    private func truth(_ key: AuditKey, _ current: OpenTruth) -> Truth {
        Truth(
            kind: key.kind, objects: [vessels[key.vessel].id], start: current.start, end: current.last,
            hours: Double(current.ticks) * FleetSimulator.tickSeconds / 3_600, place: current.place)
    }
}

/// Tells truths of groups from where all boats are at once: gatherings and encounters.
struct GroupAudit {
    private let vessels: [SimulatedVessel]
    private let anchorages = VicinityIndex(SimulatedSea.harbours, reachMeters: 10_000)
    private var gatherings: [OpenGathering] = []
    private var pairs: [PairKey: OpenPair] = [:]

    private struct PairKey: Hashable {
        var first: Int
        var second: Int
    }

    private struct OpenPair {
        var truth: OpenTruth
        var slowTicks: Int
    }

    private struct OpenGathering {
        var truth: OpenTruth
        var members: Set<Int>
        /// For how many moments each boat was there.
        var presence: [Int: Int]
    }

    init(vessels: [SimulatedVessel]) {
        self.vessels = vessels
    }

    mutating func observe(_ boats: [AuditedBoat], at time: Instant) -> [Truth] {
        let outside = boats.filter { !$0.isInPort }
        return meet(outside, at: time) + gather(outside.filter { $0.state.knots < 2 }, at: time)
    }

    func unfinished() -> [Truth] {
        gatherings.compactMap(truth) + pairs.compactMap { truth($0.key, $0.value) }
    }

    private mutating func meet(_ boats: [AuditedBoat], at time: Instant) -> [Truth] {
        ProximityGrid(boats.map(\.state.place), radiusMeters: 500).forEachPair { first, second, _ in
            let (one, other) = (boats[first], boats[second])
            guard !anchorages.isNear(one.state.place), !anchorages.isNear(other.state.place) else { return }
            let key = PairKey(first: min(one.vessel, other.vessel), second: max(one.vessel, other.vessel))
            let slow = (one.state.knots < 2 ? 1 : 0) + (other.state.knots < 2 ? 1 : 0)
            var pair =
                pairs[key]
                ?? OpenPair(
                    truth: OpenTruth(start: time, last: time, ticks: 0, place: one.state.place), slowTicks: 0)
            pair.truth.last = time
            pair.truth.ticks += 1
            pair.slowTicks += slow
            pairs[key] = pair
        }
        let ended = pairs.filter { time.seconds(since: $0.value.truth.last) > 4 * 3_600 }
        for key in ended.keys { pairs[key] = nil }
        return ended.compactMap { truth($0.key, $0.value) }
    }

    private func truth(_ key: PairKey, _ pair: OpenPair) -> Truth? {
        // More than half of the speeds below 2 knots: so is their median.
        guard pair.slowTicks > pair.truth.ticks else { return nil }
        return Truth(
            kind: .encounter, objects: [vessels[key.first].id, vessels[key.second].id].sorted(),
            start: pair.truth.start, end: pair.truth.last,
            hours: Double(pair.truth.ticks) * FleetSimulator.tickSeconds / 3_600, place: pair.truth.place)
    }

    private mutating func gather(_ slow: [AuditedBoat], at time: Instant) -> [Truth] {
        let grid = ProximityGrid(slow.map(\.state.place), radiusMeters: 1_852)
        var taken: Set<Int> = []
        for index in slow.indices where !taken.contains(index) {
            let group = group(from: index, grid)
            guard group.count >= 3 else { continue }
            taken.formUnion(group)
            join(Set(group.map { slow[$0].vessel }), at: slow[index].state.place, time)
        }
        let ended = gatherings.filter { time.seconds(since: $0.truth.last) > 1_800 }
        gatherings.removeAll { time.seconds(since: $0.truth.last) > 1_800 }
        return ended.compactMap(truth)
    }

    /// Those around a boat that has two others near, and around them in turn.
    private func group(from start: Int, _ grid: ProximityGrid) -> Set<Int> {
        var group: Set<Int> = []
        var waiting = [start]
        while let next = waiting.popLast() {
            let near = grid.neighbours(of: next).map(\.index)
            guard near.count >= 2 else { continue }
            group.insert(next)
            for other in near where group.insert(other).inserted { waiting.append(other) }
        }
        return group
    }

    private mutating func join(_ members: Set<Int>, at place: Coordinate, _ time: Instant) {
        let index = gatherings.firstIndex { $0.members.intersection(members).count >= 2 }
        var gathering =
            index.map { gatherings[$0] }
            ?? OpenGathering(
                truth: OpenTruth(start: time, last: time, ticks: 0, place: place), members: [], presence: [:])
        gathering.truth.last = time
        gathering.truth.ticks += 1
        gathering.members = members
        for member in members { gathering.presence[member, default: 0] += 1 }
        if let index { gatherings[index] = gathering } else { gatherings.append(gathering) }
    }

    /// Of the boats that were there for an hour; `nil` where three were not.
    private func truth(_ gathering: OpenGathering) -> Truth? {
        let members = gathering.presence.filter { Double($0.value) * FleetSimulator.tickSeconds >= 3_600 }.keys
        guard members.count >= 3 else { return nil }
        return Truth(
            kind: .gathering, objects: members.map { vessels[$0].id }.sorted(), start: gathering.truth.start,
            end: gathering.truth.last, hours: Double(gathering.truth.ticks) * FleetSimulator.tickSeconds / 3_600,
            place: gathering.truth.place)
    }
}
