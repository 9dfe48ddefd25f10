package import GeoCore

/// Checkpoints of one vessel, dense in the near past and sparse in the far, so that a late fix costs little to judge again and
/// memory stays small: of two neighbours one goes where they are closer than a quarter of their age.
///
/// Three years of two-hourly fixes leave some forty. They are thinned when some more have come than thinning left.
package struct CheckpointLadder: Hashable, Sendable {
    /// In event order.
    private(set) package var checkpoints: [VesselJudge] = []
    private var room = Self.moreRoom

    package init() {}

    /// Keeps a copy of a judge that is newer than all kept; one that is not takes the place of those that are newer than it.
    package mutating func keep(_ judge: VesselJudge) {
        guard let newest = judge.newestTime else { return }
        discard(from: newest)
        if let last = checkpoints.last?.newestTime, newest.seconds(since: last) < Self.leastSeconds { return }
        checkpoints.append(judge)
        if checkpoints.count > room { thin(from: newest) }
    }

    /// The newest checkpoint from before a fix, or a judge that has seen nothing: the fixes after it are to be judged again.
    package func base(for fix: Fix, facts: VesselFacts) -> VesselJudge {
        checkpoints.last { $0.newestTime.map { $0 < fix.time } ?? true } ?? VesselJudge(facts)
    }

    /// Forgets the checkpoints that a change of the past at a moment makes wrong.
    package mutating func discard(from time: Instant) {
        while let newest = checkpoints.last?.newestTime, newest >= time { checkpoints.removeLast() }
    }

    private mutating func thin(from newest: Instant) {
        var kept: [VesselJudge] = []
        for checkpoint in checkpoints.reversed() {
            guard let time = checkpoint.newestTime else { continue }
            if let after = kept.last?.newestTime, kept.count > 1 {
                let age = newest.seconds(since: time)
                guard after.seconds(since: time) >= age / 4 else { continue }
            }
            kept.append(checkpoint)
        }
        checkpoints = kept.reversed()
        room = kept.count + Self.moreRoom
    }

    private static let leastSeconds = 600.0
    private static let moreRoom = 8
}
