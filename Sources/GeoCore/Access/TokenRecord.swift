package import struct Foundation.Date

/// An access token as the store knows it: by its digest.
package struct TokenRecord: Hashable, Sendable {
    /// The first digits of the digest, which name the token in lists and in the audit.
    package var id: String
    /// SHA-256 of the token's text, in hexadecimal.
    package var digest: String
    package var role: Role
    package var unit: String?
    package var created: Date
    package var expires: Date?
    package var revoked: Date?

    package init(
        id: String, digest: String, role: Role, unit: String?, created: Date, expires: Date?, revoked: Date?
    ) {
        self.id = id
        self.digest = digest
        self.role = role
        self.unit = unit
        self.created = created
        self.expires = expires
        self.revoked = revoked
    }
}
