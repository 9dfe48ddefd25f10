package import Foundation
import GRDB

/// Copies the live history while it is written.
package enum LiveBackup {
    /// Copies every file of a folder into another, each as it is at one moment; the copy opens as a live history of its own.
    ///
    /// The copy gets its name when it is whole; a folder of that name is replaced. To restore it, put it where the live
    /// history was.
    ///
    /// - Throws: `disk` where the copy cannot be written.
    package static func copy(_ folder: URL, to destination: URL) async throws {
        let part = destination.appendingPathExtension("part")
        let old = destination.appendingPathExtension("old")
        do {
            try FileManager.default.createDirectory(
                at: destination.deletingLastPathComponent(), withIntermediateDirectories: true)
            try remove(part)
            try FileManager.default.createDirectory(at: part, withIntermediateDirectories: false)
            // First: the months that are copied afterwards hold all that it tells of.
            try await copyFile(LiveState.fileName, from: folder, to: part)
            for month in try MonthFiles.months(in: folder) {
                try await copyFile(month.fileName, from: folder, to: part)
            }
            try remove(old)
            if isThere(destination) { try FileManager.default.moveItem(at: destination, to: old) }
            try FileManager.default.moveItem(at: part, to: destination)
            try remove(old)
        } catch let error as CocoaError {
            throw StorageError(
                .disk, "The live history could not be copied: check the folder and its free space.", underlying: error)
        } catch {
            throw StorageError.translating(error, while: "copying the live history")
        }
    }

    /// Copies the live history that lies beside a store, if there is one, to where it lies beside the store's copy: for
    /// `copy.sqlite` a folder `copy.live`.
    static func copy(beside store: URL, to copy: URL) async throws {
        let folder = LiveArchive.folder(beside: store)
        guard isThere(folder.appending(path: LiveState.fileName)) else { return }
        try await self.copy(folder, to: copy.deletingPathExtension().appendingPathExtension("live"))
    }

    private static func copyFile(_ name: String, from folder: URL, to part: URL) async throws {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(20)
        let source = try DatabaseQueue(
            path: folder.appending(path: name).path(percentEncoded: false), configuration: configuration)
        let target = part.appending(path: name).path(percentEncoded: false)
        try await source.read { db in
            let copy = try DatabaseQueue(path: target)
            try copy.inDatabase { target in
                try db.backup(to: target)
                // A single file: the copy needs no log beside it.
                try target.execute(sql: "PRAGMA journal_mode = DELETE")
            }
            try copy.close()
        }
        try source.close()
    }

    private static func isThere(_ url: URL) -> Bool {
        FileManager.default.fileExists(atPath: url.path(percentEncoded: false))
    }

    private static func remove(_ url: URL) throws {
        if isThere(url) { try FileManager.default.removeItem(at: url) }
    }
}
