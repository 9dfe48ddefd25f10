import Crypto
package import Foundation
package import GeoCore
import GeoStorage
import Synchronization

/// Access tokens: made, looked up, revoked. The store holds digests only, so a stolen file opens nothing.
package final class TokenService: Sendable {
    private let store: SpatiaLiteStore
    private let now: @Sendable () -> Date

    init(store: SpatiaLiteStore, now: @escaping @Sendable () -> Date) {
        self.store = store
        self.now = now
    }

    /// Makes a token; its text is returned this once and never again.
    package func create(role: Role, unit: String?, expires: Date?) async throws -> String {
        let text = "bando_" + Self.randomText()
        let record = TokenRecord(
            id: String(Self.digest(of: text).prefix(12)), digest: Self.digest(of: text), role: role, unit: unit,
            created: now(), expires: expires, revoked: nil)
        try await store.insert(record)
        return text
    }

    /// Every token, newest first, without its text.
    package func list() async throws -> [TokenRecord] { try await store.tokens() }

    /// Ends a token by its id.
    ///
    /// - Throws: `notFound` for an unknown id.
    package func revoke(_ id: String) async throws {
        guard try await store.revokeToken(id, at: now()) else {
            throw EngineError(.notFound, "There is no token “\(id)”; “bando token list” shows them.")
        }
    }

    /// The caller that a token speaks for.
    ///
    /// - Throws: `unauthenticated` for a token that is unknown, expired or revoked.
    package func caller(of text: String) async throws -> Caller {
        guard let record = try await store.token(digest: Self.digest(of: text)), record.revoked == nil,
            record.expires.map({ $0 > now() }) ?? true
        else { throw EngineError(.unauthenticated, "The token is unknown, expired or revoked.") }
        return Caller(role: record.role, unit: record.unit, name: record.id)
    }

    private static func digest(of text: String) -> String {
        SHA256.hash(data: Data(text.utf8)).hexadecimal
    }

    /// 256 random bits in base64url (RFC 4648, 5).
    private static func randomText() -> String {
        let key = SymmetricKey(size: .bits256)
        let text = unsafe key.withUnsafeBytes { unsafe Data($0).base64EncodedString() }
        return text.replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
            .replacingOccurrences(of: "=", with: "")
    }
}
