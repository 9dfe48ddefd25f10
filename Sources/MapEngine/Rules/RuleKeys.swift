/// The keys of `rules/*.yaml`, in the order in which they are written; `rule.schema.json` documents the same.
package enum RuleKeys {
    package static let file = ["id", "rule", "title", "versions"]
    package static let version = ["from", "to", "source", "parameters", "sources"]
    package static let source = ["citation", "standing", "note"]

    package static let track = [
        "maxKnots", "doubtKnots", "jitterMeters", "agreeingFixes", "deviceAliveHours", "segmentHours",
        "hysteresisMeters",
    ]
    package static let fishingZones = ["classes", "exempt", "agreements", "pattern", "transitHours"]
    package static let fishingClass = ["role", "from", "to", "allowed", "homeProvinceOnly"]
    package static let agreement = ["province", "with"]
    package static let pattern = [
        "knots", "gears", "dwellHours", "fixHours", "leastFixes", "pauseHours", "exitHours",
    ]
    package static let gear = ["gear", "knots"]
    package static let closedZones = ["kinds", "roles", "minimumLength", "countsCrossings", "leastConfidence"]
    package static let boundaryApproach = ["warningMiles", "statuses", "minimumLength"]
    package static let boundaryCrossing = [
        "toleranceMeters", "statuses", "minimumLength", "reachMiles", "leastConfidence",
    ]
    package static let signal = [
        "minimumLength", "sources", "lateHours", "lostHours", "manualHours", "escalatedHours", "harbours",
        "harbourMinutes", "harbourConfidence",
    ]
    package static let noReturn = ["hours"]
    package static let outage = [
        "windowMinutes", "dueHours", "graceHours", "leastDevices", "leastShare", "restoredShare", "memoryHours",
    ]
    package static let escalation = ["hours"]
    package static let gathering = [
        "vessels", "radiusMeters", "windowSeconds", "windows", "missedWindows", "slowKnots", "fastestKnots",
        "longestGapSeconds", "driftMemorySeconds", "leastConfidence",
    ]
    package static let encounter = [
        "distanceMeters", "shortestSeconds", "durationSeconds", "joinedWithinSeconds", "slowKnots", "stepSeconds",
        "longestGapSeconds",
    ]
    package static let loitering = ["slowKnots", "durationSeconds", "longestGapSeconds"]
    package static let carriedDevice = [
        "medianMeters", "nearMeters", "farthestMeters", "straightness", "fastestKnots", "fixes", "durationSeconds",
        "movingKnots", "longestGapSeconds",
    ]
}

/// What a file of `rules/` is about: which parameters it has.
package enum RuleKind: String, Hashable, Sendable, CaseIterable {
    case track
    case fishingZones = "fishing-zones"
    case closedZones = "closed-zones"
    case boundaryApproach = "boundary-approach"
    case boundaryCrossing = "boundary-crossing"
    case signal
    case noReturn = "no-return"
    case outage
    case escalation
    case gathering
    case encounter
    case loitering
    case carriedDevice = "carried-device"

    /// The keys of its parameters.
    package var keys: [String] {
        switch self {
        case .track: RuleKeys.track
        case .fishingZones: RuleKeys.fishingZones
        case .closedZones: RuleKeys.closedZones
        case .boundaryApproach: RuleKeys.boundaryApproach
        case .boundaryCrossing: RuleKeys.boundaryCrossing
        case .signal: RuleKeys.signal
        case .noReturn: RuleKeys.noReturn
        case .outage: RuleKeys.outage
        case .escalation: RuleKeys.escalation
        case .gathering: RuleKeys.gathering
        case .encounter: RuleKeys.encounter
        case .loitering: RuleKeys.loitering
        case .carriedDevice: RuleKeys.carriedDevice
        }
    }

    /// Whether a workspace may have several files of the kind.
    var isRepeatable: Bool { self == .closedZones }

    /// Whether a workspace can be without.
    var isOptional: Bool {
        [.closedZones, .gathering, .encounter, .loitering, .carriedDevice].contains(self)
    }
}
