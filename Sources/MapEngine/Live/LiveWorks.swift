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
    let ground: LiveGround
    private let rules: WorkspaceRules
    let known = Mutex(Known())

    /// Whether the past has been taken up.
    var isReady: Bool { known.withLock { $0.isReady } }

    private var store: SpatiaLiteStore { ground.store }
    private var state: EngineState { ground.state }
    private var now: @Sendable () -> Date { ground.now }

    /// What is known from one batch to the next.
    struct Known {
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
        let fault = await fault { try await judge(stored, clock: clock) }
        // What cannot be written now is written before progress is kept.
        let hasChanged = await book.take(await judge.collect())
        if let fault { throw fault }
        isJudged = true
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

    /// Judges durable fixes.
    ///
    /// - Throws: What kept some from being judged; the others are.
    private func judge(_ fixes: [Fix], clock: EventClock) async throws {
        guard clock == .recording else { return try await judge.judge(fixes, until: eventClock(clock, fixes)) }
        var fault: (any Error)?
        for part in Self.hours(of: fixes) {
            do {
                // The network's silence must be known before a boat is heard again.
                if let first = part.first { try await judge.followOutages(until: max(first.time, newestEventTime)) }
            } catch { fault = error }
            do { try await judge.judge(part, until: eventClock(clock, part)) } catch { fault = error }
        }
        if let fault { throw fault }
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

    /// Writes what has changed into the layers, and tells it.
    ///
    /// - Parameter expire: Is told of the tiles that are not as they were, also where something cannot be written after them.
    func flush(_ expire: TileExpiry) async throws {
        try await mirror.flush(expire)
        try await devices.flush(expire)
    }

    /// Says what silence means at a moment, and escalates what nobody has settled.
    func lookAround(at moment: Instant) async throws {
        let fault = await fault { try await judge.advance(to: moment) }
        try await writeJudged()
        if let fault { throw fault }
        let signals = await judge.signals(of: await judge.watchedObjects, at: moment)
        await mirror.show(signals.mapValues(\.rawValue))
        try await devices.advance(to: moment, book: book)
        try await book.escalate(at: moment)
    }

    /// The newest event time that was seen: the clock of a replay.
    var newestEventTime: Instant { known.withLock { $0.progress.eventTime } }

    /// Keeps how far judging has come, so that a restart need not judge the past again.
    func saveProgress() async throws {
        let mark = try known.withLock { try $0.progress.checkpoint }
        // What the mark says is judged must be written, also what could not be written when it was judged.
        try await writeJudged()
        var change = await judge.checkpointChange()
        change.written.append(mark)
        do {
            try await history.keepCheckpoints(change)
        } catch {
            await judge.distrustDisk(change)
            throw error
        }
    }

    /// What stopped some work; `nil` where nothing did.
    private func fault(_ work: () async throws -> Void) async -> (any Error)? {
        do { try await work() } catch { return error }
        return nil
    }

    /// Takes over and writes what judging has changed.
    func writeJudged() async throws {
        await book.take(await judge.collect())
        try await book.flush()
    }

    func end() async throws {
        // Who opens the store next finds it as it is.
        try await flush { _, _ in }
        try await saveProgress()
        try await history.close()
    }
}
