import GeoCore
import LiveMap
import Testing

@Suite("Replay")
struct ReplayTests {
    @Test("any order of arrival, any batches and any clock give the same violations to the byte", arguments: 0..<40)
    func arrivesInAnyOrder(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let voyage = try RandomVoyage.make(&random)
        let expected = voyage.judged(until: RandomVoyage.hours)
        var desk = Desk(facts: voyage.facts)
        var waiting = voyage.fixes.sorted { $0.precedes($1) }
        while !waiting.isEmpty {
            var batch: [Fix] = []
            for _ in 0..<Int.random(in: 1...6, using: &random) where !waiting.isEmpty {
                let reach = Int.random(in: 0..<10, using: &random) == 0 ? waiting.count : min(3, waiting.count)
                batch.append(waiting.remove(at: Int.random(in: 0..<reach, using: &random)))
            }
            desk.take(batch)
            let newest = desk.fixes.map(\.time).max() ?? Voyage.start
            desk.advance(to: newest.adding(hours: Double.random(in: -3...12, using: &random)))
        }
        desk.advance(to: Voyage.hour(RandomVoyage.hours))
        #expect(desk.kept.values.map(\.id).sorted() == expected.map(\.id))
        #expect(desk.kept.values.sorted { $0.id < $1.id }.map(\.encoded) == expected.map(\.encoded))
    }

    @Test(
        "killed and resumed from stored bytes at any fix, with the clock run ahead, it finds the same",
        arguments: 40..<60)
    func resumes(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let voyage = try RandomVoyage.make(&random)
        let fixes = voyage.fixes.sorted { $0.precedes($1) }
        var whole = VesselJudge(voyage.facts)
        var resumed = whole
        for fix in fixes {
            _ = whole.apply(fix, in: Sea.context)
            if Bool.random(using: &random) {
                let ahead = fix.time.adding(hours: Double.random(in: -10...40, using: &random))
                _ = resumed.advance(to: ahead, in: Sea.context)
            }
            resumed = try VesselJudge(voyage.facts, decoding: resumed.encoded())
            _ = resumed.apply(fix, in: Sea.context)
        }
        _ = whole.advance(to: Voyage.hour(RandomVoyage.hours), in: Sea.context)
        _ = resumed.advance(to: Voyage.hour(RandomVoyage.hours), in: Sea.context)
        #expect(whole == resumed)
        #expect(whole.encoded() == resumed.encoded())
    }

    @Test("the random voyages do what they are for: every rule is broken in them somewhere")
    func reachesEveryRule() throws {
        var rules: Set<String> = []
        for seed in 0..<60 as Range<UInt64> {
            var random = SplitMix(seed: seed)
            let voyage = try RandomVoyage.make(&random)
            rules.formUnion(voyage.judged(until: RandomVoyage.hours).map(\.rule.id))
        }
        #expect(
            rules == [
                "wrong-zone", "prohibited-zone", "boundary-approach", "boundary-crossing", "signal-lost",
                "signal-no-return",
            ])
    }

    @Test("bytes that are damaged are refused or read, and what is read can be judged on", arguments: 60..<70)
    func survivesDamage(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let voyage = try RandomVoyage.make(&random)
        let fixes = voyage.fixes.sorted { $0.precedes($1) }
        let middle = fixes.count / 2
        let bytes = VesselTimeline.judge(
            Array(fixes[..<middle]), from: VesselJudge(voyage.facts), until: fixes[middle].time, in: Sea.context
        ).judge.encoded()
        for _ in 0..<300 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                damaged[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            if Bool.random(using: &random) { damaged.removeLast(Int.random(in: 0..<bytes.count, using: &random)) }
            do throws(StateDecodingError) {
                var judge = try VesselJudge(voyage.facts, decoding: damaged)
                for fix in fixes[middle...] { _ = judge.apply(fix, in: Sea.context) }
                _ = judge.advance(to: Voyage.hour(RandomVoyage.hours), in: Sea.context)
            } catch {
                #expect([.otherVersion, .truncated, .malformed, .otherVessel].contains(error))
            }
        }
    }
}

/// What a service does with a vessel: it keeps fixes, checkpoints and violations, and judges again what comes late.
private struct Desk {
    let facts: VesselFacts
    var judge: VesselJudge
    var ladder = CheckpointLadder()
    var fixes: Set<Fix> = []
    var kept: [String: Violation] = [:]

    init(facts: VesselFacts) {
        self.facts = facts
        judge = VesselJudge(facts)
    }

    mutating func take(_ batch: [Fix]) {
        let sorted = batch.sorted { $0.precedes($1) }
        fixes.formUnion(batch)
        guard let first = sorted.first else { return }
        guard let newest = judge.newestTime, first.time <= newest else {
            for fix in sorted { keep(judge.apply(fix, in: Sea.context).findings) }
            return ladder.keep(judge)
        }
        let base = ladder.base(for: first, facts: facts)
        ladder.discard(from: first.time)
        let after = fixes.filter { $0.time > base.newestTime ?? Instant(milliseconds: .min) }
        let stretch = VesselTimeline.judge(Array(after), from: base, until: Voyage.start, in: Sea.context)
        let difference = ViolationDifference(
            kept: kept.values.filter(base.isInQuestion), found: stretch.violations)
        for violation in difference.withdrawn + difference.replaced.map(\.old) { kept[violation.id] = nil }
        for violation in difference.added + difference.changed + difference.replaced.map(\.new) {
            kept[violation.id] = violation
        }
        judge = stretch.judge
        ladder.keep(judge)
    }

    mutating func advance(to now: Instant) {
        keep(judge.advance(to: now, in: Sea.context))
    }

    private mutating func keep(_ findings: [Finding]) {
        for finding in findings {
            if case .withdrawn(let violation) = finding {
                kept[violation.id] = nil
            } else {
                kept[finding.violation.id] = finding.violation
            }
        }
    }
}

/// A vessel that wanders for a month, fishes, falls silent, goes into port, sends wrong fixes and changes its device.
enum RandomVoyage {
    /// Later than any fix and any clock before.
    static let hours = 1_200.0

    static func make(_ random: inout SplitMix) throws -> Voyage {
        var voyage = try Voyage([9, 13, 18, 25].randomElement(using: &random), .fishing)
        var (x, y) = (109.2, 13.5)
        var hour = 0.0
        while hour < 700 {
            let speeds: [Double] = [0, 2, 3, 8, 9]
            let knots = speeds.randomElement(using: &random) ?? 0
            let (dx, dy) = (Double.random(in: -1...1.1, using: &random), Double.random(in: -1...1, using: &random))
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                let gap = pause(&random)
                hour += gap
                x = min(112.4, max(109, x + dx * knots * min(gap, 5) / 60))
                y = min(15, max(13, y + dy * knots * min(gap, 5) / 60))
                send(&voyage, hour, x, y, knots, &random)
            }
        }
        return voyage
    }

    private static func pause(_ random: inout SplitMix) -> Double {
        switch Int.random(in: 0..<40, using: &random) {
        case 0: Double.random(in: 5...60, using: &random)
        case 1: Double.random(in: 100...300, using: &random)
        case 2...6: Double.random(in: 0.05...1, using: &random)
        default: 2
        }
    }

    private static func send(
        _ voyage: inout Voyage, _ hour: Double, _ x: Double, _ y: Double, _ knots: Double, _ random: inout SplitMix
    ) {
        switch Int.random(in: 0..<30, using: &random) {
        case 0: voyage.at(hour, 0, 0, knots)
        case 1: voyage.at(hour, x + 3, y, knots)
        case 2: voyage.at(hour, x, y, knots, device: "v2")
        case 3: voyage.at(hour, x, y, nil, device: "", .manual)
        case 4: voyage.at(hour, x, y, nil)
        case 5: voyage.at(hour, 109.02, 13.5, 0)
        default: voyage.at(hour, x, y, knots)
        }
    }
}

/// Steele, Lea and Flood's generator: the same numbers everywhere.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
