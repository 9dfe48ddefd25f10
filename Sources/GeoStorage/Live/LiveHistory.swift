package import GeoCore

/// The history of live objects: their positions, readings and events, and what the live service keeps to go on from.
///
/// `LiveArchive` is the one in files. What is appended is durable when the call returns. Errors are `StorageError`s.
package protocol LiveHistory: Sendable {
    // MARK: Writing

    @discardableResult
    func append(_ batch: LiveBatch) async throws -> LiveReceipt
    func duplicates(among fixes: [Fix]) async throws -> [Bool]

    // MARK: Positions

    func objects() async throws -> [ObjectID]
    func oldestDay() -> Instant?
    func latest() async throws -> [ReceivedFix]
    func latest(of object: ObjectID) async throws -> ReceivedFix?
    func fixes(of object: ObjectID, during span: Range<Instant>, limit: Int) async throws -> FixPage
    func fixes(during span: Range<Instant>, after object: ObjectID?, limit: Int) async throws -> FixWindow
    func newestFixes(
        of object: ObjectID, inEach windows: TimeWindows, during span: Range<Instant>, from sources: Set<FixSource>
    ) async throws -> [Fix]
    func newestFixes(of object: ObjectID, limit: Int) async throws -> [ReceivedFix]
    func latest(of objects: some Sequence<ObjectID>, notAfter moment: Instant) async throws -> [ReceivedFix]
    func nearest(
        to place: Coordinate, radiusMeters: Double, of objects: some Sequence<ObjectID>, during span: Range<Instant>
    ) async throws -> [NearbyFix]
    func received(after sequence: Int64, limit: Int) async throws -> ReceivedPage

    // MARK: Events

    func events(after id: Int64, topics: Set<String>?, limit: Int) async throws -> EventPage
    func eventSpan() async throws -> EventSpan
    func purgeEvents(before time: Instant) async throws -> Int

    // MARK: Readings

    func readings(
        of object: ObjectID, name: String, during span: Range<Instant>, limit: Int
    ) async throws -> ReadingPage
    func series(
        of object: ObjectID, name: String, during span: Range<Instant>, bucketSeconds: Int64
    ) async throws -> [ReadingBucket]

    // MARK: Going on

    func keepCheckpoints(_ change: CheckpointChange) async throws
    func checkpoints(of key: String) async throws -> [Checkpoint]

    // MARK: Keeping

    func days() async throws -> [ArchivedDay]
    @discardableResult
    func dropMonths(olderThan months: Int, now: Instant) async throws -> [LiveMonth]
}

/// What is made durable together: all of it, or, where the call throws, possibly the first part of the fixes.
package struct LiveBatch: Sendable {
    package var fixes: [ReceivedFix]
    package var events: [LiveEvent]
    package var readings: [Reading]

    package init(fixes: [ReceivedFix] = [], events: [LiveEvent] = [], readings: [Reading] = []) {
        self.fixes = fixes
        self.events = events
        self.readings = readings
    }
}

/// What became of a batch, in the order of its parts.
package struct LiveReceipt: Hashable, Sendable {
    package var fixes: [AppendOutcome]
    /// The identifiers of the events, ascending.
    package var events: [Int64]
    package var readings: [AppendOutcome]
    /// The newest entry of the log: everything up to it is durable. 0 while no fix was ever stored.
    package var sequence: Int64
}

/// Whether a record was new.
package enum AppendOutcome: Hashable, Sendable {
    case stored
    /// There is one of the same object, time and device (of a reading: object, name and time) already; it stays as it is.
    case duplicate
}

/// A part of an object's track.
package struct FixPage: Hashable, Sendable {
    /// By time, then device. The last instant is always whole, so there may be a few more than asked for.
    package var fixes: [ReceivedFix]
    /// From when to ask for more; `nil` at the end.
    package var next: Instant?
}

/// A part of what all objects did in a span of time.
package struct FixWindow: Hashable, Sendable {
    /// By object, then time, then device. Each object is whole, so there may be more than asked for.
    package var fixes: [ReceivedFix]
    /// After which object to ask for more; `nil` at the end.
    package var next: ObjectID?
}

/// A fix with its distance in metres from the place that was asked about.
package struct NearbyFix: Hashable, Sendable {
    package var fix: ReceivedFix
    package var distanceMeters: Double
}

/// A part of the log: fixes in the order in which they were stored.
package struct ReceivedPage: Hashable, Sendable {
    package var fixes: [ReceivedFix]
    /// The log's number of the last entry that was read; ask for more after it.
    package var sequence: Int64
    package var isLast: Bool
}

/// A day of receipt (+07:00) that is over, with the hash that stands for it and for all before it.
///
/// Keep it elsewhere (a printed page, another machine): no change to that day or an earlier one gives the same hash.
package struct ArchivedDay: Hashable, Sendable {
    package var day: CivilDay
    /// The day's last entry in the log.
    package var sequence: Int64
    package var fixCount: Int64
    /// SHA-256, 32 bytes.
    package var hash: [UInt8]
}
