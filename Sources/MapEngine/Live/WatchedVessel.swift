import GeoCore
import GeoStorage
import LiveMap

/// What is kept in memory of one vessel.
struct WatchedVessel: Sendable {
    var judge: VesselJudge
    var ladder = CheckpointLadder()
    /// The newest few fixes in event order, for sanity on arrival.
    var recent: [ReceivedFix] = []
    /// All that is held of it, those withdrawn left out, by identifier.
    var violations: [String: Violation] = [:]
    /// Which checkpoints of it are on the disk.
    var shelf = CheckpointShelf()

    static let remembered = 8

    init(_ judge: VesselJudge) {
        self.judge = judge
    }

    /// Keeps a fix among the newest few.
    mutating func remember(_ fix: ReceivedFix) {
        let place = recent.lastIndex { $0.fix.precedes(fix.fix) }.map { $0 + 1 } ?? 0
        recent.insert(fix, at: place)
        if recent.count > Self.remembered { recent.removeFirst() }
    }

    /// Takes over what judging a fix, or silence, found.
    mutating func take(_ findings: [Finding]) -> [ViolationChange] {
        findings.map { finding in
            let violation = finding.violation
            if case .withdrawn = finding {
                violations[violation.id] = nil
                return .withdrawn(violation)
            }
            violations[violation.id] = violation
            return .recorded(violation)
        }
    }

    /// The vessel with other facts, judged by them from now on.
    func with(_ facts: VesselFacts) -> WatchedVessel {
        var result = self
        result.judge = judge.with(facts)
        return result
    }

    /// The vessel after a stretch was judged again.
    func replacing(_ base: VesselJudge, with stretch: JudgedStretch, at time: Instant) -> WatchedVessel {
        var result = self
        result.judge = stretch.judge
        result.spoil(from: time)
        result.ladder.keep(stretch.judge)
        for id in inQuestion(base).keys { result.violations[id] = nil }
        for violation in stretch.violations { result.violations[violation.id] = violation }
        return result
    }

    /// Forgets the checkpoints that a change of the past at a moment makes wrong, also those on the disk.
    mutating func spoil(from time: Instant) {
        ladder.discard(from: time)
        shelf.spoil(from: time)
    }

    /// Adds what has to be done so that the disk has the vessel's ladder, and the vessel as it is now.
    mutating func bringToDisk(as key: String, in change: inout CheckpointChange) {
        guard let newest = judge.newestTime else { return }
        let (written, removed) = shelf.update(to: Set(ladder.times + [newest]))
        for time in written.sorted() {
            guard let step = time == newest ? judge : ladder.judge(at: time, by: judge.facts) else { continue }
            change.written.append(Checkpoint(key: key, time: time, bytes: step.encoded()))
        }
        change.removed += removed.sorted().map { CheckpointChange.Mark(key: key, time: $0) }
    }

    /// The violations that judging on from a checkpoint can still say something else of.
    func inQuestion(_ base: VesselJudge) -> [String: Violation] {
        violations.filter { base.isInQuestion($0.value) }
    }
}
