import Logging
import ServiceLifecycle

/// Keeps a live service going while it serves: shows what has moved, says what silence means, keeps how far it has come.
package struct LiveRunner: Service {
    private let engine: Engine
    /// How often what has moved is shown.
    private static let beat = Duration.milliseconds(250)
    /// How often, in beats, silence is looked at.
    private static let silenceBeats = 120
    /// How often, in beats, a changed register or chart is looked for.
    private static let followingBeats = 2
    /// How often, in beats, progress is kept and the register is looked at.
    private static let keepingBeats = 40
    /// How often, in beats, what is too old is removed: once a day, and after the start.
    private static let housekeepingBeats = 345_600
    /// How often, in beats, listeners get a sign of life; they write a comment after 15 s of silence.
    private static let signBeats = 20

    package init(engine: Engine) {
        self.engine = engine
        engine.live.expect()
    }

    package func run() async throws {
        try await engine.live.begin()
        var beat = 0
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            await attempt("show what has moved") { try await engine.live.show() }
            if beat % Self.signBeats == 0 { engine.live.hub.sign() }
            await attempt("take recordings") { try await engine.live.takeRecordings(for: engine) }
            if beat % Self.followingBeats == 0 {
                await attempt("follow the register and the chart") { try await engine.live.followLayers() }
            }
            if beat % Self.keepingBeats == Self.keepingBeats - 1 {
                await attempt("keep the progress of judging") { try await engine.live.keep() }
            }
            if beat % Self.silenceBeats == 0 {
                await attempt("judge silence and gatherings") { try await engine.live.lookAround() }
            }
            if beat % Self.housekeepingBeats == 0 {
                await attempt("remove what is too old") { try await engine.keepHouse() }
            }
            beat += 1
            try? await Task.sleep(for: Self.beat)
        }
        try await engine.live.end()
    }

    /// What fails now is tried again with the next beat; service goes on.
    private func attempt(_ purpose: String, _ work: () async throws -> Void) async {
        do {
            try await work()
        } catch is CancellationError {
        } catch {
            engine.logger.error("could not \(purpose)", metadata: ["error": "\(error)"])
        }
    }
}
