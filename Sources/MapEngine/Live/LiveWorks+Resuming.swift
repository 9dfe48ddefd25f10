import GeoCore
import GeoStorage
import LiveMap
import Logging
import Synchronization

// Going on from where the process before ended.
extension LiveWorks {
    /// What so many vessels' judging has changed is written at once.
    private static let vesselsAtOnce = 200

    /// Judges what the process before had stored and not judged.
    ///
    /// - Parameter newest: The newest event time in the history.
    func resume(until moment: Instant, newest: Instant?) async throws {
        let mark = try await readMark()
        known.withLock { $0.progress.takeUp(mark, newest: newest) }
        let late = try await seeUnjudged(after: mark?.judged ?? 0)
        let held = await book.held()
        let objects = try await history.objects().filter { !DeviceWorks.isDevice($0) }
        if let newest {
            try await judge.takeUpOutages(
                await book.held(of: [.outage]), of: objects, newest: newest, until: moment)
        }
        for (index, object) in objects.enumerated() {
            do {
                try await judge.resume(
                    object, unjudgedSince: late[object], known: held[object] ?? [], until: moment)
            } catch let error as StorageError where error.isDamage {
                // One that cannot be judged again holds up no other, and is judged again when its files are back.
                known.withLock { $0.progress.hold(at: mark?.judged ?? 0) }
                ground.logger.error(
                    "could not judge a vessel again: run bando check",
                    metadata: ["vessel": "\(object)", "error": "\(error)"])
            }
            if index % Self.vesselsAtOnce == 0 { try await writeJudged() }
        }
        await judge.tellOutages()
        try await writeJudged()
    }

    /// Where the process before ended; where that cannot be read, everything is judged again.
    private func readMark() async throws -> JudgingProgress.Mark? {
        let kept = try await history.checkpoints(of: JudgingProgress.key)
        do {
            return try JudgingProgress.mark(in: kept)
        } catch {
            ground.logger.warning("could not read how far judging had come", metadata: ["error": "\(error)"])
            return nil
        }
    }

    /// Takes note of the fixes that were stored after an entry of the log; answers the oldest of each object.
    private func seeUnjudged(after sequence: Int64) async throws -> [ObjectID: Instant] {
        var oldest: [ObjectID: Instant] = [:]
        var place = sequence
        while true {
            let page = try await history.received(after: place, limit: 50_000)
            let fixes = page.fixes.map(\.fix)
            for fix in fixes { oldest[fix.object] = min(oldest[fix.object] ?? fix.time, fix.time) }
            place = max(place, page.sequence)
            known.withLock { known in
                known.progress.reach(place)
                known.progress.see(fixes.lazy.filter { !DeviceWorks.isDevice($0.object) }.map(\.time))
            }
            if page.isLast { return oldest }
        }
    }
}
