package import GeoCore
package import LiveMap

/// A boat of the simulated fleet, as the register would have it.
package struct SimulatedVessel: Hashable, Sendable {
    package var registration: VesselRegistration
    package var facts: VesselFacts
    /// `nil` for boats without an AIS transponder.
    package var mmsi: Int?
    /// The monitoring devices: one, or two of which the second is not counted.
    package var devices: [String]
    package var id: ObjectID { facts.id }
    var port: Int
    var squad: Int
    /// Where among the boats of its squad.
    var place: Int
}

/// How boats are divided among the classes of length.
package struct FleetMix: Hashable, Sendable {
    /// Shares of squads of boats of 24 m and more, 15 to 24 m, 12 to 15 m and under 12 m; the rest is logistics.
    package var over24: Double
    package var over15: Double
    package var over12: Double
    package var under12: Double

    package init(over24: Double, over15: Double, over12: Double, under12: Double) {
        self.over24 = over24
        self.over15 = over15
        self.over12 = over12
        self.under12 = under12
    }

    /// Boats that must carry a monitoring device, with few smaller ones that carry one of their own will.
    package static let monitored = FleetMix(over24: 0.12, over15: 0.58, over12: 0.14, under12: 0.12)
    /// The register of Khánh Hòa in October 2025: 1,509 boats of 15 m and more, 1,045 of 12 to 15 m, 2,660 under 12 m.
    package static let registered = FleetMix(over24: 0.04, over15: 0.24, over12: 0.2, under12: 0.5)
}

/// Makes the fleet: boats sail in squads (tổ đội) of five, of one class and one port.
struct FleetRoster {
    static let squadSize = 5
    let hash: SeededHash
    let mix: FleetMix

    func vessels(count: Int) -> [SimulatedVessel] { (0..<count).map(vessel) }

    func squadClass(_ squad: Int) -> BoatClass {
        let share = hash.unit(11, squad)
        if share < mix.over24 { return .over24 }
        if share < mix.over24 + mix.over15 { return .over15 }
        if share < mix.over24 + mix.over15 + mix.over12 { return .over12 }
        if share < mix.over24 + mix.over15 + mix.over12 + mix.under12 { return .under12 }
        return .logistics
    }

    private func vessel(_ number: Int) -> SimulatedVessel {
        let squad = number / Self.squadSize
        let boat = squadClass(squad)
        let length =
            boat.lengths.lowerBound + hash.unit(12, number) * (boat.lengths.upperBound - boat.lengths.lowerBound)
        let port = port(squad, boat)
        // Seven and the counts of five-digit numbers have no common divisor: each boat has its own.
        let digits = String(10_000 + number * 7 % 89_999)
        guard let registration = VesselRegistration("BĐ \(digits)-TS"), let id = ObjectID(registration.key) else {
            preconditionFailure("letters and five digits are a registration")
        }
        let facts = VesselFacts(
            id: id, lengthMeters: (length * 10).rounded() / 10, role: boat == .logistics ? .logistics : .fishing,
            homeProvince: "52", gear: boat == .logistics ? nil : hash.pick(boat.gears, 13, squad),
            licenceUntil: CivilDay(year: 2029, month: 12, day: 31), port: SimulatedSea.ports[port].name)
        let hasTwoDevices = hash.unit(14, number) < 0.05
        return SimulatedVessel(
            registration: registration, facts: facts,
            mmsi: hash.unit(15, number) < 0.6 ? 574_000_000 + number : nil,
            devices: hasTwoDevices ? ["vms-\(digits)", "vms-\(digits)-b"] : ["vms-\(digits)"], port: port,
            squad: squad, place: number % Self.squadSize)
    }

    /// Boats of 15 m and more also land in the south.
    private func port(_ squad: Int, _ boat: BoatClass) -> Int {
        guard boat.sailsFar else { return hash.index(below: 3, 16, squad) }
        return [0, 1, 2, 3, 4, 4][hash.index(below: 6, 16, squad)]
    }
}

/// The classes that the law on fishing zones knows, and logistics.
enum BoatClass: Hashable {
    case over24
    case over15
    case over12
    case under12
    case logistics

    var lengths: ClosedRange<Double> {
        switch self {
        case .over24: 24.1...32
        case .over15: 15.1...23.8
        case .over12: 12.1...14.8
        case .under12: 7...11.8
        case .logistics: 18...26
        }
    }

    var gears: [String] {
        switch self {
        case .over24, .over15: ["luoi-vay", "luoi-re", "cau-ca-ngu", "cau-muc", "luoi-keo"]
        case .over12, .under12, .logistics: ["luoi-re", "luoi-vay", "long-bay", "cau"]
        }
    }

    var sailsFar: Bool { self == .over24 || self == .over15 || self == .logistics }

    /// Whether fishing is allowed (Decree 26/2019, article 43, as last read).
    func mayFish(in place: SeaPlace, home: String) -> Bool {
        switch (self, place) {
        case (_, .port), (.logistics, _): true
        case (.over24, _), (.over15, _): place == .offshore || place == .elsewhere
        case (.over12, _): place == .inshore
        case (.under12, _): place == .coastal(province: home)
        }
    }
}
