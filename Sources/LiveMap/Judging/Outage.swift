package import GeoCore

/// A stretch of event time in which the network was silent, not the boats.
package struct Outage: Hashable, Sendable {
    package var rule: RuleReference
    /// The beginning of the first window in which too many fell silent.
    package var start: Instant
    /// When enough of the silent had been heard again; `nil` while it lasts.
    package var end: Instant?
    /// Of those that were due in the first window, the share that was silent, 0 to 1.
    package var share: Double
    /// When those that it silenced were last heard, as far as that is known: a vessel that sent something then, but from no place
    /// that could be judged, is silent by it too.
    package var lastHeard: Range<Instant>?
    /// The silent, each with its last fix before.
    package var lastFixes: [ObjectID: Fix]

    package init(
        rule: RuleReference, start: Instant, end: Instant? = nil, share: Double, lastHeard: Range<Instant>? = nil,
        lastFixes: [ObjectID: Fix]
    ) {
        self.rule = rule
        self.start = start
        self.end = end
        self.share = share
        self.lastHeard = lastHeard
        self.lastFixes = lastFixes
    }

    /// The one violation that stands for all the silent; its evidence is their last fixes in order of vessel.
    package var violation: Violation {
        let fixes = lastFixes.values.sorted { $0.object < $1.object }
        return Violation(
            rule: rule, kind: .outage, objects: [], opened: start, closed: end,
            place: fixes.first?.coordinate ?? Coordinate(x: 0, y: 0),
            measures: [Measure("devices", Double(fixes.count)), Measure("share", share)], evidence: fixes)
    }

    /// Whether a silence of a vessel that counts from a moment is the one of this outage.
    package func concerns(_ object: ObjectID, silentSince begun: Instant) -> Bool {
        let isListed = lastFixes[object].map { begun >= $0.time } ?? false
        guard isListed || lastHeard?.contains(begun) ?? false else { return false }
        return end.map { begun < $0 } ?? true
    }

    /// The outage that a violation stands for, but for when its silent were heard; `nil` for one of another kind.
    package init?(_ violation: Violation) {
        guard violation.kind == .outage else { return nil }
        self.init(
            rule: violation.rule, start: violation.opened, end: violation.closed,
            share: violation.measures.first { $0.name == "share" }?.value ?? 0,
            lastFixes: Dictionary(violation.evidence.map { ($0.object, $0) }) { $0.precedes($1) ? $1 : $0 })
    }

    /// The vessels whose silence means something else now that the outages are known to be others, each with the fix from which
    /// it is to be judged again.
    package static func affected(from old: [Outage], to new: [Outage]) -> [ObjectID: Fix] {
        var fixes: [ObjectID: Fix] = [:]
        for (outage, others) in old.map({ ($0, new) }) + new.map({ ($0, old) }) {
            let other = others.first { $0.start == outage.start && $0.end == outage.end }
            let members = outage.lastFixes.filter { other?.lastFixes[$0.key] != $0.value }
            fixes.merge(members) { $0.precedes($1) ? $0 : $1 }
        }
        return fixes
    }
}
