import Logging
import ServiceLifecycle

/// Keeps a live service going while it serves: shows what has moved, says what silence means, keeps how far it has come.
package struct LiveRunner: Service {
    private let engine: Engine
    /// How often what has moved is shown.
    private static let beat = Duration.milliseconds(250)
    /// How long, in times of what showing took, the next one waits: where it takes long, what is received comes first.
    private static let pausesPerShowing = 3
    /// The longest wait: an alert is to be seen within two seconds of its position.
    private static let longestPause = Duration.seconds(1)
    /// How often listeners get a sign, at which they write a comment where they have been silent for long.
    package static let signInterval = Duration.milliseconds(2_500)

    package init(engine: Engine) {
        self.engine = engine
        engine.live.expect()
    }

    package func run() async throws {
        try await engine.live.begin()
        await withDiscardingTaskGroup { group in
            group.addTask { await keepGoing() }
            // A long recording holds nothing else up.
            group.addTask { await takeRecordings() }
            group.addTask { await giveSigns() }
            group.addTask { await tellCounts() }
            group.addTask { await lookForGroups() }
        }
        try await engine.live.end()
    }

    private func keepGoing() async {
        var duties = duties
        var show = LiveDuty("show what has moved", every: .zero) { try await engine.live.show() }
        while !Self.isOver {
            let showing = await ContinuousClock().measure { await attempt(&show) }
            for index in duties.indices where duties[index].isDue() { await attempt(&duties[index]) }
            try? await Task.sleep(for: min(max(Self.beat, showing * Self.pausesPerShowing), Self.longestPause))
        }
    }

    private func takeRecordings() async {
        var taking = LiveDuty("take recordings", every: Self.beat) {
            try await engine.live.takeRecordings(for: engine)
        }
        while !Self.isOver {
            await attempt(&taking)
            try? await Task.sleep(for: Self.beat)
        }
    }

    /// Whatever else takes long, listeners hear that the service is alive.
    private func giveSigns() async {
        var sign = LiveDuty("give a sign of life", every: Self.signInterval) { engine.live.hub.sign() }
        while !Self.isOver {
            if sign.isDue() { await attempt(&sign) }
            try? await Task.sleep(for: Self.beat)
        }
    }

    /// Counting reads whole layers.
    private func tellCounts() async {
        await keepOn(
            restingTimes: 20,
            LiveDuty("tell what is counted", every: .seconds(20)) { try await engine.tellCounts() })
    }

    /// Looking for groups reads days of the whole fleet's tracks.
    private func lookForGroups() async {
        await keepOn(
            restingTimes: 3,
            LiveDuty("look for gatherings", every: .seconds(30)) {
                try await engine.live.lookForGroups { Self.isOver }
            })
    }

    /// What takes long holds nothing else up, and rests for some times as long as it took.
    private func keepOn(restingTimes: Int, _ duty: LiveDuty) async {
        var duty = duty
        while !Self.isOver {
            if duty.isDue() {
                let took = await ContinuousClock().measure { await attempt(&duty) }
                duty.rest(took * restingTimes)
            }
            try? await Task.sleep(for: Self.beat)
        }
    }

    private static var isOver: Bool { Task.isShuttingDownGracefully || Task.isCancelled }

    private var duties: [LiveDuty] {
        let live = engine.live
        return [
            LiveDuty("follow the register and the chart", every: .milliseconds(500)) {
                try await live.followLayers()
            },
            LiveDuty("keep the progress of judging", every: .seconds(10), after: .seconds(10)) {
                try await live.keep()
            },
            LiveDuty("judge silence", every: .seconds(30)) { try await live.lookAround() },
            LiveDuty("remove what is too old", every: .seconds(86_400)) { try await engine.keepHouse() },
        ]
    }

    /// What fails now is tried again with the next beat; service goes on.
    private func attempt(_ duty: inout LiveDuty) async {
        do {
            try await duty.work()
            duty.hasWorked()
        } catch is CancellationError {
        } catch {
            guard duty.isNews("\(error)") else { return }
            engine.logger.error("could not \(duty.purpose)", metadata: ["error": "\(error)"])
        }
    }
}

/// Something that is done again and again.
private struct LiveDuty {
    let purpose: String
    let work: () async throws -> Void
    private let interval: Duration
    private var next: ContinuousClock.Instant
    private var lastFault: (reason: String, time: ContinuousClock.Instant)?

    /// The same reason is logged again after so long: beats are short.
    private static let silence = Duration.seconds(60)

    init(
        _ purpose: String, every interval: Duration, after delay: Duration = .zero,
        _ work: @escaping () async throws -> Void
    ) {
        self.purpose = purpose
        self.interval = interval
        self.work = work
        next = .now + delay
    }

    /// Whether its time has come; the next one comes an interval after now.
    mutating func isDue() -> Bool {
        guard ContinuousClock.now >= next else { return false }
        next = .now + interval
        return true
    }

    /// Comes no sooner than after so long.
    mutating func rest(_ duration: Duration) { next = max(next, .now + duration) }

    mutating func hasWorked() { lastFault = nil }

    /// Whether a reason to fail is to be logged: another one than before, or one that lasts.
    mutating func isNews(_ reason: String) -> Bool {
        if let lastFault, lastFault.reason == reason, lastFault.time.advanced(by: Self.silence) > .now { return false }
        lastFault = (reason, .now)
        return true
    }
}
