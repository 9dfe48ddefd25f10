package import GeoCore

/// Checkpoints of one vessel, dense in the near past and sparse in the far, so that a late fix costs little to judge again and
/// memory stays small: one goes where the older of its neighbours is at most twice as old as the newer.
///
/// So a late fix is judged again from at most about twice its age back. Three years of two-hourly fixes leave some twenty-five;
/// they are thinned when some more have come than thinning left.
package struct CheckpointLadder: Hashable, Sendable {
    /// In event order.
    private var checkpoints: [VesselState] = []
    private var room = Self.moreRoom

    package init() {}

    /// How many are kept.
    package var count: Int { checkpoints.count }

    /// Keeps a copy of a judge that is newer than all kept; one that is not takes the place of those that are newer than it.
    package mutating func keep(_ judge: VesselJudge) {
        guard let newest = judge.newestTime else { return }
        discard(from: newest)
        if let last = checkpoints.last?.newest?.time, newest.seconds(since: last) < Self.leastSeconds { return }
        checkpoints.append(judge.state)
        if checkpoints.count > room { thin(from: newest) }
    }

    /// Takes up a checkpoint that was kept before, newer than all here.
    package mutating func restore(_ judge: VesselJudge) { checkpoints.append(judge.state) }

    /// The newest checkpoint, or a judge that has seen nothing.
    package func newest(by facts: VesselFacts) -> VesselJudge {
        VesselJudge(facts, state: checkpoints.last ?? VesselState())
    }

    /// The times of the newest fixes of what is kept, in event order.
    package var times: [Instant] { checkpoints.compactMap { $0.newest?.time } }

    /// What is kept of a time, as a judge by the facts that hold now.
    package func judge(at time: Instant, by facts: VesselFacts) -> VesselJudge? {
        checkpoints.last { $0.newest?.time == time }.map { VesselJudge(facts, state: $0) }
    }

    /// The newest checkpoint from before a fix, or a judge that has seen nothing: the fixes after it are to be judged again.
    package func base(for fix: Fix, facts: VesselFacts) -> VesselJudge {
        let state = checkpoints.last { $0.newest.map { $0.time < fix.time } ?? true }
        return VesselJudge(facts, state: state ?? VesselState())
    }

    /// Forgets the checkpoints that a change of the past at a moment makes wrong.
    package mutating func discard(from time: Instant) {
        while let newest = checkpoints.last?.newest?.time, newest >= time { checkpoints.removeLast() }
    }

    private mutating func thin(from newest: Instant) {
        func age(_ index: Int) -> Double {
            checkpoints[index].newest.map { newest.seconds(since: $0.time) } ?? .infinity
        }
        var newerAge: Double?
        for index in checkpoints.indices.reversed() {
            if let newerAge, index > 0, age(index - 1) <= 2 * newerAge {
                checkpoints.remove(at: index)
            } else {
                newerAge = age(index)
            }
        }
        room = checkpoints.count + Self.moreRoom
    }

    private static let leastSeconds = 600.0
    private static let moreRoom = 4
}
