import GRDB

/// A failure of the store: what kind, what caused it, and a sentence that says what to do.
package struct StorageError: Error, Sendable {
    package let code: Code
    /// The library's own words, for the log; never shown to clients.
    package let underlying: (any Error)?
    /// One sentence for a person: what is wrong, where, and what to do.
    package let message: String

    package init(_ code: Code, _ message: String, underlying: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.underlying = underlying
    }

    /// Whether a file cannot be read, today or tomorrow.
    package var isDamage: Bool { [.corrupt, .cannotOpen].contains(code) }

    /// The kinds of failure; new ones may be added.
    package struct Code: Hashable, Sendable {
        package let name: String

        /// The file is not there, not readable, or not a SQLite database.
        package static let cannotOpen = Code(name: "cannotOpen")
        /// The store has no layer of this name.
        package static let unknownLayer = Code(name: "unknownLayer")
        /// The layer has no feature with this identifier.
        package static let unknownFeature = Code(name: "unknownFeature")
        /// The layer has no revision of this number.
        package static let unknownRevision = Code(name: "unknownRevision")
        /// The layer's definition and its table do not agree.
        package static let definitionMismatch = Code(name: "definitionMismatch")
        /// A query names a field that the layer does not have, or asks for what the store cannot answer.
        package static let invalidQuery = Code(name: "invalidQuery")
        /// A value or a geometry does not fit the layer.
        package static let invalidFeature = Code(name: "invalidFeature")
        /// Somebody else changed the layer or the feature in between.
        package static let conflict = Code(name: "conflict")
        /// Bytes in the file are not what was written.
        package static let corrupt = Code(name: "corrupt")
        /// Another process kept the store locked for too long.
        package static let busy = Code(name: "busy")
        /// The disk is full, read-only, or failing.
        package static let disk = Code(name: "disk")
        /// Any other failure of SQLite.
        package static let database = Code(name: "database")
    }
}

extension StorageError: CustomStringConvertible {
    package var description: String { message }
}

extension StorageError {
    /// The store's own error for one of SQLite's; any other error passes unchanged. A statement that was interrupted
    /// because its task was cancelled is a `CancellationError`.
    static func translating(_ error: any Error, while doing: String) -> any Error {
        guard let failure = error as? DatabaseError else { return error }
        switch failure.resultCode {
        case .SQLITE_INTERRUPT:
            return CancellationError()
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            return StorageError(
                .busy, "The store is locked by another process while \(doing): try again.", underlying: failure)
        case .SQLITE_FULL:
            return StorageError(
                .disk, "The disk is full while \(doing): free some space and try again.", underlying: failure)
        case .SQLITE_READONLY, .SQLITE_PERM:
            return StorageError(
                .disk, "The store cannot be written while \(doing): check its file's permissions.", underlying: failure)
        case .SQLITE_IOERR:
            return StorageError(.disk, "The disk failed while \(doing): check the file system.", underlying: failure)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            return StorageError(
                .corrupt, "The store's file is damaged (found while \(doing)): restore a backup.", underlying: failure)
        case .SQLITE_CANTOPEN:
            return StorageError(.cannotOpen, "The store's file cannot be opened while \(doing).", underlying: failure)
        default:
            return StorageError(.database, "The store failed while \(doing).", underlying: failure)
        }
    }
}
