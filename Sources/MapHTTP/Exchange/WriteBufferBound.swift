import NIOCore

/// Bounds what a connection holds of an answer that its client does not take: whoever writes waits from 16 kB on, instead of from
/// NIO's 64 kB, which a thousand slow listeners of `/events` would make 64 MB.
///
/// A tile or a page is written in one piece, and waits for nothing.
final class WriteBufferBound: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    typealias InboundIn = NIOAny

    /// Bytes; the writer goes on when less than `low` waits.
    private static let waterMark = ChannelOptions.Types.WriteBufferWaterMark(low: 8_192, high: 16_384)

    func handlerAdded(context: ChannelHandlerContext) {
        // A connection that is gone by now needs no bound.
        context.channel.setOption(.writeBufferWaterMark, value: Self.waterMark).whenComplete { _ in }
    }
}
