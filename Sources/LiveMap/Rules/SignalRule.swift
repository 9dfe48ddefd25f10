package import GeoCore

/// What silence of a monitoring device means, hour by hour.
package struct SignalRule: Hashable, Sendable {
    /// Metres of length from which a device is carried.
    package var minimumLength: Double
    /// Sources whose fix stops the clock; a position told by a person is due instead while the device is silent.
    package var sources: Set<FixSource>
    package var lateHours: Double
    package var lostHours: Double
    /// How often a position is to be told by other means while the device is lost, hours.
    package var manualHours: Double
    package var escalatedHours: Double
    /// Kinds of zone in which a device may be off.
    package var harbourKinds: Set<ZoneKind>
    /// A vessel whose last fix heads for a harbour that it reaches within so many minutes is taken to lie there: its silence is told
    /// only after `escalatedHours`, less sure. 0 for none.
    package var harbourMinutes: Double
    /// How sure that is, 0 to 1.
    package var harbourConfidence: Double

    package init(
        minimumLength: Double, sources: Set<FixSource>, lateHours: Double, lostHours: Double, manualHours: Double,
        escalatedHours: Double, harbourKinds: Set<ZoneKind>, harbourMinutes: Double = 0,
        harbourConfidence: Double = 0.3
    ) {
        self.minimumLength = minimumLength
        self.sources = sources
        self.lateHours = lateHours
        self.lostHours = lostHours
        self.manualHours = manualHours
        self.escalatedHours = escalatedHours
        self.harbourKinds = harbourKinds
        self.harbourMinutes = harbourMinutes
        self.harbourConfidence = harbourConfidence
    }
}

/// How soon a vessel with a silent device is to be back in port.
package struct ReturnRule: Hashable, Sendable {
    package var hours: Double

    package init(hours: Double) {
        self.hours = hours
    }
}

/// When the silence of many is the network's.
package struct OutageRule: Hashable, Sendable {
    /// Event time is looked at in windows of so many minutes, aligned to 1970-01-01T00:00Z.
    package var windowMinutes: Int
    /// A device reports at least once in so many hours; a vessel is due that long after its last fix.
    package var dueHours: Double
    /// So long after it was due a fix is missing, hours.
    package var graceHours: Double
    /// At least so many devices fall silent in one window …
    package var leastDevices: Int
    /// … and they are at least this share of those that were due in it.
    package var leastShare: Double
    /// The outage is over when this share of the silent ones has been heard again.
    package var restoredShare: Double
    /// How far back windows are kept, hours.
    package var memoryHours: Double

    package init(
        windowMinutes: Int, dueHours: Double, graceHours: Double, leastDevices: Int, leastShare: Double,
        restoredShare: Double, memoryHours: Double
    ) {
        self.windowMinutes = windowMinutes
        self.dueHours = dueHours
        self.graceHours = graceHours
        self.leastDevices = leastDevices
        self.leastShare = leastShare
        self.restoredShare = restoredShare
        self.memoryHours = memoryHours
    }
}

/// After how many hours a violation that nobody settled goes up to the province, by what sort it is.
package struct EscalationRule: Hashable, Sendable {
    package var hours: [ViolationKind: Double]

    package init(hours: [ViolationKind: Double]) {
        self.hours = hours
    }
}
