import HTTPTypes
import MapEngine
import NIOCore
import NIOHTTPTypes
import Synchronization

/// Vector tiles in memory by the path that asked for them: a public request is answered on the event loop.
///
/// An entry is used only while its tile is current, so an edit takes effect at once; the tile service fills it.
final class HotTiles: Sendable {
    private let entries = Mutex<[String: Entry]>([:])
    private static let limit = 100_000
    private let engine: Engine

    struct Entry: Sendable {
        let tile: ServedTile
        let head: HTTPResponse
    }

    init(engine: Engine) {
        self.engine = engine
    }

    /// The answer to `GET path` for a caller without a token who takes gzip, or `nil` where the router must answer.
    func entry(for path: String) -> Entry? {
        guard let entry = entries.withLock({ $0[path] }) else { return adopt(path) }
        if entry.tile.isCurrent { return entry }
        entries.withLock { $0[path] = nil }
        return adopt(path)
    }

    /// Takes over a tile that the tile service holds in memory.
    private func adopt(_ path: String) -> Entry? {
        guard let tile = engine.tiles.residentTile(path: path), tile.isCompressed else { return nil }
        let head = HTTPResponse(status: .ok, headerFields: headers(of: tile))
        let entry = Entry(tile: tile, head: head)
        entries.withLock { entries in
            if entries.count >= Self.limit { entries.removeAll(keepingCapacity: true) }
            entries[path] = entry
        }
        return entry
    }

    private func headers(of tile: ServedTile) -> HTTPFields {
        let seconds = engine.configuration.cache.tileSeconds
        return [
            .contentType: tile.mediaType,
            .contentEncoding: "gzip",
            .contentLength: String(tile.bytes.count),
            .eTag: tile.etag,
            .cacheControl: seconds > 0 ? "public, max-age=\(seconds)" : "no-cache",
            .vary: Vary.everywhere,
            .accessControlAllowOrigin: "*",
            .accessControlExposeHeaders: "ETag, Link, Content-Crs, Location",
            .server: "bando",
        ]
    }
}

/// Answers requests for tiles in memory before they reach the router.
///
/// It answers only while no other request of the connection is under way, so that pipelined answers keep their order.
final class HotTileHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let tiles: HotTiles
    private var requestsUnderWay = 0
    private var isSwallowing = false
    /// The server's idle timer sees only what passes this handler, so one request in a while must.
    private var lastPassed = NIODeadline.now()
    private static let passInterval = TimeAmount.seconds(30)

    init(tiles: HotTiles) {
        self.tiles = tiles
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            if let entry = entry(for: head) {
                isSwallowing = true
                answer(head, with: entry, context: context)
            } else {
                requestsUnderWay += 1
                lastPassed = .now()
                context.fireChannelRead(data)
            }
        case .body:
            if !isSwallowing { context.fireChannelRead(data) }
        case .end:
            if isSwallowing { isSwallowing = false } else { context.fireChannelRead(data) }
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { requestsUnderWay -= 1 }
        context.write(data, promise: promise)
    }

    private func entry(for head: HTTPRequest) -> HotTiles.Entry? {
        guard requestsUnderWay == 0, head.method == .get, let path = head.path, path.hasPrefix("/tiles/"),
            NIODeadline.now() - lastPassed < Self.passInterval
        else { return nil }
        let fields = head.headerFields
        guard fields[.authorization] == nil, fields[.cookie] == nil, fields[.connection] == nil,
            AcceptEncoding.allowsGzip(fields[.acceptEncoding])
        else { return nil }
        return tiles.entry(for: path)
    }

    private func answer(_ request: HTTPRequest, with entry: HotTiles.Entry, context: ChannelHandlerContext) {
        if let known = request.headerFields[.ifNoneMatch], EntityTag.list(known, matches: entry.tile.etag) {
            var head = entry.head
            head.status = .notModified
            head.headerFields[.contentLength] = nil
            head.headerFields[.contentEncoding] = nil
            context.write(wrapOutboundOut(.head(head)), promise: nil)
        } else {
            context.write(wrapOutboundOut(.head(entry.head)), promise: nil)
            context.write(wrapOutboundOut(.body(entry.tile.buffer)), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}
