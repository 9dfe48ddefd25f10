import Foundation

/// Which broker a feed listens to, for what and as whom.
package struct MQTTSettings: Hashable, Sendable {
    /// Whether the way to the broker is encrypted, and by whom the broker is vouched for.
    package enum Encryption: Hashable, Sendable {
        case none
        /// By the certificate authorities that the system trusts.
        case system
        /// By those of a file in PEM.
        case authority(path: String)
    }

    package var broker: FeedAddress
    /// With `+` and `#` as wildcards.
    package var topics: [String]
    /// Unlike that of every other client of the broker, and the same at every start.
    package var clientID: String
    /// Whether the broker keeps messages while the feed is away.
    package var keepsSession = true
    package var user: String?
    package var password: String?
    package var encryption = Encryption.none
    package var keepAliveSeconds: Int32 = 60
    /// Longer messages are refused.
    package var maxPayloadBytes = 10_000_000
    /// Messages read before the sink is called with them all.
    package var messagesAhead = 100
    /// How long a broker may take to answer.
    package var patience = Duration.seconds(15)

    package init(broker: FeedAddress, topics: [String], clientID: String) {
        self.broker = broker
        self.topics = topics
        self.clientID = clientID
    }

    /// `mqtt://host`, `mqtts://user:password@host:8883` or `host:1883`; special characters of the password percent-encoded.
    ///
    /// - Throws: `FeedError` where it is no such address. The message never holds a password.
    package init(connect text: String, topics: [String], clientID: String) throws(FeedError) {
        var rest = Substring(text)
        var encryption = Encryption.none
        if let scheme = text.range(of: "://") {
            guard ["mqtt", "mqtts"].contains(text[..<scheme.lowerBound]) else {
                throw FeedError(
                    "The broker's address must begin with “mqtt://” or “mqtts://”, or be a host and a port.")
            }
            encryption = text.hasPrefix("mqtts") ? .system : .none
            rest = text[scheme.upperBound...]
        }
        let at = rest.lastIndex(of: "@")
        let address = at.map { rest[rest.index(after: $0)...] } ?? rest
        let broker = try FeedAddress(
            address.hasSuffix("/") ? String(address.dropLast()) : String(address),
            defaultPort: encryption == .none ? 1_883 : 8_883)
        self.init(broker: broker, topics: topics, clientID: clientID)
        self.encryption = encryption
        guard let at else { return }
        let parts = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        user = String(parts[0]).removingPercentEncoding
        password = parts.count == 2 ? String(parts[1]).removingPercentEncoding : nil
    }
}
