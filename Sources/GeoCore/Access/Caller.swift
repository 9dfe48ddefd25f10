/// Who is asking: part of every query and of every tile key.
package struct Caller: Hashable, Sendable {
    /// `nil` for the public, who came without a token.
    package var role: Role?
    /// The administrative unit that a commune's token is limited to.
    package var unit: String?
    /// What the audit log names: the token's identifier, or `public`.
    package var name: String

    package init(role: Role?, unit: String? = nil, name: String) {
        self.role = role
        self.unit = unit
        self.name = name
    }

    package static let anonymous = Caller(role: nil, name: "public")
    /// The command line on the server itself, which sees all.
    package static let local = Caller(role: .administrator, name: "local")
}

/// The roles that a token can carry and that layer definitions name.
package enum Role: String, Hashable, Sendable, CaseIterable {
    case administrator
    case steward
    case cadastre
    case planning
    case fisheries
    case `operator`
    case commune
    case feed
    case viewer
}
