import CSpatiaLite
import GRDB

/// Gives a SQLite connection its own SpatiaLite context, which lives exactly as long as the connection.
///
/// The context is the user data of an SQL function; SQLite calls the function's destructor when the connection
/// closes, after every virtual table and statement of the connection has gone, and the destructor frees the context.
enum SpatiaLiteContext {
    /// The function that owns the context; calling it in SQL answers whether SpatiaLite is there (always 1).
    static let ownerFunction = "bando_spatialite_context"

    /// Attaches a context to the connection. Called once for every connection, from `Configuration.prepareDatabase`.
    static func attach(to db: Database) throws {
        guard let connection = unsafe db.sqliteConnection else {
            throw StorageError(.cannotOpen, "The connection closed before SpatiaLite could be attached to it.")
        }
        guard let context = unsafe spatialite_alloc_connection() else {
            throw StorageError(.cannotOpen, "SpatiaLite could not make a context for a new connection.")
        }
        unsafe spatialite_init_ex(connection, context, 0)
        let result = unsafe sqlite3_create_function_v2(
            connection, ownerFunction, 0, SQLITE_UTF8, context,
            { functionContext, _, _ in unsafe sqlite3_result_int(functionContext, 1) },
            nil, nil,
            { context in unsafe spatialite_cleanup_ex(context) })
        guard result == SQLITE_OK else {
            // SQLite has called the destructor already: the context is free.
            throw StorageError(.cannotOpen, "SpatiaLite could not be tied to a new connection.")
        }
    }
}
