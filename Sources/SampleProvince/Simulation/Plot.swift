import GeoCore

/// What is arranged for a trip of a squad: who does what, and who meets whom.
struct Plot {
    let start: Instant
    /// When the boats turn home.
    let end: Instant
    let ground: Coordinate
    private(set) var deeds: [Deed?]
    private var meetings: [[Appointment]]

    init(
        squad: Int, boat: BoatClass, port: Int, deeds rates: DeedRates, start: Instant, hours: Double,
        ground: Coordinate, dice: inout SimulationDice
    ) {
        self.start = start
        self.ground = ground
        end = start.adding(hours: hours * 0.8)
        deeds = Array(repeating: nil, count: squad)
        meetings = Array(repeating: [], count: squad)
        for index in 0..<squad { deeds[index] = Self.deed(index, boat, port, rates, &dice) }
        guard boat.sailsFar else { return }
        // A boat that carries the devices of others keeps out of trouble: what it did would be told of them.
        if deeds.contains(.sendsDevice) { deeds[0] = nil }
        if dice.happens(rates.gathering) { arrangeGathering(&dice) }
        if dice.happens(rates.encounter) { arrangeEncounter(&dice) }
        for index in 0..<squad where deeds[index] == .boundary { arrangeBoundary(index, &dice) }
    }

    func appointments(of index: Int) -> [Appointment] { meetings[index].sorted { $0.start < $1.start } }

    /// Where a boat works within the squad's ground.
    func spot(of index: Int, boat: BoatClass, dice: inout SimulationDice) -> Coordinate {
        let reach = boat.spread
        return Coordinate(
            x: ground.x + dice.number(in: -reach...reach), y: ground.y + dice.number(in: -reach...reach))
    }

    private static func deed(
        _ index: Int, _ boat: BoatClass, _ port: Int, _ rates: DeedRates, _ dice: inout SimulationDice
    ) -> Deed? {
        let (zone, line, silence, sends) = (dice.unit(), dice.unit(), dice.unit(), dice.unit())
        if index > 0, boat.sailsFar, sends < rates.carriedDevice { return .sendsDevice }
        if port == 4, boat.sailsFar, line < rates.boundary { return .boundary }
        if silence < rates.silence { return .silence }
        return zone < rates.wrongZone && boat != .logistics ? .wrongZone : nil
    }

    /// From half of the time at sea on, so that all have arrived.
    private mutating func arrangeGathering(_ dice: inout SimulationDice) {
        let hours = end.seconds(since: start) / 3_600
        let begin = start.adding(hours: hours * dice.number(in: 0.45...0.6))
        let length = dice.number(in: 5...14)
        let place = Coordinate(
            x: ground.x + dice.number(in: -0.08...0.08), y: ground.y + dice.number(in: -0.08...0.08))
        let (knots, azimuth) = (dice.number(in: 0.2...0.8), dice.number(in: 0...360))
        let least = dice.happens(0.2) ? 2 : 3
        var count = 0
        for index in deeds.indices where deeds[index] != .boundary && deeds[index] != .sendsDevice {
            guard count < least || dice.happens(0.7), least > 2 || count < 2 else { continue }
            count += 1
            let spot = Geodesic.direct(
                from: place, azimuth: dice.number(in: 0...360), meters: dice.number(in: 80...1_300))
            meetings[index].append(
                Appointment(
                    kind: .gathering, start: begin.adding(seconds: dice.number(in: -1_800...1_800)),
                    end: begin.adding(hours: length + dice.number(in: -0.4...0.4)), place: spot.coordinate,
                    knots: knots, azimuth: azimuth))
        }
    }

    private mutating func arrangeEncounter(_ dice: inout SimulationDice) {
        let free = deeds.indices.filter { deeds[$0] != .boundary && deeds[$0] != .sendsDevice }
        guard free.count >= 2 else { return }
        let hours = end.seconds(since: start) / 3_600
        let begin = start.adding(hours: hours * dice.number(in: 0.78...0.85))
        let finish = begin.adding(hours: dice.number(in: 2.6...8))
        let place = Coordinate(
            x: ground.x + dice.number(in: -0.08...0.08), y: ground.y + dice.number(in: -0.08...0.08))
        let (knots, azimuth) = (dice.number(in: 0.2...0.8), dice.number(in: 0...360))
        let beside = Geodesic.direct(
            from: place, azimuth: dice.number(in: 0...360), meters: dice.number(in: 20...150))
        for (index, spot) in [(free[0], place), (free[1], beside.coordinate)] {
            meetings[index].append(
                Appointment(
                    kind: .encounter, start: begin, end: finish, place: spot, knots: knots, azimuth: azimuth))
        }
    }

    /// To the boundary line and back: near it, or beyond it.
    private mutating func arrangeBoundary(_ index: Int, _ dice: inout SimulationDice) {
        let hours = end.seconds(since: start) / 3_600
        let begin = start.adding(hours: hours * dice.number(in: 0.4...0.55))
        let longitude = dice.number(in: 106.9...108.9)
        let isBeyond = dice.happens(0.6)
        let miles = isBeyond ? -dice.number(in: 2...18) : dice.number(in: 1.5...13)
        let place = Coordinate(x: longitude, y: BoundaryTruth.latitude(at: longitude) + miles / 60)
        let length = dice.number(in: 6...28)
        meetings[index].append(
            Appointment(
                kind: .boundary, start: begin, end: begin.adding(hours: length), place: place, knots: 0, azimuth: 0))
    }
}

/// Where and when a boat is to be.
struct Appointment {
    enum Kind {
        case gathering
        case encounter
        case boundary
    }

    var kind: Kind
    var start: Instant
    var end: Instant
    var place: Coordinate
    /// The current that all drift with.
    var knots: Double
    var azimuth: Double

    func attend(_ builder: inout PathBuilder, gear: ClosedRange<Double>) {
        switch kind {
        case .boundary:
            let length = end.seconds(since: start)
            builder.fish(around: place, meters: 1_800, until: builder.time.adding(seconds: length), knots: gear)
        case .gathering, .encounter:
            builder.stay(until: start, .drifting)
            let drifted = knots * 1_852 / 3_600 * builder.time.seconds(since: start)
            builder.steam(to: Geodesic.direct(from: place, azimuth: azimuth, meters: drifted).coordinate, knots: 6)
            builder.driftTogether(until: end, knots: knots, azimuth: azimuth)
        }
    }
}

extension PathBuilder {
    /// With the current, in steps of whole ten minutes of the clock, so that those who lie together stay together.
    mutating func driftTogether(until end: Instant, knots: Double, azimuth: Double) {
        while time < end {
            let step = 600.0 - Double(time.milliseconds % 600_000) / 1_000
            let seconds = min(step, end.seconds(since: time))
            drift(exactly: knots * 1_852 / 3_600 * seconds, azimuth: azimuth, seconds: seconds)
        }
    }
}

/// What is true of a place near the boundary line, told without the rules' code.
enum BoundaryTruth {
    /// The latitude of the line at a longitude within it, straight between its points.
    static func latitude(at longitude: Double) -> Double {
        let line = SimulatedSea.boundaryVertices
        for (start, end) in zip(line, line.dropFirst()) where longitude >= start.x && longitude <= end.x {
            return start.y + (end.y - start.y) * (longitude - start.x) / (end.x - start.x)
        }
        return longitude < line[0].x ? line[0].y : line[line.count - 1].y
    }

    /// Metres from the line, negative beyond it; `nil` far from it.
    static func signedMeters(of place: Coordinate) -> Double? {
        guard place.y < 7.6, place.x > 105.8, place.x < 109.64 else { return nil }
        let meters = GeodesicOrigin(place).distance(to: .lineString(SimulatedSea.boundaryVertices))
        return place.y >= latitude(at: place.x) ? meters : -meters
    }
}
