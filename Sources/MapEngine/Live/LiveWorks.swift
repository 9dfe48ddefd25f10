import Foundation
import GeoCore
import GeoStorage
import LiveMap
import Logging
import Synchronization

/// The parts of a running live service, and how a position goes through them.
final class LiveWorks: Sendable {
    let history: LiveArchive
    let log: EventLog
    let book: ViolationBook
    let judge: LiveJudge
    let mirror: LiveMirror
    let devices: DeviceWorks
    private let ground: LiveGround
    private let rules: WorkspaceRules
    private let known = Mutex(Known())

    /// Whether the past has been taken up.
    var isReady: Bool { known.withLock { $0.isReady } }

    private var store: SpatiaLiteStore { ground.store }
    private var state: EngineState { ground.state }
    private var now: @Sendable () -> Date { ground.now }

    /// What is known from one batch to the next.
    private struct Known {
        var isReady = false
        var progress = JudgingProgress()
        /// The layers' revisions that register and chart were read from.
        var revisions: [LayerID: Int64] = [:]
        var groups: GroupJudge?
        /// The vessels that send under their MMSI, by it.
        var aliases: [ObjectID: ObjectID] = [:]
    }

    init(
        workspace: Workspace, store: SpatiaLiteStore, state: EngineState, units: UnitService, hub: EventHub,
        logger: Logger, now: @escaping @Sendable () -> Date
    ) async throws {
        let ground = LiveGround(
            workspace: workspace, store: store, state: state, units: units, logger: logger, now: now)
        let vessels = try await ground.prepared("vessels")
        let violations = try await ground.prepared("violations")
        self.ground = ground
        rules = try workspace.readRules()
        history = try LiveArchive(folder: workspace.liveFolder)
        log = EventLog(history: history, hub: hub)
        judge = LiveJudge(history: history, rules: rules)
        mirror = try ground.makeMirror(of: vessels, log)
        devices = DeviceWorks(history: history, store: store, log: log, logger: logger, now: now)
        book = ground.makeBook(of: violations, rules, log, judge, mirror, devices)
        try await devices.takeUp(state.catalogue)
    }
}

// MARK: - A position

extension LiveWorks {
    /// Makes positions of vessels durable, judges them, shows them; answers for each.
    func receiveVessels(_ batch: PositionBatch, clock: EventClock) async throws -> PositionAnswer {
        let ticket = known.withLock { $0.progress.begin() }
        var isJudged = false
        defer { known.withLock { $0.progress.end(ticket, isJudged: isJudged) } }
        let fixes = registered(batch.reports)
        let classified = await judge.classify(fixes, received: Instant(now()))
        let receipt = try await history.append(LiveBatch(fixes: classified))
        known.withLock { $0.progress.reach(receipt.sequence) }
        let stored = zip(classified, receipt.fixes).filter { $0.1 == .stored }.map(\.0.fix)
        let hasChanged = try await judge(stored, clock: clock)
        isJudged = true
        // What cannot be written now is written before progress is kept.
        if hasChanged { try await book.flush() }
        let spellings = Dictionary(zip(fixes, batch.reports).map { ($0.object, $1.spelling) }) { first, _ in first }
        await show(Set(stored.map(\.object)), spellings: spellings, clock: clock)
        return answer(classified, receipt.fixes, batch.refusals)
    }

    /// The fixes under the vessels' registration numbers, also of those that send under their MMSI.
    private func registered(_ reports: [PositionReport]) -> [Fix] {
        let aliases = known.withLock { $0.aliases }
        return reports.map { report in
            var fix = report.fix
            fix.object = aliases[fix.object] ?? fix.object
            return fix
        }
    }

    /// Judges durable fixes; answers whether there is something to be written of violations.
    private func judge(_ fixes: [Fix], clock: EventClock) async throws -> Bool {
        var hasChanged = false
        for part in clock == .arrival ? [fixes[...]] : Self.hours(of: fixes) {
            if clock == .recording, let first = part.first {
                // The network's silence must be known before a boat is heard again.
                let outages = try await judge.followOutages(until: max(first.time, newestEventTime))
                await book.take(outages)
                hasChanged = hasChanged || !outages.isEmpty
            }
            let (changes, fault) = await judge.judge(part, until: eventClock(clock, part))
            await book.take(changes)
            if let fault { throw fault }
            hasChanged = hasChanged || !changes.isEmpty
        }
        return hasChanged
    }

    /// Fixes of a recording in event order, an hour at a time.
    private static func hours(of fixes: [Fix]) -> [ArraySlice<Fix>] {
        let hours = TimeWindows(milliseconds: 3_600_000)
        let ordered = fixes.sorted { $0.precedes($1) }
        var parts: [ArraySlice<Fix>] = []
        var start = 0
        for index in ordered.indices where index > start {
            guard hours.number(of: ordered[index].time) != hours.number(of: ordered[start].time) else { continue }
            parts.append(ordered[start..<index])
            start = index
        }
        return start < ordered.count ? parts + [ordered[start...]] : parts
    }

    private func show(_ objects: Set<ObjectID>, spellings: [ObjectID: String], clock: EventClock) async {
        let moment = eventClock(clock, [])
        await mirror.show(await judge.newestFixes(of: objects)) { spellings[$0].map(Self.display) ?? $0.text }
        await mirror.show(await judge.signals(of: objects, at: moment).mapValues(\.rawValue))
    }

    private func eventClock(_ clock: EventClock, _ fixes: some Sequence<Fix>) -> Instant {
        let newest = known.withLock { known in
            known.progress.see(fixes.map(\.time))
            return known.progress.eventTime
        }
        return clock == .arrival ? Instant(now()) : newest
    }

    private func answer(
        _ fixes: [ReceivedFix], _ outcomes: [AppendOutcome], _ refusals: [PositionRefusal]
    ) -> PositionAnswer {
        var answer = PositionAnswer(refusals: refusals.map { RefusedRecord($0) })
        for (fix, outcome) in zip(fixes, outcomes) {
            guard outcome == .stored else {
                answer.duplicate += 1
                continue
            }
            answer.accepted += 1
            if fix.quality == .late { answer.late += 1 }
            if fix.quality == .suspect { answer.suspect += 1 }
        }
        return answer
    }

    /// A registration number in its usual spelling, an MMSI with its name before it.
    private static func display(_ spelling: String) -> String {
        if let registration = VesselRegistration(spelling) { return registration.display }
        let digits = spelling.filter { $0.isASCII && $0.isNumber }
        return digits.count == 9 ? "MMSI \(digits)" : spelling
    }
}

extension LiveWorks {
    /// The object that people mean by a name: a number or an MMSI in any spelling, or a feature's identifier.
    ///
    /// - Throws: `notFound`.
    func object(named name: String) async throws -> ObjectID {
        let missing = Self.noVessel(name)
        let named: ObjectID?
        do throws(PositionFault) { named = try ObjectID(vessel: name) } catch { named = ObjectID(name) }
        if let named {
            let object = known.withLock { $0.aliases[named] ?? named }
            if await mirror.name(of: object) != nil { return object }
        }
        guard let fid = Int64(name), let object = await mirror.object(of: fid) else { throw missing }
        return object
    }
}

// MARK: - From start to end

extension LiveWorks {
    /// How many violations are written at once when the past is taken up.
    private static let changesAtOnce = 200

    /// Reads register and chart, and judges what the process before had stored and not judged.
    func begin(clock: EventClock) async throws {
        try await log.begin()
        try await book.begin()
        try await readChart()
        try await readRegister()
        let newest = try await history.latest().map(\.fix).filter { !DeviceWorks.isDevice($0.object) }.map(\.time).max()
        try await resume(until: clock == .arrival ? Instant(now()) : newest ?? Instant(now()), newest: newest)
        await mirror.show(await judge.newestFixes(of: await judge.watchedObjects))
        try await devices.begin(clock: clock, book: book)
        known.withLock { $0.isReady = true }
    }

    /// Goes on by the layers and their definitions as they are now.
    func followLayers(_ statuses: [LayerID: LayerStatus]) async throws {
        let revisions = known.withLock { $0.revisions }
        func hasMoved(_ layer: LayerID?) -> Bool {
            layer.map { statuses[$0]?.revision?.number ?? 0 != revisions[$0] ?? 0 } ?? false
        }
        if hasMoved(SeaChart.zoneLayer) || hasMoved(SeaChart.lineLayer) { try await readChart() }
        if hasMoved(await mirror.layer) { try await readRegister() }
        try await devices.followDefinitions(state.catalogue, book: book)
        try await devices.followLayers(statuses, book: book)
        try await followDefinitions(state.catalogue)
    }

    /// Writes vessels and violations, and tells of their units, by the definitions as they are now.
    private func followDefinitions(_ catalogue: Catalogue) async throws {
        if let violations = catalogue[await book.layer] {
            await book.follow(violations, homes: catalogue.homeUnits[violations.id])
        }
        guard let vessels = catalogue[await mirror.layer] else { return }
        await mirror.follow(catalogue.homeUnits[vessels.id])
        guard await !mirror.isFollowing(vessels) else { return }
        await mirror.follow(try ground.table(of: try await ground.prepared(vessels.id.name)))
        try await readRegister()
    }

    /// Judges by the zones and lines that the layers hold now.
    func readChart() async throws {
        let chart = try await SeaChartReader(catalogue: state.catalogue, store: store).read()
        known.withLock { $0.revisions.merge(chart.revisions) { $1 } }
        await judge.use(chart, rules: rules)
        let land = try await SeaChartReader(catalogue: state.catalogue, store: store).land()
        let groups = GroupJudge(rules: rules.groups, sanity: rules.sanity, chart: chart, land: land)
        known.withLock { $0.groups = groups }
    }

    /// Knows the vessels that the register's layer holds now.
    func readRegister() async throws {
        let layer = await mirror.layer
        let revision = try await store.layer(layer)?.revision ?? 0
        let register = try await VesselRegister.read(layer, catalogue: state.catalogue, store: store)
        known.withLock { known in
            known.aliases = register.aliases
            known.revisions[layer] = revision
        }
        await judge.use(register.facts)
        await mirror.adopt(register.features) { register.object(of: $0) }
    }

    /// - Parameter newest: The newest event time in the history.
    private func resume(until moment: Instant, newest: Instant?) async throws {
        let mark = try await readMark()
        known.withLock { $0.progress.takeUp(mark, newest: newest) }
        let late = try await seeUnjudged(after: mark?.judged ?? 0)
        let held = await book.held()
        let objects = try await history.objects().filter { !DeviceWorks.isDevice($0) }
        var changes = try await judge.takeUpOutages(
            book.held(of: [.outage]), of: objects, until: moment)
        for object in objects {
            do {
                changes += try await judge.resume(
                    object, unjudgedSince: late[object], known: held[object] ?? [], until: moment)
            } catch let error as StorageError where error.isDamage {
                // One that cannot be judged again holds up no other.
                ground.logger.error(
                    "could not judge a vessel again: run bando check",
                    metadata: ["vessel": "\(object)", "error": "\(error)"])
            }
            if changes.count >= Self.changesAtOnce {
                try await book.apply(changes)
                changes = []
            }
        }
        try await book.apply(changes)
    }

    /// Where the process before ended; where that cannot be read, everything is judged again.
    private func readMark() async throws -> JudgingProgress.Mark? {
        let kept = try await history.checkpoints(of: JudgingProgress.key)
        do {
            return try JudgingProgress.mark(in: kept)
        } catch {
            ground.logger.warning("could not read how far judging had come", metadata: ["error": "\(error)"])
            return nil
        }
    }

    /// Takes note of the fixes that were stored after an entry of the log; answers the oldest of each object.
    private func seeUnjudged(after sequence: Int64) async throws -> [ObjectID: Instant] {
        var oldest: [ObjectID: Instant] = [:]
        var place = sequence
        while true {
            let page = try await history.received(after: place, limit: 50_000)
            let fixes = page.fixes.map(\.fix)
            for fix in fixes { oldest[fix.object] = min(oldest[fix.object] ?? fix.time, fix.time) }
            place = max(place, page.sequence)
            known.withLock { known in
                known.progress.reach(place)
                known.progress.see(fixes.lazy.filter { !DeviceWorks.isDevice($0.object) }.map(\.time))
            }
            if page.isLast { return oldest }
        }
    }

    /// Writes what has changed into the layers, and tells it.
    ///
    /// - Parameter expire: Is told of the tiles that are not as they were, also where something cannot be written after them.
    func flush(_ expire: TileExpiry) async throws {
        try await mirror.flush(expire)
        try await devices.flush(expire)
    }

    /// Says what silence means at a moment, and escalates what nobody has settled.
    func lookAround(at moment: Instant) async throws {
        try await book.apply(try await judge.advance(to: moment))
        let signals = await judge.signals(of: await judge.watchedObjects, at: moment)
        await mirror.show(signals.mapValues(\.rawValue))
        try await devices.advance(to: moment, book: book)
        try await book.escalate(at: moment)
    }

    /// Looks for what several vessels did together while fixes have come since the last look.
    ///
    /// - Parameter isOver: Asked between parts of a look. Once it says so the look ends, and the next one, which may be another
    ///   process's, goes on from there.
    /// - Throws: `CancellationError` for a look that was over before its end.
    func lookForGroups(until moment: Instant, isOver: @Sendable () -> Bool = { false }) async throws {
        let (times, groups) = known.withLock { ($0.progress.beginLook(), $0.groups) }
        guard let times, let groups else { return }
        for times in GroupJudge.pieces(of: times) {
            do {
                try await look(for: groups, in: times, until: moment, isOver: isOver)
            } catch let error as StorageError where error.isDamage {
                // Trying it again would hold up all that comes after it.
                ground.logger.error(
                    "could not look for groups in fixes that cannot be read: run bando check",
                    metadata: ["from": "\(times.lowerBound)", "to": "\(times.upperBound)", "error": "\(error)"])
            }
            known.withLock { $0.progress.looked(through: times.upperBound) }
        }
    }

    private func look(
        for groups: GroupJudge, in times: ClosedRange<Instant>, until moment: Instant, isOver: @Sendable () -> Bool
    ) async throws {
        let kept = await book.held(of: GroupJudge.kinds)
        let stretch = groups.stretch(of: times, kept: kept)
        let tracks = try await tracks(during: groups.span(of: stretch), for: groups, isOver: isOver)
        let found = groups.findings(in: stretch, tracks: tracks, kept: kept, until: moment)
        let questioned = kept.filter { $0.touches(stretch) }
        try await book.apply(
            ViolationChange.changes(
                from: Dictionary(questioned.map { ($0.id, $0) }) { first, _ in first },
                to: Dictionary(found.map { ($0.id, $0) }) { first, _ in first }))
    }

    /// Page by page, so that only what the rules look at is in memory at once.
    private func tracks(
        during span: Range<Instant>, for groups: GroupJudge, isOver: @Sendable () -> Bool
    ) async throws -> [VesselTrack] {
        var tracks: [VesselTrack] = []
        var last: ObjectID?
        repeat {
            if isOver() { throw CancellationError() }
            let window = try await history.fixes(during: span, after: last, limit: 10_000)
            tracks += groups.tracks(in: window.fixes.map(\.fix).filter { !DeviceWorks.isDevice($0.object) })
            last = window.next
        } while last != nil
        return tracks
    }

    /// The newest event time that was seen: the clock of a replay.
    var newestEventTime: Instant { known.withLock { $0.progress.eventTime } }

    /// Keeps how far judging has come, so that a restart need not judge the past again.
    func saveProgress() async throws {
        let mark = try known.withLock { try $0.progress.checkpoint }
        // What the mark says is judged must be written, also what could not be written when it was judged.
        try await book.flush()
        var change = await judge.checkpointChange()
        change.written.append(mark)
        do {
            try await history.keepCheckpoints(change)
        } catch {
            await judge.distrustDisk(change)
            throw error
        }
    }

    func end() async throws {
        // Who opens the store next finds it as it is.
        try await flush { _, _ in }
        try await saveProgress()
        try await history.close()
    }
}

extension StorageError {
    /// Whether a file cannot be read, today or tomorrow.
    fileprivate var isDamage: Bool { [.corrupt, .cannotOpen].contains(code) }
}
