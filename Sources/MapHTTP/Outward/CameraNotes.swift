import GeoCore
import Logging
import MapEngine
import Synchronization

/// Notes in a camera's row whether pictures came, when that changes and else every five minutes.
final class CameraNotes: Sendable {
    private let engine: Engine
    private let known = Mutex<[String: (condition: CameraCondition, time: Instant)]>([:])
    private static let seconds = 300.0

    init(engine: Engine) {
        self.engine = engine
    }

    /// - Parameter name: The camera's code or identifier. A failure is logged: the pictures matter more.
    func note(_ condition: CameraCondition, of name: String) async {
        let now = engine.live.currentInstant
        guard isNews(condition, of: name, at: now) else { return }
        do {
            guard let camera = try await camera(name) else { return }
            // That a camera under repair is silent is known already.
            guard condition == .active || camera.state != CameraCondition.maintenance.rawValue else { return }
            try await engine.cameras.note(condition, of: camera.code, at: now)
        } catch {
            engine.logger.warning("a camera's state could not be noted", metadata: ["error": "\(error)"])
        }
    }

    private func isNews(_ condition: CameraCondition, of name: String, at now: Instant) -> Bool {
        known.withLock { known in
            if let last = known[name], last.condition == condition, now.seconds(since: last.time) < Self.seconds {
                return false
            }
            known[name] = (condition, now)
            return true
        }
    }

    private func camera(_ name: String) async throws -> (code: String, state: String)? {
        let layer = try engine.layer("cameras", for: .local)
        guard let key = layer.key.first.flatMap(layer.index(of:)),
            let values = try await engine.features.feature(name, in: layer, at: nil, for: .local).features.first?
                .feature.values
        else { return nil }
        return (values[key].text, layer.index(of: "state").map { values[$0].text } ?? "")
    }
}
