/// A host and a port, as `listen` and `connect` in a workspace's settings name them.
package struct FeedAddress: Hashable, Sendable, CustomStringConvertible {
    /// A name or an address; IPv6 without brackets.
    package var host: String
    /// 0 lets the system choose, for listening only.
    package var port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// `host:port`, `[::1]:10110`, or `:10110` for all addresses of the machine; with a port of its own kind where none is
    /// given.
    ///
    /// - Throws: `FeedError` with the text and what is expected.
    package init(_ text: String, defaultPort: Int? = nil) throws(FeedError) {
        let (host, port) = Self.split(text)
        guard let number = port.isEmpty ? defaultPort : Int(port), (0...65_535).contains(number) else {
            throw FeedError(
                "“\(text)” is no address of a feed: a host and a port from 0 to 65535 are expected, such as "
                    + "“0.0.0.0:10110”.")
        }
        self.init(host: host.isEmpty ? "::" : host, port: number)
    }

    private static func split(_ text: String) -> (host: String, port: String) {
        if text.hasPrefix("["), let close = text.firstIndex(of: "]") {
            let host = text[text.index(after: text.startIndex)..<close]
            return (String(host), String(text[text.index(after: close)...].drop { $0 == ":" }))
        }
        guard let colon = text.lastIndex(of: ":") else { return (text, "") }
        return (String(text[..<colon]), String(text[text.index(after: colon)...]))
    }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
