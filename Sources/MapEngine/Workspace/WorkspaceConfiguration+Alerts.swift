package import struct Foundation.URL

extension WorkspaceConfiguration {
    /// Who is told outside this service of what is urgent.
    package struct Alerts: Hashable, Sendable {
        /// What began, or was escalated, longer ago than this is history and not told.
        package var hours = 24
        package var webhooks: [Webhook] = []
        package var email: Email?

        package init() {}

        /// Whether anybody is told at all.
        package var isEmpty: Bool { webhooks.isEmpty && email == nil }
    }

    /// An address that is sent a JSON document for each alert.
    package struct Webhook: Hashable, Sendable {
        package var url: URL
        package var kinds: Set<AlertKind>
        /// The key of the signature.
        package var secret: ConfigurationSecret
    }

    /// A mail relay and those who are written to.
    package struct Email: Hashable, Sendable {
        package var host: String
        package var port: Int
        package var tls = RelaySecurity.offered
        /// An address of ASCII letters, as RFC 5321 has it without extensions.
        package var from: String
        package var to: [String]
        package var kinds: Set<AlertKind>
    }

    /// Whether the way to the relay is encrypted (RFC 3207).
    package enum RelaySecurity: String, Hashable, Sendable, CaseIterable {
        /// Where the relay offers it, whoever it is (RFC 7435).
        case offered
        /// Or nothing is sent; the relay's certificate must be good for its name.
        case required
        case none
    }
}

/// What an alert is about: a kind of violation, an urgent report, or a missed target.
package enum AlertKind: String, Hashable, Sendable, CaseIterable {
    case zone
    case boundary
    case signal
    case outage
    case gathering
    case encounter
    case loitering
    case carriedDevice = "carried-device"
    case reading
    /// A citizen's report in the urgent flow.
    case report
    /// A unit that misses the target of an indicator so far that its value is red.
    case kpi
}

/// A text of the configuration that is never printed, encoded or logged.
package struct ConfigurationSecret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    private let text: String

    package init(_ text: String) {
        self.text = text
    }

    package var description: String { "‹secret›" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }

    /// Lends the text's UTF-8 to the one that needs it.
    package func withBytes<Value>(_ body: ([UInt8]) throws -> Value) rethrows -> Value { try body(Array(text.utf8)) }
}

// MARK: - Reading

extension WorkspaceConfiguration.Alerts {
    static let keys = ["hours", "webhooks", "email"]

    /// Reads `alerts`; what is absent or wrong keeps its default.
    init(reading mapping: MappingReader) {
        self.init()
        hours = mapping.integer("hours", in: 1...720) ?? hours
        webhooks = mapping.list("webhooks").enumerated().compactMap { index, node in
            MappingReader(
                node, path: "alerts.webhooks[\(index)]", known: ["url", "kinds", "secret"], log: mapping.log
            ).flatMap(WorkspaceConfiguration.Webhook.init(reading:))
        }
        email = mapping.mapping("email", known: ["smtp", "tls", "from", "to", "kinds"])
            .flatMap(WorkspaceConfiguration.Email.init(reading:))
    }
}

extension WorkspaceConfiguration.Webhook {
    /// A signature by a shorter key could be guessed.
    private static let shortestSecret = 16

    fileprivate init?(reading mapping: MappingReader) {
        for key in ["url", "kinds", "secret"] { mapping.require(key) }
        let kinds = mapping.alertKinds("kinds")
        let secret = mapping.text("secret")
        if let secret, secret.utf8.count < Self.shortestSecret {
            mapping.reject("secret", "is too short; write at least \(Self.shortestSecret) characters by chance")
        }
        guard let url = mapping.hookAddress("url"), let secret, !kinds.isEmpty else { return nil }
        self.init(url: url, kinds: kinds, secret: ConfigurationSecret(secret))
    }
}

extension WorkspaceConfiguration.Email {
    fileprivate init?(reading mapping: MappingReader) {
        for key in ["smtp", "from", "to", "kinds"] { mapping.require(key) }
        let kinds = mapping.alertKinds("kinds")
        let relay = mapping.endpoint("smtp")
        let tls = mapping.choice("tls", of: WorkspaceConfiguration.RelaySecurity.self)
        let from = mapping.located("from").flatMap { mapping.mailAddress($0, key: "from") }
        let to = mapping.texts("to").compactMap { mapping.mailAddress($0, key: "to") }
        guard let relay, let from, !to.isEmpty, !kinds.isEmpty else { return nil }
        self.init(host: relay.host, port: relay.port, tls: tls ?? .offered, from: from, to: to, kinds: kinds)
    }
}

extension MappingReader {
    fileprivate func alertKinds(_ key: String) -> Set<AlertKind> {
        Set(texts(key).compactMap { choice($0, key: key, of: AlertKind.self) })
    }

    /// An address of http or https, which may have a query; a user or a password in it is refused, since others would see it.
    fileprivate func hookAddress(_ key: String) -> URL? {
        guard let text = text(key) else { return nil }
        guard let url = URL(string: text), ["http", "https"].contains(url.scheme), url.host != nil, url.user == nil,
            url.password == nil, url.fragment == nil
        else {
            reject(
                key,
                "is no address such as https://truc-ban.example.gov.vn/bando, without user and fragment; correct it")
            return nil
        }
        return url
    }

    /// `name@domain` in printable ASCII without what has a meaning in a command or a header (RFC 5321, 4.1.2, the dot-string form).
    fileprivate func mailAddress(_ text: Located<String>, key: String) -> String? {
        let parts = text.value.split(separator: "@", omittingEmptySubsequences: false)
        let isPlain = text.value.utf8.allSatisfy { (33...126).contains($0) && !"<>()[]\\,;:\"".utf8.contains($0) }
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), isPlain, text.value.utf8.count <= 254 else {
            log.add(
                "'\(name(of: key))' cannot be '\(text.value)'; write an address such as truc@example.gov.vn",
                at: text.place)
            return nil
        }
        return text.value
    }
}
