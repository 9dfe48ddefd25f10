import AsyncHTTPClient
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import MapEngine
import NIOCore
import NIOHTTP1

/// What a camera answers: the part of its head that may go on, and its body.
struct FetchedStream: Sendable {
    /// Where it came from in the end, which a playlist's lines are relative to.
    let address: UpstreamAddress
    private let response: HTTPClientResponse
    private let place: StreamGate.Place
    private let type: String

    private static let playlistBytes = 1 << 20
    private static let pictureBytes = 1 << 30

    /// - Throws: `refused` for a status that is no success, `unsuitable` for what is neither a playlist nor pictures.
    init(_ response: HTTPClientResponse, address: UpstreamAddress, place: StreamGate.Place) throws(UpstreamFailure) {
        guard response.status.code == 200 || response.status.code == 206 else {
            throw .refused(status: response.status.code)
        }
        let coding = response.headers.first(name: "content-encoding")?.lowercased() ?? "identity"
        guard coding == "identity" else { throw .unsuitable }
        type = response.headers.first(name: "content-type") ?? "application/octet-stream"
        guard address.namesPlaylist || MediaKind.isPlaylist(type) || MediaKind.isPicture(type) else {
            throw .unsuitable
        }
        (self.response, self.address, self.place) = (response, address, place)
    }

    var isPlaylist: Bool { address.namesPlaylist || MediaKind.isPlaylist(type) }

    /// The whole text of a playlist.
    ///
    /// - Throws: `tooLarge`, `unsuitable` where it is no UTF-8 (RFC 8216, 4.1), `broken`.
    func text() async throws(UpstreamFailure) -> String {
        var bytes: [UInt8] = []
        do {
            for try await chunk in response.body {
                guard bytes.count + chunk.readableBytes <= Self.playlistBytes else { throw UpstreamFailure.tooLarge }
                bytes += chunk.readableBytesView
            }
        } catch let failure as UpstreamFailure {
            throw failure
        } catch {
            throw .broken
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .unsuitable }
        return text
    }

    /// The pictures, passed on as the viewer reads them; of the head only what says what they are.
    func pictures() throws(UpstreamFailure) -> Response {
        let length = response.headers.first(name: "content-length").flatMap { Int($0) }
        if let length, length > Self.pictureBytes { throw .tooLarge }
        var headers = Self.headers(type)
        for (name, field) in [("content-range", HTTPField.Name.contentRange), ("accept-ranges", .acceptRanges)] {
            if let value = response.headers.first(name: name) { headers[field] = value }
        }
        let body = ResponseBody(contentLength: length) { [self] writer in try await copy(to: &writer) }
        return Response(status: response.status.code == 206 ? .partialContent : .ok, headers: headers, body: body)
    }

    /// The error that ends a body that has begun carries nothing of the camera's.
    @concurrent
    private func copy(to writer: inout any ResponseBodyWriter) async throws {
        var count = 0
        var chunks = response.body.makeAsyncIterator()
        while let chunk = try await next(&chunks) {
            count += chunk.readableBytes
            guard count <= Self.pictureBytes else { throw UpstreamFailure.tooLarge }
            try await writer.write(chunk)
        }
        try await writer.finish(nil)
    }

    @concurrent
    private func next(_ chunks: inout HTTPClientResponse.Body.AsyncIterator) async throws -> ByteBuffer? {
        do {
            return try await chunks.next()
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw UpstreamFailure.broken
        }
    }

    static func playlist(_ text: String) -> Response {
        Response(
            status: .ok, headers: headers("application/vnd.apple.mpegurl"),
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    /// Nobody keeps pictures, and no browser takes them for a page.
    private static func headers(_ type: String) -> HTTPFields {
        [
            .contentType: type, .cacheControl: "no-store", .xContentTypeOptions: "nosniff",
            .contentSecurityPolicy: "sandbox",
        ]
    }
}

/// Media types of what cameras stream.
enum MediaKind {
    static func isPlaylist(_ type: String) -> Bool {
        let essence = essence(type)
        return essence.hasSuffix("mpegurl")
    }

    /// Pictures, sound and subtitles; no page, script or drawing that a browser would run.
    static func isPicture(_ type: String) -> Bool {
        let essence = essence(type)
        if essence.hasPrefix("image/") { return !essence.contains("svg") && !essence.contains("xml") }
        return essence.hasPrefix("video/") || essence.hasPrefix("audio/") || others.contains(essence)
    }

    private static let others: Set<String> = [
        "multipart/x-mixed-replace", "application/octet-stream", "binary/octet-stream", "application/mp4", "text/vtt",
    ]

    /// The type without its parameters (RFC 9110, 8.3.1).
    private static func essence(_ type: String) -> String {
        type.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
    }
}

/// What players of low-latency HLS add to a playlist's address (draft-pantos-hls-rfc8216bis, 6.2.5).
struct LowLatencyQuery {
    static let names = ["_HLS_msn", "_HLS_part", "_HLS_skip"]
    private let items: [URLQueryItem]

    /// Keeps numbers, and `YES` or `v2` for what may be skipped.
    init(_ parameters: QueryParameters) {
        items = Self.names.compactMap { name in
            guard let value = parameters[name], Int(value) != nil || ["YES", "v2"].contains(value) else { return nil }
            return URLQueryItem(name: name, value: value)
        }
    }

    func added(to address: UpstreamAddress) -> UpstreamAddress {
        guard !items.isEmpty, address.namesPlaylist else { return address }
        return address.withURL { url in UpstreamAddress(url.appending(queryItems: items).absoluteString) } ?? address
    }
}
