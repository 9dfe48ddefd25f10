import GeoCore
import LiveMap

/// A vehicle of the city that drives along the roads and reports where it is.
struct CityVehicle {
    enum Kind {
        case patrolCar
        case refuseTruck
        case bus
    }

    let kind: Kind
    let id: ObjectID
    private let roads: RoadNet
    private var dice: SimulationDice
    private var road: Int
    private var isForward = true
    private var meters: Double
    /// Kilograms of a truck, passengers of a bus.
    private var load = 0.0
    private(set) var next: Instant

    init(_ kind: Kind, number: Int, roads: RoadNet, start: Instant, hash: SeededHash) {
        self.kind = kind
        self.roads = roads
        dice = SimulationDice(hash, 61, number, kind.order)
        road = Int(dice.unit() * Double(roads.count))
        meters = dice.unit() * roads.length(of: road)
        next = start.adding(seconds: (dice.unit() * kind.interval).rounded())
        let digits = String(number + 1)
        guard let id = ObjectID("\(kind.prefix)-\(digits.count < 2 ? "0" : "")\(digits)") else {
            preconditionFailure("letters, a dash and digits are an identifier")
        }
        self.id = id
    }

    /// The report that is due, and the way to the next; `nil` outside the hours of work.
    mutating func report() -> DeviceReading? {
        let time = next
        next = time.adding(seconds: kind.interval)
        let hour = Double((time.milliseconds + 7 * 3_600_000) % 86_400_000) / 3_600_000
        guard kind.hours.contains(hour) else { return nil }
        let speed = dice.happens(kind.stopping) ? 0 : dice.number(in: kind.metersPerSecond)
        drive(speed * kind.interval)
        let (place, course) = roads.position(on: road, atMeters: meters)
        let fix = Fix(
            object: id, time: time, coordinate: place, speedKnots: (speed * 36 / 1.852).rounded() / 10,
            courseDegrees: isForward ? course : (course + 180).truncatingRemainder(dividingBy: 360),
            device: id.text, source: .vms)
        return DeviceReading(fix: fix, values: changeLoad(isStopped: speed == 0))
    }

    private mutating func drive(_ distance: Double) {
        meters += isForward ? distance : -distance
        let length = roads.length(of: road)
        guard meters < 0 || meters > length else { return }
        let end = roads.end(of: road, isLast: meters > length)
        if let turn = roads.turn(from: road, at: end, choice: dice.unit()) {
            road = turn.road
            isForward = turn.isFromStart
            meters = isForward ? 0 : roads.length(of: road)
        } else {
            isForward.toggle()
            meters = min(max(0, meters), length)
        }
    }

    private mutating func changeLoad(isStopped: Bool) -> [String: Double] {
        switch kind {
        case .patrolCar: return [:]
        case .refuseTruck:
            load = load > 7_800 ? 0 : load + (isStopped ? dice.number(in: 30...160) : 0)
            return ["khoi_luong": load.rounded()]
        case .bus:
            if isStopped { load = min(62, max(0, load + dice.number(in: -9...11))) }
            return ["so_khach": load.rounded()]
        }
    }
}

extension CityVehicle.Kind {
    var order: Int { self == .patrolCar ? 1 : self == .refuseTruck ? 2 : 3 }

    var layer: String { self == .patrolCar ? "patrol-cars" : self == .refuseTruck ? "refuse-trucks" : "buses" }

    var prefix: String { self == .patrolCar ? "tuan-tra" : self == .refuseTruck ? "xe-rac" : "bus" }

    /// Seconds between reports.
    var interval: Double { self == .patrolCar ? 20 : self == .refuseTruck ? 60 : 15 }

    /// Of the day in Việt Nam.
    var hours: Range<Double> { self == .patrolCar ? 0..<24 : self == .refuseTruck ? 4..<23 : 5..<20 }

    var stopping: Double { self == .patrolCar ? 0.1 : self == .refuseTruck ? 0.5 : 0.25 }

    var metersPerSecond: ClosedRange<Double> { self == .refuseTruck ? 2...8 : self == .bus ? 6...14 : 5...13 }
}

/// The roads that vehicles drive along, with which meet where.
struct RoadNet {
    private let roads: [[Coordinate]]
    private let sums: [[Double]]
    private let ends: [(place: Coordinate, road: Int, isFromStart: Bool)]
    private let grid: ProximityGrid

    init(_ roads: [[Coordinate]]) {
        self.roads = roads
        sums = roads.map { road in
            zip(road, road.dropFirst()).reduce(into: [0.0]) { sums, edge in
                sums.append(sums[sums.count - 1] + Geodesic.distance(from: edge.0, to: edge.1))
            }
        }
        ends = roads.enumerated().flatMap { [($1[0], $0, true), ($1[$1.count - 1], $0, false)] }
        grid = ProximityGrid(ends.map(\.place), radiusMeters: 60)
    }

    var count: Int { roads.count }

    func length(of road: Int) -> Double { sums[road][sums[road].count - 1] }

    /// The number of an end: of a road's first vertex or of its last.
    func end(of road: Int, isLast: Bool) -> Int { 2 * road + (isLast ? 1 : 0) }

    /// A road that begins or ends within 60 m of an end of another; `nil` where none does.
    func turn(from road: Int, at end: Int, choice: Double) -> (road: Int, isFromStart: Bool)? {
        let others = grid.neighbours(of: end).map { ends[$0.index] }.filter { $0.road != road }
        guard !others.isEmpty else { return nil }
        let other = others[min(others.count - 1, Int(choice * Double(others.count)))]
        return (other.road, other.isFromStart)
    }

    /// The place and the direction there, degrees from north.
    func position(on road: Int, atMeters meters: Double) -> (place: Coordinate, course: Double) {
        let edge = max(0, min(sums[road].count - 2, (sums[road].firstIndex { $0 > meters } ?? sums[road].count) - 1))
        let (from, to) = (roads[road][edge], roads[road][edge + 1])
        let length = sums[road][edge + 1] - sums[road][edge]
        let share = length > 0 ? min(1, max(0, (meters - sums[road][edge]) / length)) : 0
        let azimuth = Geodesic.inverse(from: from, to: to).azimuth
        return (Geodesic.between(from, to, share: share), azimuth < 0 ? azimuth + 360 : azimuth)
    }
}
