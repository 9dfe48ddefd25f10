import LiveFeeds
import LiveMap
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// Keeps the feeds of `bando.yaml` going while the service runs: positions by AIS and MQTT, judged as those over HTTP are.
package struct FeedRunner: Service {
    private let engine: Engine

    package init(engine: Engine) {
        self.engine = engine
    }

    /// Runs every feed until the service is shut down.
    package func run() async throws {
        let feeds = engine.configuration.feeds.enumerated().map { feed(number: $0, $1) }
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                for feed in feeds { group.addTask { await keep(feed) } }
            }
            // Throws only where the task is cancelled, which ends it too.
            try? await gracefulShutdown()
        }
    }

    /// Runs one feed until the service ends; what ends it before is logged, and it begins again after a pause that grows.
    private func keep(_ feed: any PositionFeed) async {
        var pause = Duration.seconds(1)
        while !Task.isCancelled {
            do {
                return try await feed.run()
            } catch {
                guard !Task.isCancelled else { return }
                engine.logger.error("a feed has ended, and begins again", metadata: ["error": "\(error)"])
            }
            do { try await Task.sleep(for: pause) } catch { return }
            pause = min(pause * 2, .seconds(60))
        }
    }

    private func feed(number: Int, _ settings: WorkspaceConfiguration.Feed) -> any PositionFeed {
        let outlet = outlet("\(settings.kind.rawValue) \(number + 1)")
        switch (settings.kind, settings.address) {
        case (.aisTCP, .listen(let host, let port)):
            return AISListener(address: FeedAddress(host: host, port: port), outlet: outlet)
        case (.aisTCP, .connect(let host, let port)):
            return AISClient(address: FeedAddress(host: host, port: port), outlet: outlet)
        case (.aisUDP, .listen(let host, let port)), (.aisUDP, .connect(let host, let port)):
            return AISDatagrams(address: FeedAddress(host: host, port: port), outlet: outlet)
        case (.mqtt, .listen(let host, let port)), (.mqtt, .connect(let host, let port)):
            let settings = MQTTSettings(
                broker: FeedAddress(host: host, port: port), topics: [settings.topic ?? "bando/positions/#"],
                clientID: "bando-\(number + 1)")
            return MQTTFeed(settings: settings, outlet: outlet)
        }
    }

    /// Where positions go; a slow service and a full disk hold the feed back.
    private func outlet(_ name: String) -> FeedOutlet {
        let engine = engine
        return FeedOutlet(
            sink: { batch in
                while true {
                    do {
                        _ = try await engine.live.receive(batch)
                        return
                    } catch let error as EngineError where error.code == .busy {
                        try await Task.sleep(for: .milliseconds(200))
                    } catch let error as EngineError where error.code == .disk {
                        try await Task.sleep(for: .seconds(5))
                    }
                }
            },
            now: { engine.live.currentInstant },
            observe: { event in
                engine.logger.info("feed", metadata: ["feed": "\(name)", "event": "\(event)"])
            })
    }
}
