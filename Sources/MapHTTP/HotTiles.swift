import HTTPTypes
import MapEngine
import NIOCore
import NIOHTTPTypes
import Synchronization

/// Vector tiles in memory by the path that asked for them: a public request is answered on the event loop.
///
/// An entry is used only while its tile is current, so an edit takes effect at once; the tile service fills it.
final class HotTiles: Sendable {
    private let entries = Mutex(HotTileEntries())
    private let engine: Engine

    init(engine: Engine) {
        self.engine = engine
    }

    /// The answer to `GET path` for a caller without a token who takes gzip, or `nil` where the router must answer.
    func entry(for path: String) -> HotTileEntries.Entry? {
        if let entry = entries.withLock({ $0[path] }), entry.tile.isCurrent { return entry }
        return adopt(path)
    }

    /// Takes over a tile that the tile service holds in memory.
    private func adopt(_ path: String) -> HotTileEntries.Entry? {
        guard let tile = engine.tiles.residentTile(path: path), tile.isCompressed else { return nil }
        let head = HTTPResponse(status: .ok, headerFields: headers(of: tile))
        let entry = HotTileEntries.Entry(tile: tile, head: head)
        entries.withLock { $0.keep(entry, for: path) }
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

/// Tiles and the heads of their answers by path.
///
/// What the tile service has let go of stays until the entries have doubled, so that they hold at most twice as many tiles as
/// the service and each is looked at a bounded number of times.
struct HotTileEntries: Sendable {
    struct Entry: Sendable {
        let tile: ServedTile
        let head: HTTPResponse
    }

    private var entries: [String: Entry] = [:]
    private var limit = leastLimit
    private static let leastLimit = 1_024

    var count: Int { entries.count }

    subscript(_ path: String) -> Entry? { entries[path] }

    mutating func keep(_ entry: Entry, for path: String) {
        if entries.count >= limit {
            entries = entries.filter { $0.value.tile.isCurrent }
            limit = max(Self.leastLimit, 2 * entries.count)
        }
        entries[path] = entry
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

    private func entry(for head: HTTPRequest) -> HotTileEntries.Entry? {
        guard requestsUnderWay == 0, head.method == .get, let path = head.path, path.hasPrefix("/tiles/"),
            NIODeadline.now() - lastPassed < Self.passInterval
        else { return nil }
        let fields = head.headerFields
        guard fields[.authorization] == nil, fields[.cookie] == nil, fields[.connection] == nil,
            AcceptEncoding.allowsGzip(fields[.acceptEncoding])
        else { return nil }
        return tiles.entry(for: path)
    }

    private func answer(_ request: HTTPRequest, with entry: HotTileEntries.Entry, context: ChannelHandlerContext) {
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
