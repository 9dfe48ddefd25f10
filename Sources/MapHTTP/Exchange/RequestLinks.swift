import Foundation
import HTTPTypes
import Hummingbird
import MapEngine
import NIOCore

/// Builds absolute links: from `publicURL`, or from the forwarded headers of a trusted proxy, or from the Host header.
///
/// Forwarded headers from anyone else are ignored, so that a stranger cannot put addresses into other people's caches.
struct RequestLinks: Sendable {
    /// Without a final slash; may hold a base path.
    let base: String

    init(request: Request, context: BandoRequestContext, publicURL: String?, trustedProxies: [AddressBlock]) {
        if let publicURL {
            base = publicURL.hasSuffix("/") ? String(publicURL.dropLast()) : publicURL
            return
        }
        let peer = context.remoteAddress?.ipAddress
        let isTrusted = peer.map { peer in trustedProxies.contains { $0.contains(peer) } } ?? false
        let forwarded = isTrusted ? request.headers : [:]
        let scheme = Self.first(forwarded[.forwardedProto]) ?? "http"
        let host = Self.first(forwarded[.forwardedHost]) ?? request.head.authority ?? "localhost"
        let prefix = Self.first(forwarded[.forwardedPrefix]) ?? ""
        let isPlain = host.utf8.allSatisfy(Self.isHostByte)
        base = "\(scheme == "https" ? "https" : "http")://\(isPlain ? host : "localhost")\(Self.path(prefix))"
    }

    /// An absolute link to a path that begins with a slash.
    func url(_ path: String) -> String { base + path }

    /// A link object of the OGC API family.
    func link(_ path: String, rel: String, type: String, title: String? = nil) -> JSONDocument {
        .object(["href": .string(url(path)), "rel": .string(rel), "type": .string(type), "title": .text(title)])
    }

    private static func first(_ header: String?) -> String? {
        header?.split(separator: ",").first.map { $0.trimmingCharacters(in: .whitespaces) }
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
            || [45, 46, 58, 91, 93].contains(byte)
    }

    private static func path(_ prefix: String) -> String {
        let parts = prefix.split(separator: "/").filter { part in part.utf8.allSatisfy { isHostByte($0) || $0 == 95 } }
        return parts.isEmpty ? "" : "/" + parts.joined(separator: "/")
    }
}

extension HTTPField.Name {
    static let forwardedProto = Self("X-Forwarded-Proto")!  // A token by RFC 9110, 5.6.2.
    static let forwardedHost = Self("X-Forwarded-Host")!  // A token by RFC 9110, 5.6.2.
    static let forwardedPrefix = Self("X-Forwarded-Prefix")!  // A token by RFC 9110, 5.6.2.
    static let contentCrs = Self("Content-Crs")!  // A token by RFC 9110, 5.6.2.
    static let link = Self("Link")!  // A token by RFC 9110, 5.6.2.
}
