import GeoCore
package import LiveMap

/// By what violations are counted.
package enum ViolationGrouping: String, Hashable, Sendable, CaseIterable {
    case rule
    /// The commune where the vessel is at home where the register says it, else the province.
    case unit
    /// The length class of the vessel.
    case length
    case state
    case kind
}

/// One of the ways in which violations are told apart: a key for programs and a title for people.
package struct ViolationGroupKey: Hashable, Sendable {
    /// Empty where it is not known.
    package var key: String
    /// In Vietnamese.
    package var title: String
}

/// How many violations there are, and what became of them.
package struct ViolationCount: Hashable, Sendable {
    package private(set) var states: [CaseState: Int] = [:]
    /// Of those that count, the ones that lasted when they were counted.
    package private(set) var lasting = 0

    package init() {}

    /// Violations that hold: neither withdrawn nor false alarms.
    package var count: Int { states.filter { $0.key.holds }.reduce(0) { $0 + $1.value } }

    package var withdrawn: Int { states[.withdrawn] ?? 0 }
    package var falseAlarms: Int { states[.falseAlarm] ?? 0 }

    mutating func add(_ state: CaseState, isLasting: Bool) {
        states[state, default: 0] += 1
        if isLasting, state.holds { lasting += 1 }
    }
}

/// Counts of violations by one or several of their properties.
package struct ViolationStatistics: Hashable, Sendable {
    /// The violations that are alike by every grouping.
    package struct Group: Hashable, Sendable {
        /// One for each grouping, in their order.
        package var keys: [ViolationGroupKey]
        package var count: ViolationCount
    }

    package let groupings: [ViolationGrouping]
    /// In order of their keys.
    package let groups: [Group]
    package let total: ViolationCount

    init(of violations: [ReportedViolation], by groupings: [ViolationGrouping]) {
        self.groupings = groupings
        var counts: [[ViolationGroupKey]: ViolationCount] = [:]
        var total = ViolationCount()
        for violation in violations {
            let keys = groupings.map(violation.key)
            counts[keys, default: ViolationCount()].add(violation.state, isLasting: violation.isLasting)
            total.add(violation.state, isLasting: violation.isLasting)
        }
        groups = counts.map { Group(keys: $0.key, count: $0.value) }.sorted { left, right in
            left.keys.map(\.order).lexicographicallyPrecedes(right.keys.map(\.order))
        }
        self.total = total
    }
}

extension ViolationGroupKey {
    /// What is unknown comes last; classes of length come in order of length.
    fileprivate var order: String {
        key.isEmpty ? "~" : LengthClass(rawValue: key).map { "\($0.rank)" } ?? key
    }
}

extension CaseState {
    /// Whether a case in this state is counted as a violation.
    var holds: Bool { self != .withdrawn && self != .falseAlarm }

    /// In the words of the layer.
    var title: String {
        switch self {
        case .detected: "Phát hiện"
        case .contacted: "Đã liên hệ"
        case .monitoring: "Theo dõi"
        case .resolved: "Khắc phục"
        case .escalated: "Chuyển cấp trên"
        case .closed: "Đóng"
        case .falseAlarm: "Báo nhầm"
        case .withdrawn: "Thu hồi"
        }
    }
}
