package import LiveMap
package import NIOCore
import NIOPosix
import Synchronization

/// AIS over TCP from receivers that connect to the service.
package struct AISListener: PositionFeed {
    /// What receivers may claim.
    package struct Limits: Hashable, Sendable {
        /// More are closed at once.
        package var connections: Int
        /// How long a connection may be silent; whole seconds.
        package var silence: Duration
        package var decoder: AISDecoder.Limits

        package init(
            connections: Int = 64, silence: Duration = .seconds(900),
            decoder: AISDecoder.Limits = AISDecoder.Limits()
        ) {
            self.connections = connections
            self.silence = silence
            self.decoder = decoder
        }
    }

    private let address: FeedAddress
    private let limits: Limits
    private let group: any EventLoopGroup
    private let outlet: FeedOutlet

    package init(
        address: FeedAddress, limits: Limits = Limits(),
        group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton, outlet: FeedOutlet
    ) {
        self.address = address
        self.limits = limits
        self.group = group
        self.outlet = outlet
    }

    /// Takes in receivers until cancelled.
    package func run() async throws {
        let server = try await bound()
        try await Self.untilCancelled {
            try await server.executeThenClose { connections in
                outlet.observe(.listening(port: server.channel.localAddress?.port ?? address.port))
                try await serve(connections, of: server.channel)
            }
        }
    }

    private func bound() async throws(FeedError) -> NIOAsyncChannel<AISInlet.Connection, Never> {
        let silence = limits.silence
        do {
            return try await ServerBootstrap(group: group)
                .serverChannelOption(.backlog, value: 64)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(
                    .recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: AISInlet.chunkBytes)
                )
                .bind(
                    host: address.host, port: address.port,
                    serverBackPressureStrategy: .init(lowWatermark: 1, highWatermark: 8)
                ) { channel in
                    channel.eventLoop.makeCompletedFuture { try SilenceGuard.wrap(channel, silence: silence) }
                }
        } catch {
            throw FeedError("AIS cannot be listened for at \(address): \(error). Choose an address that is free.")
        }
    }

    /// An error of the sink closes the server, since the loop that waits for connections hears of nothing else.
    private func serve(
        _ connections: NIOAsyncChannelInboundStream<AISInlet.Connection>, of server: any Channel
    ) async throws {
        let open = OpenCount(limit: limits.connections)
        try await withThrowingDiscardingTaskGroup { group in
            for try await connection in connections {
                let mayStay = open.enter()
                group.addTask {
                    guard mayStay else { return await refuse(connection) }
                    defer { open.leave() }
                    do throws(SinkFailure) {
                        try await read(connection)
                    } catch {
                        server.close(promise: nil)
                        throw error
                    }
                }
            }
        }
    }

    private func refuse(_ connection: AISInlet.Connection) async {
        outlet.observe(.refused(peer: connection.channel.peer))
        // Whatever goes wrong while it is closed, it is closed.
        _ = try? await connection.executeThenClose { _ in }
    }

    /// Only what the sink throws goes on.
    private func read(_ connection: AISInlet.Connection) async throws(SinkFailure) {
        let peer = connection.channel.peer
        outlet.observe(.connected(peer: peer))
        var inlet = AISInlet(outlet: outlet, limits: limits.decoder)
        do {
            try await inlet.read(connection)
            outlet.observe(.disconnected(peer: peer, reason: nil))
        } catch let failure as SinkFailure {
            throw failure
        } catch {
            outlet.observe(.disconnected(peer: peer, reason: "\(error)"))
        }
    }
}

/// How many connections are open.
private final class OpenCount: Sendable {
    private let count = Mutex(0)
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    func enter() -> Bool {
        count.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
    }

    func leave() {
        count.withLock { $0 -= 1 }
    }
}

extension Channel {
    /// The other end, for messages.
    var peer: String { remoteAddress.map { "\($0)" } ?? "unknown" }
}
