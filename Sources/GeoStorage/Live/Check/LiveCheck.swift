package import Foundation
import GRDB
import GeoCore

/// Proves the live history of a folder, from its oldest file on: that the log is as it was written, every entry chained
/// to the one before it, and that the tables for reading are what the log makes of them.
///
/// It needs no more than the files, and runs beside the process that writes them, each month in one snapshot.
///
/// What it cannot tell is a forged end: who can write the files can also write entries with right hashes after the newest
/// that is known elsewhere. Keep the hashes of `LiveHistory.days()` on another machine, and compare.
package struct LiveCheck {
    /// Is told now and then how many fixes were proved, of how many.
    package typealias Progress = @Sendable (_ done: Int, _ total: Int) -> Void

    private let folder: URL
    private let progress: Progress
    private let anchors: LiveAnchors
    private var faults = LiveFaults()
    /// Where the chain stood at the end of the month before; `nil` where that month could not be read.
    private var head: LogHead?
    private var fixCount = 0
    /// As the tables of the months say.
    private var total = 0

    /// What was found.
    package struct Result: Sendable {
        /// Empty where all is well.
        package var faults: [LiveFault]
        /// How many fixes were proved.
        package var fixCount: Int
    }

    /// Checks everything, in memory that does not grow with the history.
    ///
    /// - Throws: `cannotOpen` where the folder cannot be listed. What is wrong with a file is a fault.
    package static func run(folder: URL, progress: @escaping Progress = { _, _ in }) async throws -> Result {
        guard var check = try LiveCheck(folder: folder, progress: progress) else {
            return Result(faults: try stateless(folder), fixCount: 0)
        }
        try await check.run()
        return Result(faults: check.faults.all, fixCount: check.fixCount)
    }

    /// The faults of the live history that lies beside a store, in the store's words; none where there is no such history.
    static func faults(beside store: URL, progress: @escaping Progress) async throws -> [StoreFault] {
        let folder = LiveArchive.folder(beside: store)
        guard FileManager.default.fileExists(atPath: folder.path(percentEncoded: false)) else { return [] }
        let faults = try await run(folder: folder, progress: progress).faults
        return faults.map { StoreFault(layer: nil, description: $0.description) }
    }

    private static func stateless(_ folder: URL) throws -> [LiveFault] {
        guard try !MonthFiles.months(in: folder).isEmpty else { return [] }
        return [
            LiveFault(
                file: LiveState.fileName,
                "The live history's file \(LiveState.fileName) is missing: restore the folder from a backup.")
        ]
    }

    private init?(folder: URL, progress: @escaping Progress) throws {
        do {
            // Before the files are listed: what it tells of is on the disk by then.
            guard let anchors = try LiveAnchors(folder: folder) else { return nil }
            self.anchors = anchors
            self.folder = folder
            self.progress = progress
        } catch { throw StorageError.translating(error, while: "reading the live history's state") }
    }

    private mutating func run() async throws {
        let found = try MonthFiles.months(in: folder).filter { !anchors.dropped.contains($0) }
        let newest = anchors.months.keys.max()
        for month in found { total += await fixCount(of: month) }
        for month in Set(found).union(anchors.months.keys).sorted() {
            if !found.contains(month) {
                add(month, "The file \(month.fileName) of the live history is missing: restore it from a backup.")
                head = nil
                continue
            }
            if anchors.months[month] == nil, let newest, month < newest {
                add(month, "The file \(month.fileName) was not written by this live history: take it away.")
                continue
            }
            await check(month, isOldest: month == found.first)
        }
    }

    private mutating func check(_ month: LiveMonth, isOldest: Bool) async {
        let url = folder.appending(path: month.fileName)
        let before = isOldest ? nil : head
        do {
            let pool = try MonthFile.openForReading(url)
            let (anchors, progress, done, total) = (anchors, progress, fixCount, total)
            let result = try await pool.read { db in
                var check = MonthCheck(month, after: before, anchors: anchors) { progress(done + $0, total) }
                return try check.run(in: db)
            }
            try pool.close()
            faults.add(result.faults)
            fixCount += result.fixCount
            head = result.head
        } catch {
            let reason = (StorageError.translating(error, while: "checking \(month.fileName)") as? StorageError)?
                .message
            add(month, reason ?? "The file \(month.fileName) cannot be read: restore it from a backup.")
            head = nil
        }
    }

    /// How many fixes there are to prove in a month; 0 for a file that cannot be read, which the check itself tells.
    private func fixCount(of month: LiveMonth) async -> Int {
        do {
            let pool = try MonthFile.openForReading(folder.appending(path: month.fileName))
            let count = try await pool.read(MonthLoading.fixCount)
            try pool.close()
            return count
        } catch { return 0 }
    }

    private mutating func add(_ month: LiveMonth, _ description: String) {
        faults.add(LiveFault(file: month.fileName, description))
    }
}

extension LiveArchive {
    /// Where the live history of a store lies.
    package static func folder(beside store: URL) -> URL {
        store.deletingLastPathComponent().appending(path: "live", directoryHint: .isDirectory)
    }

    /// Proves the whole history; see `LiveCheck`.
    package func check() async throws -> LiveCheck.Result {
        try await LiveCheck.run(folder: folder)
    }
}
