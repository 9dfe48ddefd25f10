import CSpatiaLite
import GRDB

/// A prepared statement of one connection, bound and stepped without boxing its values.
///
/// GRDB prepares, caches and owns it; this type drives it directly where rows come by the hundred thousand. It must not
/// leave the database access that made it, so it is not `Sendable`. Parameters count from 1, columns from 0.
@safe struct SQLStatement: ~Copyable {
    private let owner: Statement
    private let handle: OpaquePointer
    private let connection: OpaquePointer

    /// Takes the statement from the connection's cache, or prepares it.
    init(_ sql: String, in db: Database) throws {
        guard let connection = unsafe db.sqliteConnection else {
            throw StorageError(.database, "The connection to the store is closed.")
        }
        owner = try db.cachedStatement(sql: sql)
        unsafe self.connection = connection
        unsafe handle = owner.sqliteStatement
        unsafe sqlite3_reset(handle)
    }

    deinit {
        unsafe sqlite3_reset(handle)
        unsafe sqlite3_clear_bindings(handle)
    }

    // MARK: Binding

    func bind(_ value: Int64, at index: Int32) { unsafe sqlite3_bind_int64(handle, index, value) }

    func bind(_ value: Int, at index: Int32) { unsafe sqlite3_bind_int64(handle, index, Int64(value)) }

    func bind(_ value: Double, at index: Int32) { unsafe sqlite3_bind_double(handle, index, value) }

    func bindNull(at index: Int32) { unsafe sqlite3_bind_null(handle, index) }

    func bind(_ text: String, at index: Int32) throws {
        var text = text
        try text.withUTF8 { try unsafe bind(utf8: UnsafeRawBufferPointer($0), at: index) }
    }

    /// Binds text that is UTF-8 already, which SQLite copies.
    func bind(utf8 bytes: UnsafeRawBufferPointer, at index: Int32) throws {
        guard let base = bytes.baseAddress else {
            return try check(unsafe sqlite3_bind_text64(handle, index, "", 0, transient, UInt8(SQLITE_UTF8)))
        }
        let characters = unsafe base.assumingMemoryBound(to: CChar.self)
        try check(
            unsafe sqlite3_bind_text64(
                handle, index, characters, UInt64(bytes.count), transient, UInt8(SQLITE_UTF8)))
    }

    /// Binds bytes, which SQLite copies.
    func bind(_ bytes: UnsafeRawBufferPointer, at index: Int32) throws {
        guard let base = bytes.baseAddress, bytes.count > 0 else {
            try check(unsafe sqlite3_bind_zeroblob(handle, index, 0))
            return
        }
        try check(unsafe sqlite3_bind_blob64(handle, index, base, UInt64(bytes.count), transient))
    }

    /// Binds a geometry's blob; none at all where there are no bytes.
    func bind(geometry bytes: UnsafeRawBufferPointer, at index: Int32) throws {
        if unsafe bytes.isEmpty { bindNull(at: index) } else { try unsafe bind(bytes, at: index) }
    }

    func bindOptional(_ value: Int64?, at index: Int32) {
        if let value { bind(value, at: index) } else { bindNull(at: index) }
    }

    /// Binds an area in m²; null for NaN.
    func bindOptional(area: Double, at index: Int32) {
        if area.isNaN { bindNull(at: index) } else { bind(area, at: index) }
    }

    func bind(_ bytes: [UInt8], at index: Int32) throws {
        try unsafe bytes.withUnsafeBytes { try unsafe bind($0, at: index) }
    }

    /// Binds the value of another statement's column as it is, without decoding it.
    func bind(column: Int32, of source: borrowing SQLStatement, at index: Int32) throws {
        try check(unsafe sqlite3_bind_value(handle, index, sqlite3_column_value(source.handle, column)))
    }

    // MARK: Running

    /// Steps to the next row; false after the last.
    func step() throws -> Bool {
        let result = unsafe sqlite3_step(handle)
        if result == SQLITE_ROW { return true }
        if result == SQLITE_DONE { return false }
        throw error(result)
    }

    /// Runs a statement that gives no rows, and makes it ready to be bound again.
    func run() throws {
        while try step() {}
        reset()
    }

    /// Makes the statement ready for other values.
    func reset() { unsafe sqlite3_reset(handle) }

    // MARK: Columns

    func isNull(_ column: Int32) -> Bool { unsafe sqlite3_column_type(handle, column) == SQLITE_NULL }

    func type(_ column: Int32) -> StorageClass {
        StorageClass(rawValue: unsafe sqlite3_column_type(handle, column)) ?? .null
    }

    /// How SQLite holds a value, by its own numbers.
    enum StorageClass: Int32 {
        case integer = 1
        case real = 2
        case text = 3
        case blob = 4
        case null = 5
    }

    func int64(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(handle, column) }

    func int(_ column: Int32) -> Int { Int(unsafe sqlite3_column_int64(handle, column)) }

    func double(_ column: Int32) -> Double { unsafe sqlite3_column_double(handle, column) }

    func text(_ column: Int32) -> String {
        guard let bytes = unsafe sqlite3_column_text(handle, column) else { return "" }
        let count = Int(unsafe sqlite3_column_bytes(handle, column))
        return unsafe String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

    /// Hands the column's bytes to a closure; they are valid only inside it.
    func withBytes<R>(_ column: Int32, _ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        let base = unsafe sqlite3_column_blob(handle, column)
        let count = Int(unsafe sqlite3_column_bytes(handle, column))
        return try unsafe body(UnsafeRawBufferPointer(start: base, count: base == nil ? 0 : count))
    }

    func bytes(_ column: Int32) -> [UInt8] { unsafe withBytes(column) { unsafe [UInt8]($0) } }

    // MARK: Errors

    private var transient: sqlite3_destructor_type {
        unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    }

    private func check(_ result: Int32) throws {
        if result != SQLITE_OK { throw error(result) }
    }

    private func error(_ result: Int32) -> DatabaseError {
        let message = unsafe String(cString: sqlite3_errmsg(connection))
        return DatabaseError(resultCode: ResultCode(rawValue: result), message: message, sql: owner.sql)
    }
}
