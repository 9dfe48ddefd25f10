package import GeoCore

/// A stretch of an object's way without a gap: what a map draws as one line.
package struct TrackPiece: Hashable, Sendable {
    package var object: ObjectID
    /// In order of time, two at least.
    package private(set) var coordinates: [Coordinate]
    /// Of the first fix.
    package private(set) var start: Instant
    /// Of the last fix.
    package private(set) var end: Instant

    /// Cuts ways into pieces; a fix that no other joins is in none.
    ///
    /// A way is cut where nothing was heard for longer than the gap, since nobody knows where the object was meanwhile, and where
    /// it passes the antimeridian.
    ///
    /// - Parameters:
    ///   - fixes: By object, then time; those that are not believed are to be left out.
    ///   - gapHours: Positive.
    package static func pieces(of fixes: some Sequence<Fix>, gapHours: Double) -> [TrackPiece] {
        precondition(gapHours > 0, "a gap lasts longer than nothing")
        var pieces: [TrackPiece] = []
        var current: TrackPiece?
        for fix in fixes {
            if current?.take(fix, gapHours: gapHours) == true { continue }
            if let current, current.coordinates.count > 1 { pieces.append(current) }
            current = TrackPiece(fix)
        }
        if let current, current.coordinates.count > 1 { pieces.append(current) }
        return pieces
    }

    private init(_ fix: Fix) {
        object = fix.object
        coordinates = [fix.coordinate]
        start = fix.time
        end = fix.time
    }

    /// Goes on to a fix; `false` where it belongs to another piece.
    private mutating func take(_ fix: Fix, gapHours: Double) -> Bool {
        guard fix.object == object, fix.time.seconds(since: end) <= gapHours * 3_600,
            let last = coordinates.last, abs(fix.coordinate.longitude - last.longitude) <= 180
        else { return false }
        coordinates.append(fix.coordinate)
        end = fix.time
        return true
    }
}
