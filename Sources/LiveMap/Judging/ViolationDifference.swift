import GeoCore

/// What judging a stretch again changes in what was kept of it.
package struct ViolationDifference: Hashable, Sendable {
    /// Found now and not kept before, in order of identifier, those that replace one left out.
    package var added: [Violation] = []
    /// Of the same identifier with other contents: as they are now.
    package var changed: [Violation] = []
    /// Kept and proved wrong.
    package var withdrawn: [Violation] = []
    /// The same breach of the same rule in the same place that turns out to have begun at another moment: what people did about
    /// the old one holds for the new one.
    package var replaced: [ViolationReplacement] = []

    /// - Parameters:
    ///   - kept: What was persisted and is in question: see `VesselJudge.isInQuestion(_:)`; withdrawn ones left out.
    ///   - found: What judging again says.
    package init(kept: [Violation], found: [Violation]) {
        let before = Dictionary(kept.map { ($0.id, $0) }) { first, _ in first }
        let now = Dictionary(found.map { ($0.id, $0) }) { first, _ in first }
        changed = now.values.filter { before[$0.id] != nil && before[$0.id] != $0 }.sorted { $0.id < $1.id }
        var fresh = now.values.filter { before[$0.id] == nil }.sorted { $0.id < $1.id }
        for gone in before.values.filter({ now[$0.id] == nil }).sorted(by: { $0.id < $1.id }) {
            if let index = fresh.firstIndex(where: { $0.isSameBreach(as: gone) }) {
                replaced.append(ViolationReplacement(old: gone, new: fresh.remove(at: index)))
            } else {
                withdrawn.append(gone)
            }
        }
        added = fresh
    }

    package var isEmpty: Bool { added.isEmpty && changed.isEmpty && withdrawn.isEmpty && replaced.isEmpty }
}

/// A violation in place of another, since a late fix moved its beginning.
package struct ViolationReplacement: Hashable, Sendable {
    package var old: Violation
    package var new: Violation
}

extension Violation {
    /// Whether two violations of one rule by the same objects in the same zone overlap in time.
    fileprivate func isSameBreach(as other: Violation) -> Bool {
        guard rule.id == other.rule.id, zone?.id == other.zone?.id, objects == other.objects else { return false }
        return opened <= other.closed ?? .distantFuture && other.opened <= closed ?? .distantFuture
    }
}

extension Instant {
    fileprivate static let distantFuture = Instant(milliseconds: .max)
}

extension VesselJudge {
    /// Whether judging on from this checkpoint can still say something else of a violation of the vessel that was kept: it lasts,
    /// it began after the checkpoint, or it may be opened by what the checkpoint already gathers. All others are settled.
    package func isInQuestion(_ violation: Violation) -> Bool {
        guard let last = state.last, violation.opened <= last.time else { return true }
        if openViolations.contains(where: { $0.id == violation.id }) { return true }
        // A pause ends the fishing and not the run: what was closed by then stays as it is, although the run began with it.
        let isOver = violation.closed.map { $0 <= last.time } ?? false
        return state.runs.contains { run in
            run.zone.id == violation.zone?.id && violation.kind == .zone
                && (run.first?.time == violation.opened || (!isOver && run.entered.time == violation.opened))
        }
    }
}
