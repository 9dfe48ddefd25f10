import GeoCore

/// The ranges that hold for every position, however it comes.
enum PositionRange {
    static func coordinate(longitude: Double, latitude: Double) throws(PositionFault) -> Coordinate {
        guard (-180...180).contains(longitude) else { throw .range("lon", longitude, "between -180 and 180 degrees") }
        guard (-90...90).contains(latitude) else { throw .range("lat", latitude, "between -90 and 90 degrees") }
        return Coordinate(longitude: longitude, latitude: latitude)
    }

    /// Knots.
    static func speed(_ knots: Double) throws(PositionFault) -> Double {
        guard knots >= 0, knots.isFinite else { throw .range("speed", knots, "0 knots or more") }
        return knots
    }

    /// Degrees from north; 360 is 0.
    static func course(_ degrees: Double) throws(PositionFault) -> Double {
        guard (0...360).contains(degrees) else { throw .range("course", degrees, "between 0 and 360 degrees") }
        return degrees == 360 ? 0 : degrees
    }
}

extension PositionReader {
    /// A time that a sender can have.
    func checked(_ time: Instant) throws(PositionFault) -> Instant {
        let ahead = time.milliseconds - now.milliseconds
        guard ahead <= secondsAhead * 1_000 else {
            throw .timeAhead(seconds: (ahead + 999) / 1_000, allowed: secondsAhead)
        }
        guard time >= earliest else { throw .timeBefore(earliest) }
        return time
    }
}
