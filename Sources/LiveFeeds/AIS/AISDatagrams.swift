import GeoCore
package import LiveMap
package import NIOCore
import NIOPosix

/// AIS over UDP, as most receivers send it.
///
/// Senders cannot be slowed: while the sink is busy, positions wait in a queue of bounded length, and beyond it the oldest
/// are dropped and counted. A datagram holds whole lines; a message of several sentences may take several datagrams of one
/// sender.
package struct AISDatagrams: PositionFeed {
    /// What senders may claim.
    package struct Limits: Hashable, Sendable {
        /// Senders whose unfinished messages are remembered; of more the one silent longest is forgotten.
        package var senders: Int
        /// Positions that wait for the sink.
        package var waiting: Int
        package var decoder: AISDecoder.Limits

        package init(
            senders: Int = 64, waiting: Int = 50_000, decoder: AISDecoder.Limits = AISDecoder.Limits(openMessages: 16)
        ) {
            self.senders = senders
            self.waiting = waiting
            self.decoder = decoder
        }
    }

    private typealias Datagram = AddressedEnvelope<ByteBuffer>
    private typealias Socket = NIOAsyncChannel<Datagram, Datagram>

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

    /// Takes in datagrams until cancelled.
    package func run() async throws {
        let socket = try await bound()
        let queue = DeliveryQueue(capacity: limits.waiting)
        try await Self.untilCancelled {
            try await withThrowingTaskGroup { group in
                group.addTask { try await queue.deliverAll(to: outlet) }
                group.addTask { try await receive(socket, into: queue) }
                // Either ends only with an error or by cancellation; the other follows.
                defer { group.cancelAll() }
                try await group.next()
            }
        }
    }

    private func bound() async throws(FeedError) -> Socket {
        do {
            return try await DatagramBootstrap(group: group)
                .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: AISInlet.chunkBytes))
                .channelOption(.socketOption(.so_rcvbuf), value: 1 << 20)
                .bind(host: address.host, port: address.port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try NIOAsyncChannel(
                            wrappingChannelSynchronously: channel,
                            configuration: .init(
                                backPressureStrategy: .init(lowWatermark: 64, highWatermark: 256),
                                inboundType: Datagram.self, outboundType: Datagram.self))
                    }
                }
        } catch {
            throw FeedError("AIS cannot be received at \(address): \(error). Choose an address that is free.")
        }
    }

    private func receive(_ socket: Socket, into queue: DeliveryQueue) async throws {
        defer { queue.finish() }
        try await socket.executeThenClose { datagrams, _ in
            outlet.observe(.listening(port: socket.channel.localAddress?.port ?? address.port))
            var senders = SenderTable(limits: limits, outlet: outlet)
            for try await datagram in datagrams {
                let dropped = queue.add(senders.decode(datagram))
                if dropped > 0 { outlet.observe(.dropped(dropped)) }
            }
        }
    }
}

/// A decoder for each sender, the one heard last at the end.
private struct SenderTable {
    private var decoders: [(sender: SocketAddress, decoder: AISDecoder)] = []
    private let limits: AISDatagrams.Limits
    private let outlet: FeedOutlet

    init(limits: AISDatagrams.Limits, outlet: FeedOutlet) {
        self.limits = limits
        self.outlet = outlet
    }

    /// A datagram's end is the end of its last line.
    mutating func decode(_ datagram: AddressedEnvelope<ByteBuffer>) -> PositionBatch {
        var decoder = take(datagram.remoteAddress)
        let before = decoder.counts.faults
        let now = outlet.now()
        let messages =
            decoder.consume(Array(datagram.data.readableBytesView), received: now) + decoder.finish(received: now)
        decoders.append((datagram.remoteAddress, decoder))
        if decoder.counts.faults != before {
            outlet.observe(.malformed(decoder.counts.faults.merging(before) { $0 - $1 }.filter { $0.value > 0 }))
        }
        return PositionBatch(messages)
    }

    private mutating func take(_ sender: SocketAddress) -> AISDecoder {
        if let index = decoders.lastIndex(where: { $0.sender == sender }) { return decoders.remove(at: index).decoder }
        if decoders.count >= limits.senders { decoders.removeFirst() }
        return AISDecoder(limits: limits.decoder)
    }
}
