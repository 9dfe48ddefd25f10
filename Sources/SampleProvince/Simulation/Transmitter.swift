import GeoCore

/// A device on a boat: when it sends, and what.
struct Transmitter {
    /// Whose number the device bears.
    let vessel: Int
    let name: String
    private(set) var next: Instant
    private var dice: SimulationDice
    private let cadence: ReportCadence
    private var bufferEnd: Instant?

    init(vessel: Int, order: Int, name: String, start: Instant, cadence: ReportCadence, hash: SeededHash) {
        self.vessel = vessel
        self.name = name
        self.cadence = cadence
        dice = SimulationDice(hash, 31, vessel, order)
        next = start.adding(seconds: dice.number(in: 0...cadence.seconds))
    }

    /// Moves on to the next moment of sending.
    mutating func advance() {
        next = next.adding(seconds: cadence.seconds + dice.number(in: -cadence.jitterSeconds...cadence.jitterSeconds))
    }

    /// What the device sends of where its boat is: some metres, tenths of knots and degrees off.
    mutating func fix(of id: ObjectID, _ state: GroundState, at time: Instant) -> Fix {
        let meters = abs(dice.normal()) * 8
        let place = Geodesic.direct(from: state.place, azimuth: dice.number(in: 0...360), meters: meters).coordinate
        let knots = max(0, state.knots + dice.normal() * 0.12)
        let course = (state.course + dice.normal() * 3 + 360).truncatingRemainder(dividingBy: 360)
        return Fix(
            object: id, time: Instant(milliseconds: time.milliseconds / 1_000 * 1_000),
            coordinate: Coordinate(x: round(place.x, 100_000), y: round(place.y, 100_000)),
            speedKnots: round(knots, 10), courseDegrees: min(359.9, round(course, 10)), device: name,
            source: cadence == .vms ? .vms : .ais)
    }

    private func round(_ value: Double, _ steps: Double) -> Double { (value * steps).rounded() / steps }

    /// What arrives of a fix: on time or late, once or twice, whole or spoilt.
    mutating func deliver(_ fix: Fix, over link: LinkQuality) -> [SimulatedFix] {
        var sent = SimulatedFix(fix: fix, arrival: arrival(of: fix, link), defect: nil)
        spoil(&sent, link)
        guard dice.happens(link.duplicated) else { return [sent] }
        var again = sent
        again.arrival = sent.arrival.adding(seconds: dice.number(in: 1...900))
        again.defect = again.defect ?? .duplicated
        return [sent, again]
    }

    private mutating func arrival(of fix: Fix, _ link: LinkQuality) -> Instant {
        if let end = bufferEnd, end > fix.time { return end.adding(seconds: dice.number(in: 0...60)) }
        bufferEnd = nil
        if dice.happens(link.buffered / 4) {
            // A stretch of some fixes: a quarter of the share begins one that holds back four on the mean.
            bufferEnd = fix.time.adding(seconds: cadence.seconds * dice.number(in: 1...7))
            return (bufferEnd ?? fix.time).adding(seconds: dice.number(in: 0...60))
        }
        return fix.time.adding(seconds: cadence == .vms ? dice.number(in: 30...240) : dice.number(in: 1...20))
    }

    private mutating func spoil(_ sent: inout SimulatedFix, _ link: LinkQuality) {
        let chance = dice.unit()
        if chance < link.nullIsland {
            sent.fix.coordinate = Coordinate(x: 0, y: 0)
            sent.defect = .nullIsland
        } else if chance < link.nullIsland + link.swapped {
            sent.fix.coordinate = Coordinate(x: sent.fix.coordinate.y, y: sent.fix.coordinate.x)
            sent.defect = .swapped
        } else if chance < link.nullIsland + link.swapped + link.spikes {
            let meters = dice.number(in: 40_000...300_000)
            let azimuth = dice.number(in: 0...360)
            sent.fix.coordinate =
                Geodesic.direct(from: sent.fix.coordinate, azimuth: azimuth, meters: meters).coordinate
            sent.defect = .spike
        }
    }
}
