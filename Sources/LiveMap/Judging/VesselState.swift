import GeoCore

/// What judging remembers of a vessel: a small value that follows from its fixes in event order alone, except for what of
/// its silence has been told.
struct VesselState: Hashable, Sendable {
    /// The newest fix that was judged.
    var last: Fix?
    /// The newest of all, judged or not: what order is measured by.
    var newest: FixMark?
    /// Impossible ones since `last`, in order, as long as they agree with each other.
    var doubtful: [Fix] = []
    /// In order of source.
    var devices: [CountedDevice] = []
    var suspects = SuspicionCounts()
    /// The zones that it is in, in order of code.
    var stays: [ZoneStay] = []
    /// One for each zone in which it may not fish and is, in order of code.
    var runs: [FishingRun] = []
    /// Violations that last, other than of silence, in order of identifier.
    var open: [OpenViolation] = []
    /// Since when the silence of the device counts; `nil` in harbour and before the first fix.
    var clock: Instant?
    /// The last fix of the device.
    var heard: Fix?
    /// Whether that fix headed for a harbour that was soon to be reached.
    var isHeadingIn = false
    /// Positions told by people since the clock began.
    var told: [Instant] = []
    /// Violations of silence as they were last given out.
    var silences: [Violation] = []
}

/// The place of a fix in the order of events.
struct FixMark: Hashable, Sendable {
    var time: Instant
    var device: String
}

/// The device of a source that counts, and when it was last heard.
struct CountedDevice: Hashable, Sendable {
    var source: FixSource
    var device: String
    var heard: Instant
}

/// A zone that the vessel is in.
struct ZoneStay: Hashable, Sendable {
    var zone: ZoneReference
    var kind: ZoneKind
    /// Of the belt of one province.
    var province: String?
}

/// A violation that lasts, with what it gathers until it is told again.
struct OpenViolation: Hashable, Sendable {
    /// As last told.
    var violation: Violation
    /// The event time of that.
    var updated: Instant
    /// The worst that was measured so far: the depth in a zone, the way beyond a line, the nearness to it; metres.
    var extreme: Double
    /// How many warning distances were passed.
    var level: Int
}

/// A stay in a zone where the vessel may not fish, as far as it looks like fishing or like more than a passage.
struct FishingRun: Hashable, Sendable {
    var zone: ZoneReference
    var entered: Fix
    /// The first fix outside since it left; `nil` while it is inside.
    var left: Instant?
    /// The last fix inside.
    var lastInside: Instant
    /// The first fix in the range of speeds since the last pause.
    var first: Fix?
    var lastInRange: Instant?
    /// Whether the fix before was in the range.
    var wasInRange = false
    var fixes = 0
    var fishingHours = 0.0
    var underwayHours = 0.0
    var deepest = 0.0
    var evidence = EvidenceLog()
    /// Whether what is open was opened because the passage took too long.
    var isOverstay = false

    init(zone: ZoneReference, entered: Fix) {
        self.zone = zone
        self.entered = entered
        lastInside = entered.time
    }
}

/// The first fixes of something and its last, so that evidence stays small however long it lasts.
struct EvidenceLog: Hashable, Sendable {
    var first: [Fix] = []
    var last: [Fix] = []

    mutating func append(_ fix: Fix) {
        guard first.count >= Self.size else { return first.append(fix) }
        if last.count == Self.size { last.removeFirst() }
        last.append(fix)
    }

    var fixes: [Fix] { first + last }

    static let size = 8
}

/// Why a fix is kept out of judging.
package enum Suspicion: String, Hashable, Sendable, CaseIterable {
    /// 0,0, beyond the Earth, or no number.
    case impossiblePlace = "impossible-place"
    /// No boat gets there from the fix before.
    case impossibleSpeed = "impossible-speed"
    /// Another device of the vessel counts and is alive.
    case secondDevice = "second-device"
}

/// How many fixes were kept out of judging, by why.
package struct SuspicionCounts: Hashable, Sendable {
    package var places = 0
    package var speeds = 0
    package var devices = 0

    package var total: Int { places + speeds + devices }

    mutating func count(_ suspicion: Suspicion) {
        switch suspicion {
        case .impossiblePlace: places += 1
        case .impossibleSpeed: speeds += 1
        case .secondDevice: devices += 1
        }
    }
}
