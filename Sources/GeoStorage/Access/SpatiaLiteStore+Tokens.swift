import GRDB
package import GeoCore

package import struct Foundation.Date

extension SpatiaLiteStore {
    /// Keeps a new token, that is its digest.
    package func insert(_ token: TokenRecord) async throws {
        try await write("adding a token") { db in
            try db.execute(
                sql: "INSERT INTO bando_token (id, digest, role, unit, created, expires) VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [
                    token.id, token.digest, token.role.rawValue, token.unit, token.created.timeIntervalSince1970,
                    token.expires?.timeIntervalSince1970,
                ])
        }
    }

    /// Every token, newest first.
    package func tokens() async throws -> [TokenRecord] {
        try await read("reading the tokens") { db in
            try Row.fetchAll(db, sql: "SELECT * FROM bando_token ORDER BY created DESC, id").compactMap(
                TokenRecord.init)
        }
    }

    /// The token of a digest, or `nil`.
    package func token(digest: String) async throws -> TokenRecord? {
        try await read("reading a token") { db in
            try Row.fetchOne(db, sql: "SELECT * FROM bando_token WHERE digest = ?", arguments: [digest])
                .flatMap(TokenRecord.init)
        }
    }

    /// Whether there was such a token; a token that is revoked already keeps its first time.
    package func revokeToken(_ id: String, at time: Date) async throws -> Bool {
        try await write("revoking a token") { db in
            try db.execute(
                sql: "UPDATE bando_token SET revoked = coalesce(revoked, ?) WHERE id = ?",
                arguments: [time.timeIntervalSince1970, id])
            return db.changesCount > 0
        }
    }
}

extension TokenRecord {
    /// `nil` for a row whose role this program does not know.
    fileprivate init?(_ row: Row) {
        guard let role = Role(rawValue: row["role"]) else { return nil }
        func date(_ column: String) -> Date? {
            (row[column] as Double?).map { Date(timeIntervalSince1970: $0) }
        }
        self.init(
            id: row["id"], digest: row["digest"], role: role, unit: row["unit"],
            created: date("created") ?? .distantPast, expires: date("expires"), revoked: date("revoked"))
    }
}
