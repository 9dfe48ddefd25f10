import GeoCore

/// What a boat does on a trip besides fishing where it may.
enum Deed: Hashable {
    case wrongZone
    case boundary
    case silence
    /// Its devices sail on the squad's first boat.
    case sendsDevice
}

/// One boat's trip.
struct PlannedTrip {
    var path: GroundPath
    var deed: Deed?
    /// When the device is switched off.
    var silences: [ClosedRange<Instant>]
    /// Which boat of the squad has the device on board.
    var deviceOn: Int
}

/// A trip of a squad.
struct SquadTrip {
    var members: [PlannedTrip]
    var departure: Instant
    var end: Instant
}

/// Plans the trips of squads: where they fish, whom they meet, what they should not do.
struct TripPlanner {
    let hash: SeededHash
    let deeds: DeedRates

    /// The next trip of a squad that is in port at a moment.
    ///
    /// - Parameter number: Counts the squad's trips.
    func trip(_ number: Int, of vessels: [SimulatedVessel], boat: BoatClass, after time: Instant) -> SquadTrip {
        var dice = SimulationDice(hash, 21, vessels[0].squad, number)
        let departure = time.adding(hours: dice.number(in: boat.turnaroundHours))
        let seaHours = dice.number(in: boat.tripHours)
        let ground = ground(of: vessels[0], boat, &dice)
        let plot = Plot(
            squad: vessels.count, boat: boat, port: vessels[0].port, deeds: deeds, start: departure, hours: seaHours,
            ground: ground, dice: &dice)
        let members = vessels.indices.map { index in
            member(
                index, vessels[index], boat, plot,
                SimulationDice(hash, 22 + index, vessels[0].squad, number))
        }
        let end = members.map(\.path.end).max() ?? departure
        return SquadTrip(members: members, departure: departure, end: end)
    }

    private func member(
        _ index: Int, _ vessel: SimulatedVessel, _ boat: BoatClass, _ plot: Plot, _ dice: SimulationDice
    ) -> PlannedTrip {
        let port = SimulatedSea.ports[vessel.port]
        let deed = plot.deeds[index]
        var builder = PathBuilder(from: port.berth, at: plot.start.adding(seconds: Double(index) * 540), dice: dice)
        if deed == .sendsDevice {
            builder.stay(until: plot.end, .moored)
            return PlannedTrip(path: builder.finished(), deed: deed, silences: [], deviceOn: 0)
        }
        let knots = builder.dice.number(in: boat.steamingKnots)
        let work = builder.dice.number(in: 1.6...2.6)
        let gear = work...(work + 1.6)
        builder.steam(to: port.fairway, knots: 6)
        if deed == .wrongZone { poach(vessel, boat, gear, knots, &builder) }
        let spot = plot.spot(of: index, boat: boat, dice: &builder.dice)
        builder.steam(to: spot, knots: knots)
        for meeting in plot.appointments(of: index) {
            let leave = meeting.start.adding(seconds: -builder.seconds(to: meeting.place, knots: knots) * 1.1)
            builder.fish(around: spot, meters: boat.groundMeters, until: leave, knots: gear)
            builder.steam(to: meeting.place, knots: knots)
            meeting.attend(&builder, gear: gear)
            if meeting.kind == .boundary { builder.steam(to: spot, knots: knots) }
        }
        builder.fish(around: spot, meters: boat.groundMeters, until: plot.end, knots: gear)
        builder.steam(to: port.fairway, knots: knots)
        builder.steam(to: port.berth, knots: 5)
        let path = builder.finished()
        return PlannedTrip(
            path: path, deed: deed, silences: deed == .silence ? silences(plot, path.end, &builder.dice) : [],
            deviceOn: index)
    }

    /// Fishes where the class may not, on the way out.
    private func poach(
        _ vessel: SimulatedVessel, _ boat: BoatClass, _ gear: ClosedRange<Double>, _ knots: Double,
        _ builder: inout PathBuilder
    ) {
        let spot = forbiddenSpot(vessel, boat, &builder.dice)
        builder.steam(to: spot, knots: knots)
        let hours = builder.dice.number(in: boat == .under12 ? 5...9 : 7...26)
        builder.fish(around: spot, meters: 2_000, until: builder.time.adding(hours: hours), knots: gear)
    }

    private func forbiddenSpot(
        _ vessel: SimulatedVessel, _ boat: BoatClass, _ dice: inout SimulationDice
    ) -> Coordinate {
        let port = SimulatedSea.ports[vessel.port].fairway
        guard vessel.port != 4 else {
            // Off Vũng Tàu, between the coastal and the inshore line.
            return Coordinate(x: dice.number(in: 107.2...107.6), y: dice.number(in: 9.85...10.0))
        }
        let latitude = port.y + dice.number(in: -0.1...0.1)
        let (coastal, inshore) = (SimulatedSea.coastalLimit(at: latitude), SimulatedSea.inshoreLimit(at: latitude))
        switch boat {
        case .over24, .over15, .logistics:
            return Coordinate(x: dice.number(in: coastal + 0.05...inshore - 0.05), y: latitude)
        case .over12:
            let isFar = dice.happens(0.5)
            let longitude = isFar ? inshore + dice.number(in: 0.05...0.2) : coastal - dice.number(in: 0.03...0.05)
            return Coordinate(x: longitude, y: latitude)
        case .under12: return Coordinate(x: coastal + dice.number(in: 0.04...0.15), y: latitude)
        }
    }

    /// Off for hours, a day or more than ten days, now and then until the boat is back.
    private func silences(
        _ plot: Plot, _ end: Instant, _ dice: inout SimulationDice
    ) -> [ClosedRange<Instant>] {
        let sort = dice.unit()
        let hours =
            sort < 0.6
            ? dice.number(in: 6.5...20)
            : sort < 0.9
                ? dice.number(in: 25...60)
                : dice.number(in: 245...290)
        let total = end.seconds(since: plot.start) / 3_600
        guard total > 14 else { return [] }
        let first = dice.number(in: 3...max(4, total - hours - 4))
        let start = plot.start.adding(hours: first)
        return [start...max(start, min(end, start.adding(hours: hours)))]
    }
}

extension TripPlanner {
    /// The middle of a squad's ground: each far squad has a cell of the sea of its own as long as there are enough.
    private func ground(of vessel: SimulatedVessel, _ boat: BoatClass, _ dice: inout SimulationDice) -> Coordinate {
        guard !boat.sailsFar else {
            let corner = vessel.port == 4 ? Coordinate(x: 108.0, y: 7.9) : Coordinate(x: 110.35, y: 12.9)
            let columns = vessel.port == 4 ? 9 : 8
            let rows = vessel.port == 4 ? 6 : 8
            let cell = vessel.squad % (columns * rows)
            return Coordinate(
                x: corner.x + Double(cell % columns) * 0.27, y: corner.y + Double(cell / columns) * 0.27)
        }
        let latitude = SimulatedSea.ports[vessel.port].fairway.y + dice.number(in: -0.07...0.07)
        let (coastal, inshore) = (SimulatedSea.coastalLimit(at: latitude), SimulatedSea.inshoreLimit(at: latitude))
        let longitude =
            boat == .over12
            ? dice.number(in: coastal + 0.08...inshore - 0.08) : coastal - dice.number(in: 0.035...0.06)
        return Coordinate(x: longitude, y: latitude)
    }
}

extension BoatClass {
    var steamingKnots: ClosedRange<Double> {
        switch self {
        case .over24: 8.5...10.5
        case .over15, .logistics: 7.5...9.5
        case .over12: 6.5...8.5
        case .under12: 6...8
        }
    }

    var tripHours: ClosedRange<Double> {
        switch self {
        case .over24: 150...360
        case .over15, .logistics: 120...330
        case .over12: 30...70
        case .under12: 10...16
        }
    }

    var turnaroundHours: ClosedRange<Double> {
        switch self {
        case .over24, .over15, .logistics: 10...70
        case .over12: 8...36
        case .under12: 6...14
        }
    }

    /// How far from its spot a boat works.
    var groundMeters: Double {
        switch self {
        case .over24, .over15, .logistics: 5_000
        case .over12: 3_000
        case .under12: 1_200
        }
    }

    /// How far from the middle of the squad's ground its boats have their spots, degrees.
    var spread: Double {
        switch self {
        case .over24, .over15, .logistics: 0.09
        case .over12: 0.05
        case .under12: 0.015
        }
    }
}
