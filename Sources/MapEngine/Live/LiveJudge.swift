import GeoCore
import GeoStorage
import LiveMap

/// Judges every vessel by the rules as its fixes become durable, in event order whatever the order of arrival.
///
/// A fix in order is judged at once, in one synchronous step. One that comes late makes the stretch from its moment on be judged
/// again, from a checkpoint and the fixes that the history has; fixes of the same vessel that come meanwhile are part of
/// that, since the history has them too.
actor LiveJudge {
    private let history: LiveArchive
    /// The rules and zones that are judged by now.
    private(set) var context: JudgingContext
    private var vessels: [ObjectID: WatchedVessel] = [:]
    private var facts: [ObjectID: VesselFacts] = [:]
    private let sanity: FixSanity
    private var outages: OutageWatch?
    private var stretches: [ObjectID: Stretch] = [:]
    /// What has changed in the violations, in the order in which it did, until it is collected.
    private var changes: [ViolationChange] = []
    /// How many were collected.
    private var collected = 0
    /// What was found of outages at the start, until the vessels are taken up.
    private var foundAtStart = OutageLook()

    /// What a look for outages has changed: it is told after those whom it concerns are judged by it.
    private struct OutageLook {
        var changes: [ViolationChange] = []
        /// From which fix on a vessel is to be judged again.
        var affected: [ObjectID: Fix] = [:]
    }

    /// A vessel's past that is being judged again.
    private struct Stretch {
        /// The oldest of the late fixes.
        var oldest: Fix
        /// Whether there is something that the last look did not have.
        var isWanted = true
        /// Those whose fixes are part of it.
        var waiters: [CheckedContinuation<Void, any Error>] = []
    }

    init(history: LiveArchive, rules: WorkspaceRules) {
        self.history = history
        context = rules.context(SeaChart())
        sanity = rules.sanity
        outages = rules.outageDetector.map(OutageWatch.init)
    }

    /// Judges by other zones and lines from now on; what was judged stays as it was.
    func use(_ chart: SeaChart, rules: WorkspaceRules) {
        context = rules.context(chart, outages: context.outages)
    }

    /// Knows the vessels of the register; one whose facts have changed is judged by the new ones from now on.
    func use(_ facts: [ObjectID: VesselFacts]) {
        self.facts = facts
        for (object, watched) in vessels where watched.judge.facts != known(object) {
            vessels[object] = watched.with(known(object))
        }
    }

    private func known(_ object: ObjectID) -> VesselFacts { facts[object] ?? VesselFacts(id: object) }

    /// What is kept of a vessel, out of the table so that changing it copies nothing; to be put back in the same step.
    private func takeOut(_ object: ObjectID) -> WatchedVessel {
        vessels.removeValue(forKey: object) ?? WatchedVessel(VesselJudge(known(object)))
    }

    // MARK: On arrival

    /// What is to be said of fixes on arrival, in their order; they count as known from then on.
    func classify(_ fixes: [Fix], received: Instant) -> [ReceivedFix] {
        fixes.map { fix in
            var watched = takeOut(fix.object)
            let verdict = sanity.verdict(on: fix, known: watched.recent)
            let result = ReceivedFix(fix: fix, received: received, quality: verdict.quality)
            if !verdict.isDuplicate { watched.remember(result) }
            vessels[fix.object] = watched
            return result
        }
    }

    // MARK: Judging

    /// Judges fixes that are durable.
    ///
    /// - Throws: What kept some from being judged; the others are.
    func judge(_ fixes: some Sequence<Fix> & Sendable, until now: Instant) async throws {
        var late: [ObjectID: Fix] = [:]
        var elsewhere: Set<ObjectID> = []
        for fix in fixes.sorted(by: { $0.precedes($1) }) {
            if isBeingJudgedAgain(fix) { elsewhere.insert(fix.object) } else { apply(fix, late: &late) }
        }
        var fault: (any Error)?
        for (object, fix) in late.sorted(by: { $0.key < $1.key }) {
            do { try await judgeAgain(object, from: fix, until: now) } catch { fault = error }
        }
        for object in elsewhere {
            do { try await whenJudgedAgain(object) } catch { fault = error }
        }
        if let fault { throw fault }
    }

    /// Gives away what has changed in the violations since the last call, numbered so that it is taken over in this order.
    func collect() -> NumberedChanges {
        defer {
            collected += changes.count
            changes = []
        }
        return NumberedChanges(first: collected, changes: changes)
    }

    /// Returns when the stretch of a vessel that is being judged again has been.
    private func whenJudgedAgain(_ object: ObjectID) async throws {
        guard stretches[object] != nil else { return }
        try await withCheckedThrowingContinuation { stretches[object]?.waiters.append($0) }
    }

    private func apply(_ fix: Fix, late: inout [ObjectID: Fix]) {
        guard late[fix.object] == nil else { return }
        var watched = takeOut(fix.object)
        let outcome = watched.judge.apply(fix, in: context)
        guard outcome.disposition != .outOfOrder else {
            vessels[fix.object] = watched
            late[fix.object] = fix
            return
        }
        watched.ladder.keep(watched.judge)
        changes += watched.take(outcome.findings)
        if outcome.disposition == .judged { note(fix, watched.judge.facts) }
        vessels[fix.object] = watched
    }

    /// Tells the detector of outages of the vessels that must carry a device.
    private func note(_ fix: Fix, _ facts: VesselFacts) {
        guard let rule = context.rules.signal.version(at: fix.time)?.parameters, rule.sources.contains(fix.source),
            facts.isAtLeast(meters: rule.minimumLength)
        else { return }
        let zones = context.zones.zones(containing: fix.coordinate, on: fix.time.day())
        outages?.note(fix, isInHarbour: zones.contains { rule.harbourKinds.contains($0.kind) })
    }

    private func judgeAgain(_ object: ObjectID, from fix: Fix, until now: Instant) async throws {
        guard !isBeingJudgedAgain(fix) else { return try await whenJudgedAgain(object) }
        stretches[object] = Stretch(oldest: fix)
        do {
            try await judgeStretch(of: object, until: now)
            for waiter in stretches.removeValue(forKey: object)?.waiters ?? [] { waiter.resume() }
        } catch {
            for waiter in stretches.removeValue(forKey: object)?.waiters ?? [] { waiter.resume(throwing: error) }
            throw error
        }
    }

    private func judgeStretch(of object: ObjectID, until now: Instant) async throws {
        while let stretch = stretches[object], stretch.isWanted, let watched = vessels[object] {
            stretches[object]?.isWanted = false
            let kept = watched.ladder.base(for: stretch.oldest, facts: watched.judge.facts)
            let fixes = try await history.track(of: object, from: kept.newestTime)
            // The register may have been read anew meanwhile.
            let base = kept.facts == known(object) ? kept : kept.with(known(object))
            let before = vessels[object] ?? watched
            let judged = VesselTimeline.judge(fixes, from: base, until: now, in: context)
            let after = before.replacing(base, with: judged, at: stretch.oldest.time)
            vessels[object] = after
            remember(fixes, of: judged, since: stretch.oldest.time)
            changes += ViolationChange.changes(from: before.inQuestion(base), to: after.inQuestion(base))
        }
    }

    /// Whether a stretch of the fix's vessel is being judged again; then it is looked at once more, from this fix if that is older.
    private func isBeingJudgedAgain(_ fix: Fix) -> Bool {
        guard var stretch = stretches[fix.object] else { return false }
        stretch.isWanted = true
        if fix.precedes(stretch.oldest) { stretch.oldest = fix }
        stretches[fix.object] = stretch
        return true
    }

    /// Tells the detector of outages of a stretch that was judged as a whole.
    private func remember(_ fixes: [Fix], of stretch: JudgedStretch, since time: Instant) {
        let suspects = Set(stretch.suspects)
        for fix in fixes where fix.time >= time && !suspects.contains(fix) { note(fix, stretch.judge.facts) }
    }

    // MARK: Silence

    /// Says what silence means at a moment, of all vessels and of the network.
    ///
    /// - Throws: What kept some from being judged again by a newly known outage; all others are.
    func advance(to now: Instant) async throws {
        let fault = await findOutages(at: now)
        for object in vessels.keys.sorted() where stretches[object] == nil {
            guard var watched = vessels[object] else { continue }
            changes += watched.take(watched.judge.advance(to: now, in: context))
            vessels[object] = watched
        }
        if let fault { throw fault }
    }

    /// Looks for outages while a recording is run through, whose clock passes hours at once.
    ///
    /// - Throws: As `advance(to:)`.
    func followOutages(until now: Instant) async throws {
        guard outages?.isWorthLooking(at: now) ?? false else { return }
        if let fault = await findOutages(at: now) { throw fault }
    }

    /// Judges by the outages that the fixes tell of at a moment, also the silences that were over before they were known.
    private func findOutages(at now: Instant) async -> (any Error)? {
        var fault: (any Error)?
        let look = lookForOutages(at: now)
        for (object, fix) in look.affected.sorted(by: { $0.key < $1.key }) {
            guard let last = vessels[object]?.judge.lastFix, fix.precedes(last) else { continue }
            do { try await judgeAgain(object, from: fix, until: now) } catch { fault = error }
        }
        changes += look.changes
        return fault
    }

    /// Judges by the outages that are known at a moment from now on.
    private func lookForOutages(at now: Instant) -> OutageLook {
        guard let (before, found) = outages?.look(at: now) else { return OutageLook() }
        context.outages = found
        return OutageLook(
            changes: ViolationChange.changes(from: Self.violations(of: before), to: Self.violations(of: found)),
            affected: Outage.affected(from: before, to: found))
    }

    private static func violations(of outages: [Outage]) -> [String: Violation] {
        Dictionary(outages.map { ($0.violation.id, $0.violation) }) { first, _ in first }
    }

    /// The signal of vessels at a moment; those without a fix are left out.
    func signals(of objects: some Sequence<ObjectID>, at now: Instant) -> [ObjectID: SignalState] {
        var signals: [ObjectID: SignalState] = [:]
        for object in objects {
            if let signal = vessels[object]?.judge.signal(at: now, in: context) { signals[object] = signal.state }
        }
        return signals
    }

    /// The newest fix of vessels that was judged; those without one are left out.
    func newestFixes(of objects: some Sequence<ObjectID>) -> [Fix] { objects.compactMap { vessels[$0]?.judge.lastFix } }

    /// The length class of a vessel as statistics have it, such as `15-24`; `nil` where its length is not known.
    func lengthClass(of object: ObjectID) -> String? {
        known(object).lengthMeters.map { LengthClass(meters: $0).rawValue }
    }

    /// What the register says of a vessel.
    func facts(of object: ObjectID) -> VesselFacts { known(object) }

    /// Every vessel that has a fix.
    var watchedObjects: [ObjectID] { Array(vessels.keys) }

    // MARK: Going on after a restart

    /// Knows the outages of the network from what was heard of vessels, as far back as the rule remembers. Comes before any of them is
    /// taken up: silence in an outage is not the boat's.
    ///
    /// - Parameters:
    ///   - told: What was kept of outages, those withdrawn left out.
    ///   - newest: The newest event time in the history.
    func takeUpOutages(_ told: [Violation], of objects: [ObjectID], newest: Instant, until now: Instant) async throws {
        guard let windows = outages?.timeWindows else { return }
        outages?.restore(told.compactMap(Outage.init))
        let span = (outages?.horizon(asOf: newest) ?? now)..<Instant(milliseconds: .max)
        // Which source counts may change with the rule's versions; `note` has the last word.
        let sources = Set(context.rules.signal.versions.map { Set($0.parameters.sources) })
        for object in objects {
            let facts = known(object)
            for sources in sources {
                do {
                    let heard = try await history.newestFixes(of: object, inEach: windows, during: span, from: sources)
                    for fix in heard { note(fix, facts) }
                } catch let error as StorageError where error.isDamage {
                    // Who was heard is not known: what was told of the network stands, and no more is told in this process.
                    context.outages = outages?.outages ?? []
                    outages = nil
                    return
                }
            }
        }
        outages?.forget(asOf: newest)
        foundAtStart = lookForOutages(at: now)
    }

    /// Tells of the outages that were found at the start, now that all vessels are judged by them.
    func tellOutages() {
        changes += foundAtStart.changes
        foundAtStart = OutageLook()
    }

    /// Takes up a vessel: from a checkpoint and the fixes after it.
    ///
    /// - Parameters:
    ///   - oldest: The oldest fix that the process before had stored and perhaps not judged: checkpoints from then on do not know of it.
    ///   - known: What was kept of its violations, those withdrawn left out.
    func resume(
        _ object: ObjectID, unjudgedSince oldest: Instant?, known: [Violation], until now: Instant
    ) async throws {
        var watched = try await restored(object)
        if let oldest { watched.spoil(from: oldest) }
        if let fix = foundAtStart.affected[object] { watched.spoil(from: fix.time) }
        let base = watched.ladder.newest(by: watched.judge.facts)
        let fixes = try await history.track(of: object, from: base.newestTime)
        // What began before all that is kept cannot be judged again, now or for a late fix.
        let start = history.oldestDay() ?? now
        let questionable = known.filter { VesselJudge.kinds.contains($0.kind) && $0.opened >= start }
        watched.violations = Dictionary(questionable.map { ($0.id, $0) }) { first, _ in first }
        let stretch = VesselTimeline.judge(fixes, from: base, until: now, in: context)
        let resumed = watched.replacing(base, with: stretch, at: Instant(milliseconds: .max))
        vessels[object] = resumed
        changes += ViolationChange.changes(from: watched.inQuestion(base), to: resumed.inQuestion(base))
    }

    /// A vessel with the checkpoints that the disk has of it, as far as this version can read them, and its last few fixes.
    private func restored(_ object: ObjectID) async throws -> WatchedVessel {
        let kept = try await history.checkpoints(of: object.text)
        let facts = known(object)
        var watched = WatchedVessel(VesselJudge(facts))
        watched.shelf = CheckpointShelf(kept.map(\.time))
        for checkpoint in kept {
            do throws(StateDecodingError) {
                watched.ladder.restore(try VesselJudge(facts, decoding: checkpoint.bytes))
            } catch {
                watched.shelf.spoil(checkpoint.time)
            }
        }
        watched.recent = try await history.newestFixes(of: object, limit: WatchedVessel.remembered)
        return watched
    }

    /// What is to become of the checkpoints on the disk so that they are those in memory; counts as done then.
    func checkpointChange() -> CheckpointChange {
        var change = CheckpointChange()
        for object in vessels.keys.sorted() {
            guard var watched = vessels[object] else { continue }
            vessels[object] = nil
            watched.bringToDisk(as: object.text, in: &change)
            vessels[object] = watched
        }
        return change
    }

    /// Takes note that a change was perhaps not written: everything is written anew.
    func distrustDisk(_ change: CheckpointChange) {
        for object in Array(vessels.keys) { vessels[object]?.shelf.spoil() }
        for mark in change.removed {
            guard let object = ObjectID(mark.key) else { continue }
            vessels[object]?.shelf.spoil(mark.time)
        }
    }
}

extension LiveArchive {
    /// The fixes of an object from a moment on, in event order.
    func track(of object: ObjectID, from start: Instant?) async throws -> [Fix] {
        var fixes: [Fix] = []
        var next = start ?? Instant(milliseconds: .min)
        while true {
            let page = try await self.fixes(of: object, during: next..<Instant(milliseconds: .max), limit: 20_000)
            fixes += page.fixes.map(\.fix)
            guard let more = page.next else { return fixes }
            next = more
        }
    }
}
