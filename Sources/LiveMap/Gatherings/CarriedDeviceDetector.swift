package import GeoCore

/// Suspects that one boat carries the devices of several vessels: their tracks are one track while moving.
///
/// Vessels that are near each other at the same moments are found in a grid; then the fixes of each are held against the way
/// of the other between its own fixes, and a run of fixes that all lie on it, for long enough, is suspicious. Boats that
/// travel in company keep a distance; two receivers on one deck do not. How near is near enough depends on how far apart the
/// fixes are in time, since a way between them is known the less the longer it took.
///
/// The confidence is 1 less half the median ratio of the distance to the one the rule allows: 1 for tracks that are equal,
/// one half at the limit. Whether anyone cheated, it does not say.
package struct CarriedDeviceDetector: Sendable {
    package let reference: RuleReference
    package let rule: CarriedDeviceRule

    package init(_ reference: RuleReference, rule: CarriedDeviceRule) {
        precondition(rule.fixes >= 2 && rule.medianMeters > 0, "tracks are compared at two fixes or more")
        self.reference = reference
        self.rule = rule
    }

    /// The suspicions in these fixes, in order of opening; vessels that share tracks in twos and overlap in time are named
    /// together.
    ///
    /// - Parameters:
    ///   - horizon: Up to when fixes are complete.
    ///   - tracks: Of the fixes to be judged.
    package func findings(horizon: Instant, tracks: [VesselTrack]) -> [Violation] {
        let shared = candidates(tracks).flatMap { pair in
            runs(of: pair, tracks[pair.first], tracks[pair.second])
        }
        return groups(of: shared).map { violation(of: $0, tracks, horizon: horizon) }
            .sorted { ($0.opened, $0.objects[0]) < ($1.opened, $1.objects[0]) }
    }
}

/// Two tracks that were one for a time.
private struct SharedRun {
    var pair: VesselPair
    /// Of the first and the last fix that told anything.
    private(set) var start: Instant
    private(set) var end: Instant
    /// Of the last fix compared.
    private(set) var latest: Instant
    private(set) var offsets: [Offset]
    /// Whether the last fix that told anything lay apart.
    private(set) var isStraying = false

    init(pair: VesselPair, _ comparison: Comparison) {
        self.pair = pair
        start = comparison.time
        end = comparison.time
        latest = comparison.time
        offsets = comparison.offset.map { [$0] } ?? []
    }

    func adding(_ comparison: Comparison) -> SharedRun {
        var run = self
        run.latest = comparison.time
        guard let offset = comparison.offset else { return run }
        run.isStraying = !comparison.isTogether
        run.offsets.append(offset)
        guard comparison.isTogether else { return run }
        if offsets.isEmpty { run.start = comparison.time }
        run.end = comparison.time
        return run
    }

    /// Whether a comparison leaves room for one boat: a way that looked straight may have been bent, so one fix apart does not end
    /// it, but two in a row do.
    func goesOn(with comparison: Comparison, longestSeconds: Double) -> Bool {
        guard comparison.time.seconds(since: latest) <= longestSeconds else { return false }
        return comparison.isTogether || (comparison.isReachable && !isStraying)
    }
}

/// How far a fix lies from a way.
private struct Offset {
    var meters: Double
    /// Of what the rule allows on such a way.
    var ratio: Double
}

/// A fix of one vessel held against the way of the other.
private struct Comparison {
    var time: Instant
    /// `nil` where the way was bent.
    var offset: Offset?
    /// Whether the other boat could have been there.
    var isReachable: Bool
    /// Whether it was, as far as its way is known.
    var isTogether: Bool
}

extension CarriedDeviceDetector {
    /// Pairs that were near each other while moving at half as many moments as the rule wants fixes.
    private func candidates(_ tracks: [VesselTrack]) -> [VesselPair] {
        guard let first = tracks.map(\.fixes.firstTime).min(),
            let last = tracks.map(\.fixes.lastTime).max()
        else { return [] }
        var counts: [VesselPair: Int] = [:]
        let hour: Int64 = 3_600_000
        for moment in stride(from: first.milliseconds / hour * hour, through: last.milliseconds, by: Int(hour)) {
            count(tracks, at: Instant(milliseconds: moment), &counts)
        }
        return counts.filter { $0.value * 2 >= rule.fixes }.keys.sorted {
            ($0.first, $0.second) < ($1.first, $1.second)
        }
    }

    private func count(_ tracks: [VesselTrack], at time: Instant, _ counts: inout [VesselPair: Int]) {
        var present: [Int] = []
        var places: [Coordinate] = []
        for (index, track) in tracks.enumerated() {
            guard let place = movingPlace(of: track, at: time) else { continue }
            present.append(index)
            places.append(place)
        }
        ProximityGrid(places, radiusMeters: 2 * rule.farthestMeters).forEachPair { first, second, _ in
            counts[VesselPair(first: present[first], second: present[second]), default: 0] += 1
        }
    }

    /// Between two fixes of a vessel that is under way; `nil` in gaps and at rest.
    private func movingPlace(of track: VesselTrack, at time: Instant) -> Coordinate? {
        leg(of: track, at: time).flatMap { $0.knots >= rule.movingKnots ? $0.place(at: time) : nil }
    }

    private func leg(of track: VesselTrack, at time: Instant) -> Leg? {
        track.leg(at: time, longestSeconds: rule.longestGapSeconds)
    }

    private func runs(of pair: VesselPair, _ first: VesselTrack, _ second: VesselTrack) -> [SharedRun] {
        var runs: [SharedRun] = []
        var current: SharedRun?
        for comparison in comparisons(first, with: second) {
            if let run = current, run.goesOn(with: comparison, longestSeconds: rule.longestGapSeconds * 4) {
                current = run.adding(comparison)
                continue
            }
            if let current { runs.append(current) }
            current = comparison.isTogether ? SharedRun(pair: pair, comparison) : nil
        }
        if let current { runs.append(current) }
        return runs.filter(isSuspicious)
    }

    private func isSuspicious(_ run: SharedRun) -> Bool {
        run.offsets.count >= rule.fixes && run.end.seconds(since: run.start) >= rule.durationSeconds
            && Middle.median(run.offsets.map(\.ratio)) <= 1
    }

    /// In event order, of both: each fix against the way of the other vessel while that one is under way.
    private func comparisons(_ first: VesselTrack, with second: VesselTrack) -> [Comparison] {
        let all = offsets(of: first, from: second) + offsets(of: second, from: first)
        return all.sorted { ($0.time, $0.offset?.meters ?? -1) < ($1.time, $1.offset?.meters ?? -1) }
    }

    private func offsets(of track: VesselTrack, from other: VesselTrack) -> [Comparison] {
        track.fixes.compactMap { fix in
            guard let leg = leg(of: other, at: fix.time), leg.knots >= Self.lyingKnots else { return nil }
            return compare(fix, with: leg)
        }
    }

    /// Slower than any boat adrift: one that lies in port, where being near each other says nothing.
    private static let lyingKnots = 0.1

    /// On a straight way the place is known and the distance counts; on a bent or slow one only whether the boat could have been
    /// there.
    private func compare(_ fix: Fix, with leg: Leg) -> Comparison {
        let isReachable = leg.couldPass(fix, slack: rule.farthestMeters, knots: rule.fastestKnots)
        guard rule.isTelling(leg) else {
            return Comparison(time: fix.time, offset: nil, isReachable: isReachable, isTogether: isReachable)
        }
        let meters = Geodesic.shortDistance(from: leg.place(at: fix.time), to: fix.coordinate)
        let offset = Offset(meters: meters, ratio: meters / rule.allowedMeters(legSeconds: leg.seconds))
        return Comparison(
            time: fix.time, offset: offset, isReachable: isReachable, isTogether: meters <= rule.farthestMeters)
    }

    /// Runs that overlap in time and share a vessel, by whatever chain.
    private func groups(of runs: [SharedRun]) -> [[SharedRun]] {
        var sets = DisjointSets(count: runs.count)
        let byVessel = Dictionary(
            grouping: runs.indices.flatMap { [(runs[$0].pair.first, $0), (runs[$0].pair.second, $0)] }
        ) {
            $0.0
        }
        for members in byVessel.values {
            for (place, one) in members.enumerated() {
                for other in members[(place + 1)...] where overlap(runs[one.1], runs[other.1]) {
                    sets.join(one.1, other.1)
                }
            }
        }
        return Dictionary(grouping: runs.indices) { sets.root(of: $0) }.values.map { $0.sorted().map { runs[$0] } }
    }

    private func overlap(_ first: SharedRun, _ second: SharedRun) -> Bool {
        first.start <= second.end && second.start <= first.end
    }

    private func violation(of runs: [SharedRun], _ tracks: [VesselTrack], horizon: Instant) -> Violation {
        let opened = runs.map(\.start).min() ?? horizon
        let end = runs.map(\.end).max() ?? horizon
        let latest = runs.map(\.latest).max() ?? end
        let members = Set(runs.flatMap { [$0.pair.first, $0.pair.second] }).sorted().map { tracks[$0] }
        let evidence = members.flatMap { $0.evidence(from: opened, to: end) }
            .sorted { ($0.time, $0.object) < ($1.time, $1.object) }
        let offsets = runs.flatMap(\.offsets)
        let median = Middle.median(offsets.map(\.meters))
        return Violation(
            rule: reference, kind: .carriedDevice, objects: members.map(\.vessel), opened: opened,
            closed: horizon.seconds(since: end) > rule.longestGapSeconds * 4 ? end : nil,
            place: evidence.first?.coordinate ?? tracks[0].fixes[0].coordinate,
            confidence: max(0.5, 1 - Middle.median(offsets.map(\.ratio)) / 2),
            measures: [
                Measure("hours", end.seconds(since: opened) / 3_600),
                Measure("hoursTogether", latest.seconds(since: opened) / 3_600), Measure("medianMeters", median),
                Measure("vessels", Double(members.count)),
            ], evidence: evidence)
    }
}

extension [Violation] {
    /// Of suspicions that devices are carried, the vessels whose devices are on board of another that is named with them between two
    /// moments: all but the first of each. They are on board until something sets the tracks apart, also while the boat works, when
    /// its way between two fixes tells nothing.
    func doubles(from start: Instant, to end: Instant) -> Set<ObjectID> {
        let current = filter { $0.opened < end && $0.isTogether(after: start) }
        return Set(current.flatMap { $0.objects.dropFirst() })
    }
}

extension CarriedDeviceRule {
    /// Whether a vessel was under way and straight, so that its place between two fixes is known.
    func isTelling(_ leg: Leg) -> Bool { leg.knots >= movingKnots && leg.isStraight(share: straightness) }

    /// The median distance that is allowed from a way between two fixes that took so long.
    func allowedMeters(legSeconds: Double) -> Double {
        nearMeters + (medianMeters - nearMeters) * min(1, legSeconds / longestGapSeconds)
    }
}

extension Violation {
    /// Of a suspicion: whether its tracks were one until after a moment, as far as it was followed.
    func isTogether(after start: Instant) -> Bool {
        guard let closed else { return true }
        let together = measures.first { $0.name == "hoursTogether" }.map { opened.adding(hours: $0.value) }
        return max(closed, together ?? closed) >= start
    }
}
