package import Foundation

/// Where a camera streams, perhaps with a user and a password: never logged, shown or encoded.
///
/// Printing, interpolating, dumping or reflecting it gives nothing away; the address itself exists only inside `withURL`.
package struct UpstreamAddress: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let url: URL

    /// `nil` for anything but an address of http, https or rtsp with a host.
    package init?(_ text: String) {
        guard let url = URL(string: text), Self.schemes.contains(url.scheme?.lowercased() ?? ""),
            url.host?.isEmpty == false
        else { return nil }
        self.url = url
    }

    private init(_ url: URL) {
        self.url = url
    }

    private static let schemes: Set<String> = ["http", "https", "rtsp", "rtsps"]

    package var description: String { "‹stream address›" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }

    /// Lends the address to the one that connects to it.
    package func withURL<Value>(_ body: (URL) throws -> Value) rethrows -> Value { try body(url) }

    /// Whether it can be passed on as it is; RTSP would have to be transcoded.
    package var isHTTP: Bool { ["http", "https"].contains(url.scheme?.lowercased() ?? "") }

    /// Whether it names a playlist (RFC 8216) rather than pictures.
    package var namesPlaylist: Bool { url.path.lowercased().hasSuffix(".m3u8") }

    /// What a reference in a playlist at this address, or a redirection from it, means; `nil` for another host, port or scheme, so
    /// that a camera cannot make the server fetch from elsewhere.
    package func resolving(_ reference: String) -> UpstreamAddress? {
        guard let target = URL(string: reference, relativeTo: url)?.absoluteURL,
            var parts = URLComponents(url: target, resolvingAgainstBaseURL: true),
            parts.scheme?.lowercased() == url.scheme?.lowercased(),
            parts.host?.lowercased() == url.host?.lowercased(), parts.port == url.port
        else { return nil }
        (parts.user, parts.password) = (url.user(percentEncoded: false), url.password(percentEncoded: false))
        return parts.url.map(UpstreamAddress.init)
    }

    /// The text to be sealed.
    var secretText: String { url.absoluteString }
}
