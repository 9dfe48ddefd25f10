import HTTPTypes
import Hummingbird
import NIOCore

/// Compresses text responses as they stream, for clients that accept gzip; tiles arrive compressed already.
struct CompressionMiddleware: RouterMiddleware {
    /// Below this a gzip member saves nothing worth its header.
    private static let smallestBody = 1_024

    func handle(
        _ request: Request, context: BandoRequestContext,
        next: @concurrent (Request, BandoRequestContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        guard Self.shouldCompress(response), AcceptEncoding.allowsGzip(request.headers[.acceptEncoding]) else {
            return response
        }
        response.headers[.contentEncoding] = "gzip"
        response.headers[.contentLength] = nil
        response.headers[.vary] = Vary.everywhere
        let original = response.body
        response.body = ResponseBody { writer in
            try await original.write(GzipBodyWriter(parent: writer))
        }
        return response
    }

    private static func shouldCompress(_ response: Response) -> Bool {
        guard response.headers[.contentEncoding] == nil, response.status != .notModified else { return false }
        guard let type = response.headers[.contentType] else { return false }
        if let length = response.body.contentLength, length < smallestBody { return false }
        if type.hasPrefix("text/event-stream") { return false }
        return type.hasPrefix("text/") || type.contains("json") || type.contains("javascript") || type.contains("xml")
            || type.contains("svg") || type.contains("protobuf")
    }
}

/// `Accept-Encoding` (RFC 9110, 12.5.3).
enum AcceptEncoding {
    static func allowsGzip(_ header: String?) -> Bool {
        guard let header else { return false }
        for part in header.split(separator: ",") {
            let pieces = part.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
            guard let coding = pieces.first, coding == "gzip" || coding == "*" else { continue }
            let quality = pieces.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            return quality > 0
        }
        return false
    }
}

/// A body writer that sends what it is given on as a gzip member.
private final class GzipBodyWriter: ResponseBodyWriter {
    private var parent: any ResponseBodyWriter
    private var stream: GzipStream?

    init(parent: any ResponseBodyWriter) {
        self.parent = parent
        stream = GzipStream()
    }

    @concurrent func write(_ buffer: ByteBuffer) async throws {
        guard let ready = stream?.compress(buffer), ready.readableBytes > 0 else { return }
        try await parent.write(ready)
    }

    @concurrent func finish(_ trailingHeaders: HTTPFields?) async throws {
        if let rest = stream?.finish() { try await parent.write(rest) }
        stream = nil
        try await parent.finish(trailingHeaders)
    }
}
