package import Foundation
import GRDB
package import GeoCore
import Synchronization

/// The live history in a folder: one SQLite file for each month of receipt, and `state.sqlite` beside them.
///
/// One process writes; any number read and check. All methods may be called from any task. What is read includes everything
/// whose `append` has returned.
package final class LiveArchive: LiveHistory {
    /// Where the files are.
    package let folder: URL
    let files: MonthFiles
    let memory: SharedMemory
    let state: LiveState
    private let writer: LiveWriter
    private let waiting = Mutex(0)
    /// All objects in order of their text, as far as they were asked for.
    private let names = Mutex<[ObjectID]>([])
    private let lock: WriterLock
    /// How many records may wait for the disk before further ones are refused.
    static let waitLimit = 200_000

    /// Opens the archive, and makes its folder where there is none.
    ///
    /// A month that is damaged stays closed to reading and is told of by `LiveCheck`; the newest must be whole.
    ///
    /// - Throws: `busy` where another process writes it, `disk` where the folder cannot be written, `corrupt` or
    ///   `cannotOpen` where the newest month cannot be read.
    package init(folder: URL) throws {
        self.folder = folder
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            lock = try WriterLock(folder)
            files = MonthFiles(folder: folder)
            state = try LiveState(folder: folder)
            var opening = ArchiveOpening(files: files, state: state)
            let (memory, current) = try opening.run()
            self.memory = SharedMemory(memory)
            writer = LiveWriter(
                files: files, memory: self.memory, state: state, current: current, compaction: opening.compaction)
        } catch {
            throw StorageError.translating(error, while: "opening the live history")
        }
    }

    /// Throws `busy` where another process writes the archive in a folder now; where there is none yet, nobody does.
    package static func requireFree(_ folder: URL) throws {
        guard FileManager.default.fileExists(atPath: folder.path(percentEncoded: false)) else { return }
        try WriterLock(folder).release()
    }

    /// Brings the files to rest and closes them; calls after it fail.
    package func close() async throws {
        try await writer.close()
        lock.release()
    }

    /// Stores fixes, events and readings, and returns when they are on the disk.
    ///
    /// A fix that is there already (same object, time and device), in whatever month, is answered as a duplicate and
    /// not stored again. The days of receipt never go back: what comes, by its clock, on an earlier day than the newest in
    /// the log counts as of that day.
    ///
    /// - Throws: `busy` where too much is waiting for the disk, `invalidFeature` for a coordinate, speed, course or
    ///   reading that is not a finite number, `disk` where the disk is full or fails. Some of the fixes may be stored then,
    ///   in order; sent again, these are duplicates.
    @discardableResult
    package func append(_ batch: LiveBatch) async throws -> LiveReceipt {
        try batch.requireFinite()
        let count = batch.fixes.count + batch.events.count + batch.readings.count
        try enter(count)
        defer { waiting.withLock { $0 -= count } }
        return try await writer.append(batch)
    }

    /// Stores fixes, and says of each whether it was new.
    @discardableResult
    package func append(_ fixes: [ReceivedFix]) async throws -> [AppendOutcome] {
        try await append(LiveBatch(fixes: fixes)).fixes
    }

    /// Whether each fix is there already, or is equal to an earlier one of the list; nothing is stored.
    package func duplicates(among fixes: [Fix]) async throws -> [Bool] {
        try await writer.duplicates(among: fixes)
    }

    /// Removes events that were made before a moment; answers how many. Their identifiers are never given again.
    package func purgeEvents(before time: Instant) async throws -> Int {
        try await writer.purgeEvents(before: time)
    }

    /// Removes the files of the months that ended, at +07:00, more than so many months ago. What remains is verified from
    /// the oldest file on, which holds the hash that it began with.
    ///
    /// - Parameter months: At least 1.
    @discardableResult
    package func dropMonths(olderThan months: Int, now: Instant) async throws -> [LiveMonth] {
        precondition(months >= 1, "the month that is written cannot be dropped")
        return try await writer.dropMonths(olderThan: months, now: now)
    }

    /// The objects that come after one in order of their text.
    func objects(after object: ObjectID?) -> ArraySlice<ObjectID> {
        let known = memory.read(\.objects)
        return names.withLock { names in
            // None ever goes.
            if names.count != known.count { names = known.names.sorted() }
            guard let object else { return names[...] }
            return names[names.partitioningIndex { object < $0 }...]
        }
    }

    /// Brings the tables for reading up to the log, as is done by itself when enough has gathered.
    func merge() async throws {
        try await writer.merge()
    }

    private func enter(_ count: Int) throws {
        try waiting.withLock { waiting in
            guard waiting == 0 || waiting + count <= Self.waitLimit else {
                throw StorageError(
                    .busy, "More than \(Self.waitLimit) positions wait for the disk: send again in a moment.")
            }
            waiting += count
        }
    }
}

extension LiveBatch {
    /// - Throws: `invalidFeature` for a number that is none.
    fileprivate func requireFinite() throws {
        for fix in fixes {
            let numbers = [fix.fix.speedKnots, fix.fix.courseDegrees].compactMap { $0 }
            guard fix.fix.coordinate.isFinite, numbers.allSatisfy(\.isFinite) else {
                throw StorageError(
                    .invalidFeature, "The position of \(fix.fix.object) at \(fix.fix.time) has a number that is none.")
            }
        }
        for reading in readings {
            guard case .number(let number) = reading.value, !number.isFinite else { continue }
            throw StorageError(
                .invalidFeature, "The reading \(reading.name) of \(reading.object) at \(reading.time) is no number.")
        }
    }
}
