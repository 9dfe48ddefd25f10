import GRDB

extension SpatiaLiteStore {
    /// The address at which a camera streams; `nil` where none is kept.
    ///
    /// It may hold a user and a password: it is neither logged nor sent to anybody.
    package func streamAddress(ofCamera code: String) async throws -> String? {
        try await read("reading a camera") { db in
            try String.fetchOne(
                db, sql: "SELECT address FROM bando_camera_streams WHERE camera = ?", arguments: [code])
        }
    }

    /// Keeps the address at which a camera streams; `nil` forgets it.
    package func setStreamAddress(_ address: String?, ofCamera code: String) async throws {
        try await write("keeping a camera's stream") { db in
            guard let address else {
                return try db.execute(sql: "DELETE FROM bando_camera_streams WHERE camera = ?", arguments: [code])
            }
            try db.execute(
                sql: "INSERT OR REPLACE INTO bando_camera_streams (camera, address) VALUES (?, ?)",
                arguments: [code, address])
        }
    }
}
