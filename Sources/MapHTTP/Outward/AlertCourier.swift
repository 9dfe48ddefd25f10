import Foundation
import GeoCore
import LiveMap
import Logging
import MapEngine

/// Carries alerts to one receiver.
protocol AlertSender: Sendable {
    /// What an alert has in common with those that it is told together with; `nil` for one that goes by itself and at once.
    func theme(of alert: UrgentAlert) -> AlertTheme?

    /// Returns when the receiver has taken them.
    ///
    /// - Parameter alerts: One, or several of one theme.
    func send(_ alerts: [UrgentAlert]) async throws(DeliveryFailure)
}

/// Why an alert did not arrive; the words hold neither an address nor a secret.
enum DeliveryFailure: Error, Hashable {
    /// It may arrive later.
    case delayed(String)
    /// The receiver will not have this one.
    case refused(String)
}

/// One receiver's way through the events: in order, each alert until it has arrived, and its place kept. What is told by theme waits
/// for others of it, and holds nothing else up.
///
/// The log of events is the queue: but for what waits for its theme nothing is in memory, and a receiver that is down for as long
/// as events are kept loses nothing. A process that is killed between the receiver's answer and the writing of the place tells
/// one alert again, with the same identifier.
struct AlertCourier: Sendable {
    let engine: Engine
    /// For the log: `webhook` or `email`, and its number.
    let name: String
    let kinds: Set<AlertKind>
    let sender: any AlertSender
    let file: AlertFile
    let pause: AlertPause

    /// How often the place is kept while nothing is told.
    private static let keepingSeconds = 3_600.0

    /// Runs until it is cancelled or the live service ends.
    func run() async throws {
        var memory = try await beginning()
        var kept = memory.place
        var keptAt = engine.live.currentInstant
        var attempt = 0
        repeat {
            do {
                try await listen(&memory) { memory in
                    let now = engine.live.currentInstant
                    guard memory.place > kept, now.seconds(since: keptAt) >= Self.keepingSeconds else { return }
                    try file.save(memory)
                    (kept, keptAt) = (memory.place, now)
                }
                break
            } catch is CancellationError {
                break
            } catch {
                attempt += 1
                log(.error, "alerts cannot be followed", "\(error)")
            }
        } while await pause.wait(after: attempt)
        try file.save(memory)
    }

    /// Where to go on from; waits until the live service has begun.
    private func beginning() async throws -> AlertMemory {
        let known = try file.load()
        var attempt = 0
        while true {
            let isReady = engine.live.hub.newestID >= known?.place ?? 0
            do {
                _ = try await subscription(after: nil)
                // A log that ends before the place is another one, such as a backup's: 20 looks tell it from one not read yet.
                if isReady || attempt > 20 { break }
            } catch let error as EngineError where error.code == .busy {}
            attempt += 1
            guard await pause.wait(after: 0) else { throw CancellationError() }
        }
        var memory = known ?? AlertMemory(place: engine.live.hub.newestID)
        memory.forget(at: engine.live.currentInstant)
        if known == nil { try file.save(memory) }
        return memory
    }

    private func subscription(after place: Int64?) async throws -> EventSubscription {
        let caller = Caller(role: .administrator, name: "alerts")
        let topics: Set<EventTopic> = kinds.contains(.kpi) ? [.violation, .report, .kpi] : [.violation, .report]
        return try await engine.live.subscribe(EventFilter(topics: topics, caller: caller), after: place)
    }

    private func listen(
        _ memory: inout AlertMemory, caughtUp: (AlertMemory) throws -> Void
    ) async throws {
        var events = try await subscription(after: memory.place)
        var gathered = GatheredAlerts()
        repeat {
            let newest = engine.live.hub.newestID
            while let batch = try await events.next() {
                for message in batch { try await take(message, &gathered, &memory) }
            }
            try await tellDue(&gathered, &memory)
            memory.place = max(memory.place, gathered.place(upTo: newest))
            try caughtUp(memory)
        } while await events.wait()
        try Task.checkCancellation()
    }

    private func take(
        _ message: EventSubscription.Message, _ gathered: inout GatheredAlerts, _ memory: inout AlertMemory
    ) async throws {
        switch message {
        case .reset(let id):
            log(.warning, "alerts may be lost: events were deleted before they could be told", "reset")
            gathered = GatheredAlerts()
            memory.place = id
        case .event(let event):
            let now = engine.live.currentInstant
            guard let alert = UrgentAlert(event, at: now), kinds.contains(alert.kind), isForOutside(event) else {
                return
            }
            let isNews = memory.isNews(alert, notBefore: oldestInstant)
            guard let theme = sender.theme(of: alert) else {
                if isNews { try await tell([alert], &memory) }
                return try keep(gathered.place(upTo: event.id), ifNews: isNews, &memory)
            }
            if isNews { gathered.add(alert, theme: theme, at: now) } else { gathered.remove(code: alert.code) }
        }
    }

    /// Values of an indicator that only some may read are told to nobody outside, where nobody knows who reads.
    private func isForOutside(_ event: PublishedEvent) -> Bool {
        guard let indicator = event.indicator else { return true }
        return engine.indicators.definition(named: indicator.name)?.access.read == nil
    }

    private func tellDue(_ gathered: inout GatheredAlerts, _ memory: inout AlertMemory) async throws {
        let due = gathered.takeDue(at: engine.live.currentInstant, afterSeconds: pause.gatheringSeconds)
        for alerts in due {
            try await tell(alerts, &memory)
            try file.save(memory)
        }
    }

    /// Keeps the place after something was told.
    private func keep(_ place: Int64, ifNews isNews: Bool, _ memory: inout AlertMemory) throws {
        guard isNews else { return }
        memory.place = max(memory.place, place)
        try file.save(memory)
    }

    /// Delivers alerts, and remembers those that arrived.
    private func tell(_ alerts: [UrgentAlert], _ memory: inout AlertMemory) async throws {
        guard try await deliver(alerts) else { return }
        var forgotten = 0
        for alert in alerts { forgotten += memory.tell(alert, at: engine.live.currentInstant) }
        if forgotten > 0 {
            log(.warning, "too much was told to remember it all: some may be told twice", "\(forgotten) forgotten")
        }
    }

    private var oldestInstant: Instant {
        engine.live.currentInstant.adding(hours: -Double(engine.configuration.alerts.hours))
    }

    /// Tries until the alert has arrived or has become history; `false` where it is given up.
    private func deliver(_ alerts: [UrgentAlert]) async throws -> Bool {
        let start = engine.live.currentInstant
        let time = alerts.map { $0.state.isRevocation ? start : $0.time ?? start }.max() ?? start
        var attempt = 0
        while true {
            try Task.checkCancellation()
            switch await sent(alerts) {
            case nil: return true
            case .refused(let reason)?:
                log(.error, "an alert was refused and is given up", reason)
                return false
            case .delayed(let reason)?:
                attempt += 1
                guard time >= oldestInstant else {
                    log(.error, "an alert could not be told in time and is given up", reason)
                    return false
                }
                log(attempt == 1 ? .warning : .debug, "an alert is delayed", reason)
                guard await pause.wait(after: attempt) else { throw CancellationError() }
            }
        }
    }

    /// Sends in a task of its own, which is not cancelled with this one: what the receiver has taken must be kept as told, or it is
    /// told again after the restart. Senders bound their time themselves.
    private func sent(_ alerts: [UrgentAlert]) async -> DeliveryFailure? {
        await Task { () -> DeliveryFailure? in
            do throws(DeliveryFailure) {
                try await sender.send(alerts)
                return nil
            } catch {
                return error
            }
        }.value
    }

    private func log(_ level: Logger.Level, _ message: Logger.Message, _ reason: String) {
        engine.logger.log(level: level, message, metadata: ["receiver": "\(name)", "reason": "\(reason)"])
    }
}

/// How long to wait before another try, and for others of a theme.
struct AlertPause: Sendable {
    /// After the first of a theme has come, in seconds of the service's clock.
    let gatheringSeconds: Double
    private let sleep: @Sendable (Duration) async throws -> Void

    /// - Parameter sleep: Tests bring their own.
    init(
        gatheringSeconds: Double = 20,
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.gatheringSeconds = gatheringSeconds
        self.sleep = sleep
    }

    /// A quarter of a second, doubled with each try, at most five minutes.
    static func duration(after attempt: Int) -> Duration {
        .milliseconds(min(300_000, 250 << min(attempt, 11)))
    }

    /// `false` where the wait was cancelled.
    func wait(after attempt: Int) async -> Bool {
        do {
            try await sleep(Self.duration(after: attempt))
            return !Task.isCancelled
        } catch {
            return false
        }
    }
}
