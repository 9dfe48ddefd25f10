package import GeoCore

/// The way of one vessel as group rules reason with it: its fixes in event order, at most one in five minutes.
package struct VesselTrack: Sendable {
    package let vessel: ObjectID
    /// Never empty.
    package let fixes: TrackFixes

    /// The tracks in fixes of many vessels, in order of the vessels.
    ///
    /// - Parameter fixes: Those to be judged, in any order: suspect ones are left out by the caller.
    package static func tracks(_ fixes: some Sequence<Fix>) -> [VesselTrack] {
        Dictionary(grouping: fixes, by: \.object)
            .map { VesselTrack(vessel: $0.key, fixes: TrackFixes($0.value.sorted { $0.precedes($1) }, of: $0.key)) }
            .sorted { $0.vessel < $1.vessel }
    }

    /// The index of the last fix at or before a moment, `nil` before the first.
    package func lastIndex(atOrBefore time: Instant) -> Int? {
        var (low, high) = (0, fixes.count)
        while low < high {
            let middle = (low + high) / 2
            if fixes.time(at: middle) <= time { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? low - 1 : nil
    }

    /// Whether any two neighbours among the fixes lie so near in time.
    func hasGap(ofAtMost seconds: Double) -> Bool {
        fixes.indices.dropFirst().contains { fixes.time(at: $0).seconds(since: fixes.time(at: $0 - 1)) <= seconds }
    }

    /// Where the vessel was, straight between its fixes; `nil` outside them and in gaps longer than allowed.
    package func place(at time: Instant, longestGapSeconds: Double) -> Coordinate? {
        guard let index = lastIndex(atOrBefore: time) else { return nil }
        let before = fixes[index]
        if before.time == time { return before.coordinate }
        guard index + 1 < fixes.count else { return nil }
        let after = fixes[index + 1]
        let gap = after.time.seconds(since: before.time)
        guard gap <= longestGapSeconds else { return nil }
        return Geodesic.between(
            before.coordinate, after.coordinate, share: time.seconds(since: before.time) / gap)
    }

    /// The fixes at the beginning and the end of an interval, and those between them thinned to at most eight.
    func evidence(from start: Instant, to end: Instant) -> [Fix] {
        let first = lastIndex(atOrBefore: start) ?? 0
        let last = max(first, lastIndex(atOrBefore: end) ?? 0)
        let indexes = (0...9).map { first + (last - first) * $0 / 9 }
        return Set(indexes).sorted().map { fixes[$0] }
    }
}

/// Speeds of the field in those of the formulas.
enum Knots {
    /// Metres in a nautical mile, by international agreement (1929).
    static let metersPerMile = 1_852.0

    static func metersPerSecond(_ knots: Double) -> Double { knots * metersPerMile / 3_600 }

    static func knots(meters: Double, seconds: Double) -> Double { meters / metersPerMile / (seconds / 3_600) }
}
