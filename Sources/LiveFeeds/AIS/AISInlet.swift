import GeoCore
import LiveMap
import NIOCore

/// Reads the connections of AIS feeds: bytes into a decoder, what comes out to the outlet.
struct AISInlet {
    typealias Connection = NIOAsyncChannel<ByteBuffer, Never>

    let outlet: FeedOutlet
    private var decoder: AISDecoder
    private var reported: [AISFault: Int] = [:]
    /// Whether anything has come in.
    private(set) var hasReceived = false

    init(outlet: FeedOutlet, limits: AISDecoder.Limits) {
        self.outlet = outlet
        decoder = AISDecoder(limits: limits)
    }

    /// Bytes that are read at a time; with `chunksAhead` the bound of what one connection holds in memory.
    static let chunkBytes = 16_384
    /// Chunks read before the sink has taken the one before.
    static let chunksAhead = 4

    /// Reads a connection to its end.
    ///
    /// - Throws: `SinkFailure`, or what ended the connection.
    mutating func read(_ connection: Connection) async throws {
        let start = self
        let (end, failure) = try await connection.executeThenClose { chunks in
            var inlet = start
            let failure = await inlet.readAll(chunks)
            return (inlet, failure)
        }
        self = end
        if let failure { throw failure }
    }

    /// What ended the reading, `nil` where the peer ended it in order.
    private mutating func readAll(_ chunks: NIOAsyncChannelInboundStream<ByteBuffer>) async -> (any Error)? {
        do {
            for try await chunk in chunks { try await take(chunk) }
            try await outlet.deliver(rest())
            return nil
        } catch {
            return error
        }
    }

    private mutating func take(_ chunk: ByteBuffer) async throws(SinkFailure) {
        hasReceived = true
        let messages = decoder.consume(Array(chunk.readableBytesView), received: outlet.now())
        reportFaults()
        try await outlet.deliver(PositionBatch(messages))
    }

    private mutating func rest() -> PositionBatch {
        let messages = decoder.finish(received: outlet.now())
        reportFaults()
        return PositionBatch(messages)
    }

    private mutating func reportFaults() {
        guard decoder.counts.faults != reported else { return }
        let news = decoder.counts.faults.merging(reported) { $0 - $1 }.filter { $0.value > 0 }
        reported = decoder.counts.faults
        outlet.observe(.malformed(news))
    }
}

/// Closes a connection that has been silent for too long, so that half-open ones do not fill the places of others.
final class SilenceGuard: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    /// Wraps a new connection for reading, on its event loop.
    static func wrap(_ channel: any Channel, silence: Duration) throws -> AISInlet.Connection {
        let idle = IdleStateHandler(readTimeout: .nanoseconds(silence.components.seconds * 1_000_000_000))
        try channel.pipeline.syncOperations.addHandlers(idle, SilenceGuard())
        return try NIOAsyncChannel(
            wrappingChannelSynchronously: channel,
            configuration: .init(
                backPressureStrategy: .init(lowWatermark: 1, highWatermark: AISInlet.chunksAhead),
                inboundType: ByteBuffer.self, outboundType: Never.self))
    }
}
