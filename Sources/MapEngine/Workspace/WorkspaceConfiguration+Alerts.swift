package import struct Foundation.URL

extension WorkspaceConfiguration {
    /// Who is told outside this service of what is urgent.
    package struct Alerts: Hashable, Sendable {
        /// What began, or was escalated, longer ago than this is history and not told.
        package var hours = 24
        package var webhooks: [Webhook] = []
        package var email: Email?

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
