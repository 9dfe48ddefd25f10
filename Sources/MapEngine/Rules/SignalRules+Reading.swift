import GeoCore
import LiveMap
import Yams

extension SignalRule {
    init?(reading mapping: MappingReader) {
        for key in ["sources", "harbours"] { mapping.require(key) }
        let length = mapping.amount("minimumLength", in: 0.0...500)
        let late = mapping.amount("lateHours", in: 0.01...1_000)
        let lost = mapping.amount("lostHours", in: 0.01...1_000)
        let manual = mapping.amount("manualHours", in: 0.1...1_000)
        let escalated = mapping.amount("escalatedHours", in: 0.01...10_000)
        let sources = mapping.choices("sources", of: FixSource.self)
        let harbours = mapping.zoneKinds("harbours")
        guard let length, let late, let lost, let manual, let escalated else { return nil }
        if late > lost { mapping.reject("lateHours", "is above 'lostHours'; a device is late before it is lost") }
        self.init(
            minimumLength: length, sources: sources, lateHours: late, lostHours: lost, manualHours: manual,
            escalatedHours: escalated, harbourKinds: harbours,
            harbourMinutes: mapping.optionalAmount("harbourMinutes", in: 0.0...1_440) ?? 0,
            harbourConfidence: mapping.optionalAmount("harbourConfidence", in: 0.0...1) ?? 0.3)
    }
}

extension ReturnRule {
    init?(reading mapping: MappingReader) {
        guard let hours = mapping.amount("hours", in: 1.0...10_000) else { return nil }
        self.init(hours: hours)
    }
}

extension OutageRule {
    init?(reading mapping: MappingReader) {
        let window = mapping.amount("windowMinutes", in: 1...1_440)
        let due = mapping.amount("dueHours", in: 0.01...48)
        let grace = mapping.amount("graceHours", in: 0.0...48)
        let devices = mapping.amount("leastDevices", in: 2...1_000_000)
        let share = mapping.amount("leastShare", in: 0.0...1)
        let restored = mapping.amount("restoredShare", in: 0.0...1)
        let memory = mapping.amount("memoryHours", in: 1.0...10_000)
        guard let window, let due, let grace, let devices, let share, let restored, let memory else { return nil }
        self.init(
            windowMinutes: window, dueHours: due, graceHours: grace, leastDevices: devices, leastShare: share,
            restoredShare: restored, memoryHours: memory)
    }
}

extension EscalationRule {
    init?(reading mapping: MappingReader) {
        mapping.require("hours")
        guard let entry = mapping.mapping("hours", known: Self.kinds.map(\.name)) else { return nil }
        var hours: [ViolationKind: Double] = [:]
        for kind in Self.kinds where entry.node(kind.name) != nil {
            hours[kind] = entry.amount(kind.name, in: 0.0...10_000)
        }
        self.init(hours: hours)
    }

    private static let kinds: [ViolationKind] = [
        .zone, .boundary, .signal, .outage, .gathering, .encounter, .loitering, .carriedDevice, .reading,
    ]
}
