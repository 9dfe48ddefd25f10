import GRDB

package import struct Foundation.Date

extension SpatiaLiteStore {
    /// Whether a token is there, neither revoked nor expired at a moment.
    package func isTokenInForce(_ id: String, at time: Date) async throws -> Bool {
        try await read("looking at a token") { db in
            try Bool.fetchOne(
                db,
                sql: """
                    SELECT revoked IS NULL AND (expires IS NULL OR expires > ?) FROM bando_token WHERE id = ?
                    """,
                arguments: [time.timeIntervalSince1970, id]) ?? false
        }
    }
}
