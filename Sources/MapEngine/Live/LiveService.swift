import Foundation
package import GeoCore
import GeoStorage
package import LiveMap
import Logging
import Synchronization

/// What moves and what is wrong: takes positions in, judges them, keeps the layers of live objects in step and tells of it.
///
/// A position is durable when it is answered for. Whoever serves calls `begin()` once and keeps `LiveRunner` running; commands
/// that only read the store need neither.
package final class LiveService: Sendable {
    package let hub = EventHub()
    let store: SpatiaLiteStore
    let state: EngineState
    private let workspace: Workspace
    private let logger: Logger
    let now: @Sendable () -> Date
    private let running = Mutex<LiveWorks?>(nil)
    private let isExpected = Mutex(false)
    private let tiles: TileService
    private let units: UnitService
    private let indicators: IndicatorService

    init(
        workspace: Workspace, store: SpatiaLiteStore, state: EngineState, units: UnitService, tiles: TileService,
        indicators: IndicatorService, logger: Logger, now: @escaping @Sendable () -> Date
    ) {
        self.units = units
        self.indicators = indicators
        self.tiles = tiles
        self.workspace = workspace
        self.store = store
        self.state = state
        self.logger = logger
        self.now = now
    }

    /// Throws `busy` where another process writes the live history now: then this one cannot serve.
    package func requireFree() throws {
        try EngineError.translating { try LiveArchive.requireFree(workspace.liveFolder) }
    }

    /// Opens the live history and goes on from where the process before ended.
    ///
    /// - Throws: `busy` where another process writes it, `ConfigurationError` for rules with faults.
    ///
    /// - Parameter clock: Whose clock says how long vessels have been silent since.
    package func begin(clock: EventClock = .arrival) async throws {
        guard running.withLock({ $0 == nil }) else { return }
        let works = try await EngineError.translating {
            try await LiveWorks(
                workspace: self.workspace, store: self.store, state: self.state, units: self.units,
                hub: self.hub, logger: self.logger, now: self.now)
        }
        running.withLock { $0 = works }
        try await EngineError.translating { try await works.begin(clock: clock) }
    }

    /// Writes what is waiting and closes the files.
    package func end() async throws {
        guard let works = running.withLock({ $0 }) else { return }
        hub.end()
        try await EngineError.translating { try await works.end() }
        running.withLock { $0 = nil }
    }

    /// Says that this process is to run the service: it is not ready before it does.
    package func expect() { isExpected.withLock { $0 = true } }

    /// Whether positions can be received, or are not to be received at all.
    package var isReady: Bool { running.withLock { $0?.isReady ?? false } || !isExpected.withLock { $0 } }

    /// Returns when positions can be received.
    package func whenRunning() async throws {
        while running.withLock({ $0?.isReady != true }) { try await Task.sleep(for: .milliseconds(50)) }
    }

    /// The parts that run between `begin` and `end`.
    ///
    /// - Throws: `busy` outside.
    func works() throws -> LiveWorks {
        guard let works = running.withLock({ $0 }), works.isReady else {
            throw EngineError(.busy, "The live service is not running yet; try again in a moment.")
        }
        return works
    }

    // MARK: In step

    /// Writes what has moved into the layers, and tells it.
    package func show() async throws {
        try await EngineError.translating {
            try await self.works().flush { [tiles = self.tiles] layer, changed in tiles.expire(layer, changed) }
        }
    }

    /// Keeps how far judging has come.
    package func keep() async throws {
        try await EngineError.translating { try await self.works().saveProgress() }
    }

    /// Takes notice of a changed register or chart.
    package func followLayers() async throws {
        try await EngineError.translating { try await self.works().followLayers(self.state.statuses) }
    }

    /// Says what silence means now, and escalates what nobody has settled.
    package func lookAround() async throws {
        try await EngineError.translating { try await self.works().lookAround(at: self.currentInstant) }
    }

    /// Looks for gatherings, meetings, loitering and carried devices in what has come since the last look. Not to be called twice
    /// at once.
    ///
    /// - Parameter isOver: Asked between parts of a look: once it says so the look ends, to be gone on with by the next one.
    /// - Throws: `CancellationError` for a look that was over before its end.
    package func lookForGroups(isOver: @Sendable () -> Bool = { false }) async throws {
        try await EngineError.translating {
            try await self.works().lookForGroups(until: self.currentInstant, isOver: isOver)
        }
    }

    /// Where commands of other processes leave recordings.
    var inboxFolder: URL { workspace.liveFolder.appending(path: "inbox", directoryHint: .isDirectory) }

    /// Takes the recordings that commands of other processes have left.
    package func takeRecordings(for engine: Engine) async throws {
        try await ReplayInbox(folder: inboxFolder).work { file, start in
            try await PositionReplay(engine: engine, start: start).take(file) { _, _ in }
        }
    }

    /// Ends a replay: says what silence means at the newest moment of the recording; where nothing was ever heard, nothing.
    package func finishReplay() async throws {
        try await EngineError.translating {
            let works = try self.works()
            let newest = works.newestEventTime
            if newest.milliseconds > .min {
                try await works.lookForGroups(until: newest)
                try await works.lookAround(at: newest)
            }
            try await works.flush { [tiles = self.tiles] layer, changed in tiles.expire(layer, changed) }
            try await works.saveProgress()
        }
    }

    /// Removes events older than 7 days and the months of positions older than 36 months (Nghị định 41/2026/NĐ-CP).
    func removeOutdated() async throws {
        try await EngineError.translating {
            let works = try self.works()
            let now = self.currentInstant
            _ = try await works.history.purgeEvents(before: now.adding(hours: -24 * 7))
            self.hub.forget(through: try await works.history.eventSpan().purgedThrough)
            try await works.history.dropMonths(olderThan: 36, now: now)
            if let day = try await works.history.days().last {
                self.logger.notice(
                    "the day of positions is closed",
                    metadata: ["day": "\(day.day)", "sha256": "\(day.hash.hexadecimal)"])
            }
        }
    }

    // MARK: Positions

    /// Takes a body of positions; returns when they are durable and judged.
    ///
    /// - Throws: `unauthenticated` or `forbidden` for who may not send any, `invalidParameter` where the body cannot be split into
    ///   records.
    package func receive(
        _ body: [UInt8], form: LiveMap.PositionReader.Form, from caller: Caller
    ) async throws -> PositionAnswer {
        try requireSender(caller)
        let batch: PositionBatch
        do throws(PositionBodyError) {
            batch = try LiveMap.PositionReader(now: Instant(now())).read(body, form: form)
        } catch {
            throw EngineError(
                .invalidParameter, "The body cannot be split into records: \(error.message).", parameter: "body")
        }
        return try await receive(batch)
    }

    /// Takes positions that were read already.
    package func receive(_ batch: PositionBatch) async throws -> PositionAnswer {
        try await EngineError.translating { try await self.works().receive(batch, clock: .arrival) }
    }

    /// Takes recorded positions, judged by the clock of their own times; `finish` ends the replay.
    package func replay(_ batch: PositionBatch) async throws -> PositionAnswer {
        try await EngineError.translating { try await self.works().receive(batch, clock: .recording) }
    }

    static let senders: Set<Role> = [.administrator, .steward, .feed, .fisheries]

    /// Throws `unauthenticated` or `forbidden` for who may not send positions.
    package func requireSender(_ caller: Caller) throws {
        guard let role = caller.role else { throw EngineError(.unauthenticated, "Sending positions needs a token.") }
        guard Self.senders.contains(role) else { throw EngineError(.forbidden, "Your role may not send positions.") }
    }

    // MARK: Events

    /// Listens to events.
    ///
    /// - Parameter place: The last event that the listener had; `nil` begins with what comes next.
    package func subscribe(_ filter: EventFilter, after place: Int64?) async throws -> EventSubscription {
        let works = try works()
        return try await EventSubscription(
            hub: hub, log: works.log, filter: filter, after: place, state: state, indicators: indicators)
    }

    /// Tells which tiles commits changed.
    func announce(_ changes: [TileChange]) async throws {
        guard let works = running.withLock({ $0 }), !changes.isEmpty else { return }
        try await works.log.publish(
            changes.map { change in
                let rows: EventAudience.Rows = state.catalogue[change.layer]?.access.rows != nil ? .hidden : .shown
                return TilesPayload.event(change, of: rows, at: currentInstant)
            })
    }

    // MARK: Violations

    /// Takes a step in a violation's case; returns its feature's identifier.
    ///
    /// - Throws: `forbidden`, `notFound`, `unprocessable` for a state that there is not or a note that is missing, `conflict` for a
    ///   step that does not follow, or where somebody else was quicker.
    package func transition(_ id: String, by step: ViolationStep, of caller: Caller) async throws -> Int64 {
        let definition = try self.state.layer("violations", for: caller)
        guard definition.access.allowsEditing(by: caller) else {
            throw EngineError(.forbidden, "Your role may not handle violations.")
        }
        return try await EngineError.translating {
            try await self.works().book.transition(id, by: step, of: caller.name)
        }
    }
}

/// Whose clock says how long a vessel has been silent.
package enum EventClock: Sendable {
    /// The machine's: positions arrive as they are made.
    case arrival
    /// That of the newest position: a recording is run through.
    case recording
}

/// What a sender of positions is told.
package struct PositionAnswer: Hashable, Sendable {
    /// Late and suspect ones among them.
    package var accepted = 0
    package var late = 0
    package var suspect = 0
    package var duplicate = 0
    package var refusals: [RefusedRecord] = []
    /// Refused by another process, which gave no reasons one by one.
    var refusedElsewhere = 0

    package var refused: Int { refusals.count + refusedElsewhere }

    package static func + (left: PositionAnswer, right: PositionAnswer) -> PositionAnswer {
        PositionAnswer(
            accepted: left.accepted + right.accepted, late: left.late + right.late,
            suspect: left.suspect + right.suspect, duplicate: left.duplicate + right.duplicate,
            refusals: (left.refusals + right.refusals).sorted { $0.index < $1.index },
            refusedElsewhere: left.refusedElsewhere + right.refusedElsewhere)
    }
}

/// The data of an event of the topic `tiles`.
enum TilesPayload {
    /// `{"layer": …, "tiles": ["z/x/y", …]}`; without `tiles` where there are too many to list.
    ///
    /// - Parameter rows: `.hidden` where the layer has rows that the public does not see: where they change is no one else's.
    static func event(_ change: TileChange, of rows: EventAudience.Rows, at moment: Instant) -> LiveEvent {
        var bytes = Array("{\"layer\":".utf8)
        JSONText.append(change.layer.name, to: &bytes)
        if case .tiles(let tiles) = change.tiles {
            let list = tiles.map { "\"\($0.description)\"" }.sorted().joined(separator: ",")
            bytes += Array(",\"tiles\":[\(list)]".utf8)
        }
        bytes.append(UInt8(ascii: "}"))
        return LiveEvent(
            topic: EventTopic.tiles.rawValue, time: moment,
            access: EventAudience(layer: change.layer, rows: rows).text, payload: bytes)
    }
}

extension LiveService {
    /// The moment by the service's clock.
    package var currentInstant: Instant { Instant(now()) }
}
