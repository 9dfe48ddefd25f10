import LiveMap

/// What judging changed in what is kept of violations.
enum ViolationChange: Hashable, Sendable {
    /// New, or of the same identifier with other contents.
    case recorded(Violation)
    /// The same breach, which turns out to have begun at another moment.
    case replaced(Violation, by: Violation)
    /// Proved wrong.
    case withdrawn(Violation)
}

/// Changes in the order in which they came to be, whoever brings them.
struct NumberedChanges: Sendable {
    /// How many came before.
    var first: Int
    var changes: [ViolationChange]
}

extension ViolationChange {
    /// What has changed between two states of the same stretch.
    static func changes(from before: [String: Violation], to now: [String: Violation]) -> [ViolationChange] {
        let difference = ViolationDifference(kept: Array(before.values), found: Array(now.values))
        return difference.replaced.map { .replaced($0.old, by: $0.new) } + difference.withdrawn.map { .withdrawn($0) }
            + difference.added.map { .recorded($0) } + difference.changed.map { .recorded($0) }
    }
}
