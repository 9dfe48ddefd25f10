/// Positions from an MQTT broker, as JSON in the form of the body of `POST /vessels/positions`.
///
/// Messages of quality 1 are acknowledged after the sink has returned, so that none is lost that a publisher was told of;
/// one may come twice, which the duplicate rule tells. While the sink is busy nothing is read, and the broker keeps to its
/// own bound of messages under way (`max_inflight_messages`).
package struct MQTTFeed: PositionFeed {
    private let settings: MQTTSettings
    private let pause: ReconnectPause
    private let outlet: FeedOutlet

    package init(settings: MQTTSettings, pause: ReconnectPause = ReconnectPause(), outlet: FeedOutlet) {
        self.settings = settings
        self.pause = pause
        self.outlet = outlet
    }

    /// Listens to the broker until cancelled, and connects again whenever the connection ends.
    package func run() async throws {
        try await Self.reconnecting(pause, outlet) { pause throws(SinkFailure) in try await readOnce(&pause) }
    }

    /// Keeps one connection to its end; why it ended.
    private func readOnce(_ pause: inout ReconnectPause) async throws(SinkFailure) -> String {
        do {
            let session = try MQTTSession(settings: settings, outlet: outlet)
            do {
                try await session.run()
            } catch {
                if await session.hasDelivered { pause.reset() }
                throw error
            }
            return "the feed was ended"
        } catch let failure as SinkFailure {
            throw failure
        } catch {
            return "\(settings.broker): \(error)"
        }
    }
}
