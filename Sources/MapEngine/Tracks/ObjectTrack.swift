package import GeoCore

/// Where an object was during a time, as a caller may see it.
package struct ObjectTrack: Sendable {
    package var kind: Kind
    /// The object's code, or the number of its feature where the code is not the caller's to see; `nil` where it has none yet.
    package var id: String?
    /// As people call it; `nil` where that is not the caller's to see.
    package var name: String?
    package var span: Range<Instant>
    /// In event order; what was kept as suspect is among it and says so.
    package var fixes: [ReceivedFix]
    /// What of the fixes may be told.
    package var fields: PositionFields

    /// What it is the track of.
    package enum Kind: Sendable {
        case vessel
        case device
    }

    /// After so many hours without a position a line ends: then a vessel counts as lost, and nobody knows where it was.
    package static let gapHours = 6.0

    /// The fixes in stretches without a gap; none is empty.
    ///
    /// The way is also cut where it passes the antimeridian (RFC 7946, 3.1.9).
    package var stretches: [[ReceivedFix]] { Self.stretches(of: fixes) }

    /// The same without what was kept as suspect, for forms that cannot say so.
    package var believableStretches: [[ReceivedFix]] { Self.stretches(of: fixes.filter { $0.quality != .suspect }) }

    private static func stretches(of fixes: [ReceivedFix]) -> [[ReceivedFix]] {
        var stretches: [[ReceivedFix]] = []
        for fix in fixes {
            if let last = stretches.last?.last, isJoined(last.fix, fix.fix) {
                stretches[stretches.count - 1].append(fix)
            } else {
                stretches.append([fix])
            }
        }
        return stretches
    }

    private static func isJoined(_ first: Fix, _ second: Fix) -> Bool {
        second.time.seconds(since: first.time) <= gapHours * 3_600
            && abs(second.coordinate.longitude - first.coordinate.longitude) <= 180
    }
}

/// An object that was near, as a caller may see it.
package struct NearbyObject: Hashable, Sendable {
    /// The object's code, or the number of its feature where the code is not the caller's to see.
    package var id: String
    package var name: String?
    /// Where it came nearest.
    package var fix: Fix
    package var distanceMeters: Double
    package var fields: PositionFields
}

extension [ReceivedFix] {
    /// The fixes that are not suspect.
    var believable: [Fix] { filter { $0.quality != .suspect }.map(\.fix) }
}
