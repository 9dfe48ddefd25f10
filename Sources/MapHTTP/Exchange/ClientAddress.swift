import Foundation
import HTTPTypes
import MapEngine

/// The address that a request comes from: the peer's, or, where the peer is a trusted proxy, the one that it was told.
///
/// `X-Forwarded-For` is read from its end, as far as the proxies are trusted: what stands before is what a stranger may have
/// written there.
enum ClientAddress {
    /// - Parameters:
    ///   - peer: `nil` where the connection has no address.
    ///   - headers: Of the request.
    /// - Returns: An address as text; “unknown” where nothing says one.
    static func text(peer: String?, headers: HTTPFields, trustedProxies: [AddressBlock]) -> String {
        guard let peer else { return "unknown" }
        func isTrusted(_ address: String) -> Bool { trustedProxies.contains { $0.contains(address) } }
        guard isTrusted(peer) else { return peer }
        var nearest = peer
        for hop in hops(headers).reversed() {
            // What is no address cannot be told from an invention.
            guard AddressBlock(hop) != nil, !hop.contains("/") else { return nearest }
            nearest = hop
            guard isTrusted(hop) else { return hop }
        }
        return nearest
    }

    /// The addresses in their order over all such headers (RFC 9110, 5.3).
    private static func hops(_ headers: HTTPFields) -> [String] {
        headers[values: .forwardedFor].flatMap { $0.split(separator: ",") }
            .map { $0.trimmingCharacters(in: .whitespaces) }
    }
}

extension HTTPField.Name {
    static let forwardedFor = Self("X-Forwarded-For")!  // A token by RFC 9110, 5.6.2.
}
