package import GeoCore

/// What a device said at a moment: where it was and what it measured.
package struct DeviceReading: Hashable, Sendable {
    package var fix: Fix
    /// By field; a field that is not there was not measured.
    package var values: [String: Double]

    package init(fix: Fix, values: [String: Double]) {
        self.fix = fix
        self.values = values
    }

    /// Adds what the fix itself measures for a kind; a value that was sent wins.
    package init(fix: Fix, values: [String: Double], of kind: DeviceKind) {
        self.init(fix: fix, values: values.merging(kind.values(of: fix)) { sent, _ in sent })
    }
}

/// How a device is at a moment.
package struct DeviceStatus: Hashable, Sendable {
    /// Reporting as it should.
    package static let ok = "ok"
    /// Silent for longer than it should be.
    package static let late = "late"
    /// Silent for so long that somebody should look.
    package static let lost = "lost"

    /// What the map shows: `lost`, else the most serious level of a reading, else `late`, else `ok`.
    package var name: String
    /// The level of each reading, 0 where it is below all of them, in the kind's order.
    package var levels: [Int]
    /// `nil` before the first message.
    package var lastHeard: Instant?
}

/// What became of a message.
package struct ReadingOutcome: Hashable, Sendable {
    /// Those that the message has shown to be wrong come first.
    package var findings: [Finding]
    /// Fields whose number was outside of the plausible; kept, not judged.
    package var implausible: [String]
    package var handling: Handling

    /// How the message was taken.
    package enum Handling: String, Hashable, Sendable {
        case inOrder
        /// Older than the newest: what follows it was judged again.
        case late
        /// The same moment and sender as one before: left out.
        case duplicate
        /// Older than all that is remembered: kept by the history, not judged.
        case tooOld
    }

    init(_ handling: Handling) {
        self.handling = handling
        findings = []
        implausible = []
    }
}
