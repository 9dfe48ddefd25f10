import GeoCore

/// What a boat really does.
enum BoatActivity: Hashable {
    case moored
    case steaming
    case fishing
    /// Adrift or at a sea anchor: waiting, resting, alongside another.
    case drifting
}

/// A moment of a boat's way; what it does from there to the next.
struct Waypoint {
    var time: Instant
    var place: Coordinate
    var activity: BoatActivity
}

/// What a boat does at a moment.
struct GroundState {
    var place: Coordinate
    var knots: Double
    var course: Double
    var activity: BoatActivity
}

/// The way of a boat, straight between waypoints.
struct GroundPath {
    private(set) var waypoints: [Waypoint]
    private var index = 0
    /// Of the stretch last asked about.
    private var pace: Pace?

    /// How a boat goes from a waypoint to the next.
    private struct Pace {
        var index: Int
        var knots: Double
        var course: Double
    }

    /// - Parameter waypoints: In order of time, at least one.
    init(_ waypoints: [Waypoint]) {
        self.waypoints = waypoints
    }

    var end: Instant { waypoints[waypoints.count - 1].time }

    /// Before the first waypoint and after the last the boat lies there; quickest where moments go on or step back a little.
    mutating func state(at time: Instant) -> GroundState {
        while index > 0, waypoints[index].time > time { index -= 1 }
        while index + 1 < waypoints.count, waypoints[index + 1].time <= time { index += 1 }
        let from = waypoints[index]
        guard index + 1 < waypoints.count, time >= from.time else {
            return GroundState(place: from.place, knots: 0, course: 0, activity: .moored)
        }
        let to = waypoints[index + 1]
        let share = time.seconds(since: from.time) / to.time.seconds(since: from.time)
        let pace = pace(from: from, to: to)
        return GroundState(
            place: Geodesic.between(from.place, to.place, share: share), knots: pace.knots, course: pace.course,
            activity: from.activity)
    }

    private mutating func pace(from: Waypoint, to: Waypoint) -> Pace {
        if let pace, pace.index == index { return pace }
        let way = Geodesic.inverse(from: from.place, to: to.place)
        let course = way.azimuth < 0 ? way.azimuth + 360 : way.azimuth
        let hours = to.time.seconds(since: from.time) / 3_600
        let found = Pace(
            index: index, knots: way.distanceMeters / 1_852 / hours, course: course >= 360 ? 0 : course)
        pace = found
        return found
    }
}

/// Draws a way, act by act.
struct PathBuilder {
    private(set) var waypoints: [Waypoint]
    var dice: SimulationDice
    private(set) var time: Instant
    private(set) var place: Coordinate

    init(from place: Coordinate, at time: Instant, dice: SimulationDice) {
        waypoints = []
        self.dice = dice
        self.time = time
        self.place = place
    }

    /// Steams to a place, an hour at a time, at a speed that varies a little.
    mutating func steam(to goal: Coordinate, knots: Double) {
        while case let way = Geodesic.inverse(from: place, to: goal), way.distanceMeters > 1 {
            let speed = knots * dice.number(in: 0.93...1.05) * 1_852 / 3_600
            let meters = min(way.distanceMeters, speed * 3_600)
            let next =
                meters < way.distanceMeters
                ? Geodesic.direct(from: place, azimuth: way.azimuth, meters: meters).coordinate : goal
            go(to: next, seconds: meters / speed, .steaming)
        }
    }

    /// How long steaming there will take at about a speed, seconds.
    func seconds(to goal: Coordinate, knots: Double) -> Double {
        Geodesic.distance(from: place, to: goal) / (knots * 1_852 / 3_600)
    }

    /// Works around a place until a moment: gear out for hours, then rest adrift, never far from the place.
    mutating func fish(around center: Coordinate, meters: Double, until end: Instant, knots: ClosedRange<Double>) {
        while time < end {
            haul(around: center, meters: meters, until: min(end, time.adding(hours: dice.number(in: 3...5))), knots)
            let rest = min(end, time.adding(hours: dice.number(in: 1.5...3.5)))
            drift(until: rest, knots: dice.number(in: 0.2...0.7), azimuth: dice.number(in: 0...360))
        }
    }

    /// Drifts in one direction, with swinging.
    mutating func drift(until end: Instant, knots: Double, azimuth: Double) {
        while time < end {
            let seconds = min(end.seconds(since: time), dice.number(in: 1_500...2_700))
            let meters = knots * dice.number(in: 0.8...1.2) * 1_852 / 3_600 * seconds
            let next = Geodesic.direct(from: place, azimuth: azimuth + dice.number(in: -25...25), meters: meters)
            go(to: next.coordinate, seconds: seconds, .drifting)
        }
    }

    /// Straight with the current, for so long.
    mutating func drift(exactly meters: Double, azimuth: Double, seconds: Double) {
        let next = Geodesic.direct(from: place, azimuth: azimuth, meters: meters)
        go(to: next.coordinate, seconds: seconds, .drifting)
    }

    mutating func stay(until end: Instant, _ activity: BoatActivity) {
        if time < end { go(to: place, seconds: end.seconds(since: time), activity) }
    }

    /// Ends the way where the boat is.
    func finished() -> GroundPath {
        GroundPath(waypoints + [Waypoint(time: time, place: place, activity: .moored)])
    }

    private mutating func haul(
        around center: Coordinate, meters: Double, until end: Instant, _ knots: ClosedRange<Double>
    ) {
        var azimuth = dice.number(in: 0...360)
        while time < end {
            let seconds = min(end.seconds(since: time), dice.number(in: 1_200...2_400))
            let back = Geodesic.inverse(from: place, to: center)
            azimuth = back.distanceMeters > meters ? back.azimuth : azimuth + dice.number(in: -70...70)
            let length = dice.number(in: knots) * 1_852 / 3_600 * seconds
            go(
                to: Geodesic.direct(from: place, azimuth: azimuth, meters: length).coordinate, seconds: seconds,
                .fishing)
        }
    }

    private mutating func go(to next: Coordinate, seconds: Double, _ activity: BoatActivity) {
        let whole = max(1, seconds.rounded())
        waypoints.append(Waypoint(time: time, place: place, activity: activity))
        time = time.adding(seconds: whole)
        place = next
    }
}
