package import LiveMap
package import NIOCore
import NIOPosix

/// AIS over TCP from a receiver or a distributor that the service connects to, again and again.
package struct AISClient: PositionFeed {
    private let address: FeedAddress
    private let silence: Duration
    private let limits: AISDecoder.Limits
    private let pause: ReconnectPause
    private let group: any EventLoopGroup
    private let outlet: FeedOutlet

    /// - Parameter silence: After which a connection is taken for dead; whole seconds.
    package init(
        address: FeedAddress, silence: Duration = .seconds(300), limits: AISDecoder.Limits = AISDecoder.Limits(),
        pause: ReconnectPause = ReconnectPause(),
        group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton, outlet: FeedOutlet
    ) {
        self.address = address
        self.silence = silence
        self.limits = limits
        self.pause = pause
        self.group = group
        self.outlet = outlet
    }

    /// Reads from the receiver until cancelled, and connects again whenever the connection ends.
    package func run() async throws {
        try await Self.reconnecting(pause, outlet) { pause throws(SinkFailure) in try await readOnce(&pause) }
    }

    /// Connects and reads to the end; why it ended.
    private func readOnce(_ pause: inout ReconnectPause) async throws(SinkFailure) -> String {
        var inlet = AISInlet(outlet: outlet, limits: limits)
        defer { if inlet.hasReceived { pause.reset() } }
        do {
            let connection = try await connected()
            outlet.observe(.connected(peer: address.description))
            try await inlet.read(connection)
            outlet.observe(.disconnected(peer: address.description, reason: nil))
            return "\(address) closed the connection"
        } catch let failure as SinkFailure {
            throw failure
        } catch {
            return "\(address) cannot be read: \(error)"
        }
    }

    private func connected() async throws -> AISInlet.Connection {
        let silence = silence
        return try await ClientBootstrap(group: group)
            .connectTimeout(.seconds(10))
            .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: AISInlet.chunkBytes))
            .channelOption(.socketOption(.so_keepalive), value: 1)
            .connect(host: address.host, port: address.port) { channel in
                channel.eventLoop.makeCompletedFuture { try SilenceGuard.wrap(channel, silence: silence) }
            }
    }
}
