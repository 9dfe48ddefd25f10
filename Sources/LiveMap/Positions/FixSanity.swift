package import GeoCore

/// Tells what a fix is worth, given what is known of its object around that moment.
///
/// The verdict looks at event time alone, except for `isLate` and `isDuplicate`, which are about what is already known.
package struct FixSanity: Hashable, Sendable {
    /// Faster than any object of its kind can go, knots; what two fixes imply beyond it is a jump.
    package var maximumKnots: Double
    /// What two fixes imply beyond this and beyond what they say themselves is a jump until the next fix agrees with it; `nil`
    /// where only the impossible is.
    package var doubtKnots: Double?
    /// How far the two places of a pair may be wrong together, metres; taken off before a speed is computed.
    package var toleranceMeters: Double
    /// How long the device that counts must be silent before another one may count, seconds.
    package var deviceSilenceSeconds: Double
    /// After how many jumps that agree with one another the next one is believed, and the fix before them is not.
    package var confirmations: Int

    package init(
        maximumKnots: Double, doubtKnots: Double? = nil, toleranceMeters: Double = 200,
        deviceSilenceSeconds: Double = 6 * 3_600, confirmations: Int = 2
    ) {
        precondition(maximumKnots > 0 && toleranceMeters >= 0 && confirmations > 0, "the parameters must be positive")
        self.maximumKnots = maximumKnots
        self.doubtKnots = doubtKnots
        self.toleranceMeters = toleranceMeters
        self.deviceSilenceSeconds = deviceSilenceSeconds
        self.confirmations = confirmations
    }

    /// What is to be said of a fix on arrival.
    ///
    /// - Parameters:
    ///   - known: Fixes of the same object in event order: the newest few, and those around the moment where it is older.
    ///   - countedDevice: The device that counts by the register; `nil` where the one that reported last counts.
    package func verdict(on fix: Fix, known: [ReceivedFix], countedDevice: String? = nil) -> FixVerdict {
        let isDuplicate = known.contains { $0.fix.time == fix.time && $0.fix.device == fix.device }
        let isLate = known.last.map { fix.precedes($0.fix) } ?? false
        return FixVerdict(
            isDuplicate: isDuplicate, isLate: isLate && !isDuplicate,
            doubts: isDuplicate ? [] : doubts(about: fix, known: known, countedDevice))
    }

    /// The doubts about each fix of a track, in its order: the same whatever the order of arrival was.
    ///
    /// - Parameter track: Fixes of one object in event order. Each is judged by those before it.
    package func doubts(along track: [Fix], countedDevice: String? = nil) -> [[FixDoubt]] {
        var known: [ReceivedFix] = []
        return track.map { fix in
            let doubts = doubts(about: fix, known: known, countedDevice)
            known.append(ReceivedFix(fix: fix, received: fix.time, quality: doubts.isEmpty ? .good : .suspect))
            if known.count > 16 { known.removeFirst() }
            return doubts
        }
    }

    private func doubts(about fix: Fix, known: [ReceivedFix], _ countedDevice: String?) -> [FixDoubt] {
        let split = known.firstIndex { fix.precedes($0.fix) } ?? known.count
        let before = known[..<split]
        var doubts: [FixDoubt] = []
        if Self.isNowhere(fix.coordinate) { doubts.append(.origin) }
        if let other = secondDevice(fix, before, countedDevice) { doubts.append(.secondDevice(counted: other)) }
        let next = known[split...].first { $0.quality != .suspect }
        if let knots = jump(fix, before, next?.fix) { doubts.append(.jump(knots: knots)) }
        return doubts
    }
}

extension FixSanity {
    /// What a receiver without a place sends, or one that swaps longitude and latitude: 0, 0 or beyond the Earth.
    private static func isNowhere(_ place: Coordinate) -> Bool {
        let isOnEarth = place.isFinite && abs(place.x) <= 180 && abs(place.y) <= 90
        return !isOnEarth || abs(place.x) < 0.001 && abs(place.y) < 0.001
    }

    /// The device that counts at that moment, where it is another one than the fix's.
    private func secondDevice(_ fix: Fix, _ before: ArraySlice<ReceivedFix>, _ countedDevice: String?) -> String? {
        guard !fix.device.isEmpty else { return nil }
        if let countedDevice, fix.source == .vms { return countedDevice == fix.device ? nil : countedDevice }
        let isOfSource = { (known: ReceivedFix) in
            known.quality != .suspect && known.fix.source == fix.source && !known.fix.device.isEmpty
        }
        guard let last = before.last(where: isOfSource)?.fix, last.device != fix.device,
            fix.time.seconds(since: last.time) < deviceSilenceSeconds
        else { return nil }
        return last.device
    }

    /// The speed that a fix implies against its neighbours in event order, where none can be so fast.
    private func jump(_ fix: Fix, _ before: ArraySlice<ReceivedFix>, _ next: Fix?) -> Double? {
        if let next, let knots = impossibleKnots(fix, next) { return knots }
        guard let last = before.lastIndex(where: { $0.quality != .suspect }) else { return nil }
        guard let knots = impossibleKnots(before[last].fix, fix) else { return nil }
        return isConfirmed(fix, by: before[(last + 1)...], after: before[last].fix) ? nil : knots
    }

    /// Whether enough jumps before it lie on one possible way with the fix: then the fix before them was the wrong one.
    private func isConfirmed(_ fix: Fix, by suspects: ArraySlice<ReceivedFix>, after last: Fix) -> Bool {
        let chain = suspects.map(\.fix).filter { $0.device == fix.device && !Self.isNowhere($0.coordinate) }
        let isPossible = chain.last.map { knots(last, $0) <= maximumKnots } ?? false
        let needed = isPossible ? 1 : confirmations
        guard chain.count >= needed else { return false }
        let way = chain.suffix(needed) + [fix]
        return zip(way, way.dropFirst()).allSatisfy { impossibleKnots($0, $1) == nil }
    }

    /// The implied speed where it is beyond the limit. Times are to the second, so that less than one is taken for one.
    private func impossibleKnots(_ first: Fix, _ second: Fix) -> Double? {
        let limit = TrackSpeed.limitKnots(from: first, to: second, maxKnots: maximumKnots, doubtKnots: doubtKnots)
        let knots = knots(first, second)
        return knots > limit ? knots : nil
    }

    private func knots(_ first: Fix, _ second: Fix) -> Double {
        let meters = Geodesic.distance(from: first.coordinate, to: second.coordinate) - toleranceMeters
        return meters / max(1, abs(second.time.seconds(since: first.time))) * 3_600 / 1_852
    }
}

/// What is to be said of a fix.
package struct FixVerdict: Hashable, Sendable {
    /// The same object, time and device are known already: nothing is kept.
    package var isDuplicate: Bool
    /// Older than the newest.
    package var isLate: Bool
    /// Why it is not believed; empty for most.
    package var doubts: [FixDoubt]

    /// A fix that is both late and doubtful is suspect.
    package var quality: FixQuality { doubts.isEmpty ? isLate ? .late : .good : .suspect }
}

/// Why a fix is not believed.
package enum FixDoubt: Hashable, Sendable {
    /// At 0° 0°, where receivers without a place are.
    case origin
    /// Nothing of its kind is so fast; knots.
    case jump(knots: Double)
    /// Another device of the object counts.
    case secondDevice(counted: String)
}

extension FixDoubt: CustomStringConvertible {
    /// One sentence.
    package var description: String {
        switch self {
        case .origin: "The position is 0, 0, which devices send that do not know where they are."
        case .jump(let knots): "The way to the fix beside it implies \(Int(min(knots, 1e9).rounded())) knots."
        case .secondDevice(let counted): "Another device, “\(counted)”, counts for this vessel."
        }
    }
}
