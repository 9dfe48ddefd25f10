package import Foundation
import GRDB

extension SpatiaLiteStore {
    /// Copies the store, as it is at one moment, into a new file while others read and write.
    ///
    /// The copy gets its name when it is whole and on the disk; a file of that name is replaced. The live history goes
    /// into a folder beside it: for `copy.sqlite`, `copy.live`.
    ///
    /// - Throws: `disk` where the folder cannot be written or has no room.
    package func backup(to destination: URL) async throws {
        let part = destination.appendingPathExtension("part")
        do {
            try await read("copying the store") { db in
                if FileManager.default.fileExists(atPath: part.path(percentEncoded: false)) {
                    try FileManager.default.removeItem(at: part)
                }
                let copy = try DatabaseQueue(path: part.path(percentEncoded: false))
                try copy.inDatabase { target in
                    try db.backup(to: target)
                    // A single file: the copy needs no log beside it.
                    try target.execute(sql: "PRAGMA journal_mode = DELETE")
                }
                try copy.close()
            }
            try await LiveBackup.copy(beside: url, to: destination)
            guard unsafe rename(part.path(percentEncoded: false), destination.path(percentEncoded: false)) == 0 else {
                let reason = unsafe String(cString: strerror(errno))
                throw StorageError(
                    .disk, "The copy could not be given its name \(destination.lastPathComponent) (\(reason)).")
            }
        } catch {
            throw StorageError.translating(error, while: "copying the store")
        }
    }
}
