import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// What answers depend on beside their address (RFC 9110, 12.5.5): the coding, and who asks by token or by session.
enum Vary {
    static let everywhere = "Accept-Encoding, Authorization, Cookie"
}

extension Response {
    /// A whole body with a validator: 304 without the body where the request names the same one (RFC 9110, 13.1.2).
    static func conditional(
        _ request: Request, body: ByteBuffer, contentType: String, etag: String,
        cacheControl: String = "no-cache", headers extra: HTTPFields = [:]
    ) -> Response {
        var headers = extra
        headers[.eTag] = etag
        headers[.cacheControl] = cacheControl
        headers[.vary] = Vary.everywhere
        if let known = request.headers[.ifNoneMatch], EntityTag.list(known, matches: etag) {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = contentType
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: body))
    }

    /// A JSON document, validated by a digest of its bytes.
    static func json(
        _ request: Request, _ document: JSONDocument, contentType: String = "application/json",
        headers: HTTPFields = [:]
    ) -> Response {
        let bytes = document.bytes
        return conditional(
            request, body: ByteBuffer(bytes: bytes), contentType: contentType, etag: EntityTag.weak(of: bytes),
            headers: headers)
    }
}

/// Entity tags (RFC 9110, 8.8.3).
enum EntityTag {
    /// A weak tag from a 64-bit FNV-1a digest of the bytes: the same document in another content coding is equivalent.
    static func weak(of bytes: some Sequence<UInt8>) -> String {
        "W/\"\(String(digest(of: bytes), radix: 36))\""
    }

    /// Whether an `If-None-Match` list names the tag, by weak comparison.
    static func list(_ header: String, matches tag: String) -> Bool {
        if header.trimmingCharacters(in: .whitespaces) == "*" { return true }
        let wanted = opaque(tag)
        return header.split(separator: ",").contains { opaque($0.trimmingCharacters(in: .whitespaces)) == wanted }
    }

    private static func opaque(_ tag: String) -> Substring {
        tag.hasPrefix("W/") ? tag.dropFirst(2) : tag[...]
    }

    private static func digest(of bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
