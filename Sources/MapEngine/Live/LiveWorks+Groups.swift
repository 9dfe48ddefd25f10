import GeoCore
import GeoStorage
import LiveMap
import Logging
import Synchronization

// What several vessels do together.
extension LiveWorks {
    /// Looks for what several vessels did together while fixes have come since the last look.
    ///
    /// - Parameter isOver: Asked between parts of a look. Once it says so the look ends, and the next one, which may be another
    ///   process's, goes on from there.
    /// - Throws: `CancellationError` for a look that was over before its end.
    func lookForGroups(until moment: Instant, isOver: @Sendable () -> Bool = { false }) async throws {
        let (times, groups) = known.withLock { ($0.progress.beginLook(), $0.groups) }
        guard let times, let groups else { return }
        for times in GroupJudge.pieces(of: times) {
            do {
                try await look(for: groups, in: times, until: moment, isOver: isOver)
            } catch let error as StorageError where error.isDamage {
                // Trying it again would hold up all that comes after it.
                ground.logger.error(
                    "could not look for groups in fixes that cannot be read: run bando check",
                    metadata: ["from": "\(times.lowerBound)", "to": "\(times.upperBound)", "error": "\(error)"])
            }
            known.withLock { $0.progress.looked(through: times.upperBound) }
        }
    }

    private func look(
        for groups: GroupJudge, in times: ClosedRange<Instant>, until moment: Instant, isOver: @Sendable () -> Bool
    ) async throws {
        let kept = await book.held(of: GroupJudge.kinds)
        let stretch = groups.stretch(of: times, kept: kept)
        let tracks = try await tracks(during: groups.span(of: stretch), for: groups, isOver: isOver)
        let found = groups.findings(in: stretch, tracks: tracks, kept: kept, until: moment)
        let questioned = kept.filter { $0.touches(stretch) }
        try await book.apply(
            ViolationChange.changes(
                from: Dictionary(questioned.map { ($0.id, $0) }) { first, _ in first },
                to: Dictionary(found.map { ($0.id, $0) }) { first, _ in first }))
    }

    /// Page by page, so that only what the rules look at is in memory at once.
    private func tracks(
        during span: Range<Instant>, for groups: GroupJudge, isOver: @Sendable () -> Bool
    ) async throws -> [VesselTrack] {
        var tracks: [VesselTrack] = []
        var last: ObjectID?
        repeat {
            if isOver() { throw CancellationError() }
            let window = try await history.fixes(during: span, after: last, limit: 10_000)
            tracks += groups.tracks(in: window.fixes.map(\.fix).filter { !DeviceWorks.isDevice($0.object) })
            last = window.next
        } while last != nil
        return tracks
    }
}
