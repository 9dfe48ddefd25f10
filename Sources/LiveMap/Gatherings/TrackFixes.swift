package import GeoCore

/// Fixes of one vessel in event order, thinned and packed, so that days of a whole fleet fit into memory: 48 bytes for each.
///
/// Of each five minutes of event time the first fix is kept: half the step in which encounters are looked for, and far below what
/// two-hourly devices send. So is the last before five minutes without any, so that gaps are as long as they were. Which ones are
/// kept follows from the fixes alone.
package struct TrackFixes: Sendable {
    private let vessel: ObjectID
    private var devices: [String] = []
    private var points: [Point] = []

    /// Of so much event time, in milliseconds, one fix is kept.
    private static let intervals = TimeWindows(milliseconds: 300_000)

    private struct Point {
        var time: Instant
        var place: Coordinate
        /// NaN where the sender did not say.
        var knots: Double
        var course: Double
        var device: Int32
        var source: FixSource

        init(_ fix: Fix, device: Int32) {
            time = fix.time
            place = fix.coordinate
            knots = fix.speedKnots ?? .nan
            course = fix.courseDegrees ?? .nan
            self.device = device
            source = fix.source
        }
    }

    /// - Parameter fixes: All of this vessel, in event order.
    init(_ fixes: [Fix], of vessel: ObjectID) {
        self.vessel = vessel
        var numbers: [String: Int32] = [:]
        let kept = Self.thinned(fixes)
        points.reserveCapacity(kept.count)
        for fix in kept.lazy.map({ fixes[$0] }) {
            if numbers[fix.device] == nil {
                numbers[fix.device] = Int32(devices.count)
                devices.append(fix.device)
            }
            points.append(Point(fix, device: numbers[fix.device] ?? 0))
        }
    }

    /// The indexes of the fixes that are kept.
    private static func thinned(_ fixes: [Fix]) -> [Int] {
        // Of equal times the first device's.
        let moments = fixes.indices.filter { $0 == 0 || fixes[$0 - 1].time != fixes[$0].time }
        let numbers = moments.map { intervals.number(of: fixes[$0].time) }
        return moments.indices.filter { index in
            let isFirst = index == 0 || numbers[index - 1] != numbers[index]
            return isFirst || index + 1 == moments.count || numbers[index + 1] > numbers[index] + 1
        }.map { moments[$0] }
    }

    /// Of the fix at an index.
    func time(at index: Int) -> Instant { points[index].time }

    /// What of the fix at an index tells its vessel's way.
    func waypoint(at index: Int) -> Waypoint {
        let point = points[index]
        return Waypoint(
            time: point.time, coordinate: point.place, speedKnots: point.knots.isNaN ? nil : point.knots)
    }

    /// Of the first of all.
    var firstTime: Instant { points[0].time }

    /// Of the last of all.
    var lastTime: Instant { points[points.count - 1].time }
}

extension TrackFixes: RandomAccessCollection {
    package var startIndex: Int { 0 }

    package var endIndex: Int { points.count }

    package subscript(index: Int) -> Fix {
        let point = points[index]
        return Fix(
            object: vessel, time: point.time, coordinate: point.place,
            speedKnots: point.knots.isNaN ? nil : point.knots, courseDegrees: point.course.isNaN ? nil : point.course,
            device: devices[Int(point.device)], source: point.source)
    }
}
