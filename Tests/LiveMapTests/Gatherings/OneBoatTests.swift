import GeoCore
import LiveMap
import Testing

@Suite("Gatherings and devices on one boat")
struct OneBoatTests {
    private let detector = GatheringDetector(
        Fleet.reference("gathering"), rule: Fleet.gathering, harbours: Fleet.openSea, carriedDevice: Fleet.carried)
    private let suspecting = CarriedDeviceDetector(Fleet.reference("carried-device"), rule: Fleet.carried)

    /// From the west, the south or the east to the same spot, where it lies from hour 1 to hour 9.
    private func visit(_ vessel: Int, from bearing: (east: Double, north: Double), phase: Double, off: Double) -> [Fix]
    {
        stride(from: -12 + phase, through: 20, by: 2).map { hours in
            let steaming = (min(hours, 1) - 1) * 8 * 1_852
            let leaving = max(0, hours - 9) * 8 * 1_852
            let place = Fleet.place(
                east: bearing.east * steaming + off, north: bearing.north * steaming + leaving)
            return Fleet.fix(vessel, hours: hours, at: place, knots: (1...9).contains(hours) ? 0.3 : 8)
        }
    }

    private func judge(_ fixes: [Fix], carried: [Violation] = []) -> [Violation] {
        let end = detector.window(of: Fleet.dawn.adding(hours: 36))
        return detector.findings(
            in: detector.window(of: Fleet.dawn.adding(hours: -12))..<end, horizon: end, fixes: fixes, carried: carried)
    }

    private var fromWest: [Fix] { visit(0, from: (1, 0), phase: 0, off: 0) }
    private var fromSouth: [Fix] { visit(1, from: (0, 1), phase: 0.7, off: 150) }
    /// On board of the first boat.
    private var onBoard: [Fix] { visit(2, from: (1, 0), phase: 1.1, off: 10) }

    @Test("three boats that came from three sides are surely three, however close they lie")
    func threeBoats() throws {
        let fromEast = visit(2, from: (-1, 0), phase: 1.1, off: 10)
        let found = judge(fromWest + fromSouth + fromEast)
        #expect(try #require(found.first).confidence > 0.99)
    }

    @Test("two devices that nothing tells apart and one boat more are told as less than sure")
    func twoBoats() throws {
        let confidence = try #require(judge(fromWest + fromSouth + onBoard).first).confidence
        #expect(confidence > 0.5 && confidence < 0.8)
        let four = judge(fromWest + fromSouth + onBoard + visit(3, from: (-1, 0), phase: 0.4, off: 300))
        #expect(try #require(four.first).confidence > 0.99)
    }

    @Test("a suspicion of days before holds until something sets the tracks apart")
    func keptSuspicion() throws {
        let before = (0..<20).flatMap { step in
            [(0, 0.0), (2, 1.1)].map { vessel, phase in
                let hours = -140 + Double(step) * 2 + phase
                return Fleet.fix(
                    vessel, hours: hours, at: Fleet.place(east: -40_000, north: hours * 7 * 1_852), knots: 7)
            }
        }
        let suspicions = suspecting.findings(horizon: Fleet.dawn.adding(hours: -20), fixes: before)
        #expect(suspicions.map(\.objects) == [[Fleet.id(0), Fleet.id(2)]])
        #expect(judge(fromWest + fromSouth + onBoard, carried: suspicions).isEmpty)
        let fromEast = visit(2, from: (-1, 0), phase: 1.1, off: 10)
        let found = judge(fromWest + fromSouth + fromEast, carried: suspicions)
        #expect(try #require(found.first).confidence > 0.99)
    }

    @Test("two devices on one boat do not meet, as a suspicion of them shows")
    func noEncounter() throws {
        let encounters = EncounterDetector(
            Fleet.reference("encounter"), rule: Fleet.encounter, anchorages: Fleet.openSea)
        let fixes = [0, 2].flatMap { vessel in
            stride(from: 0.0, through: 30, by: 0.25).map { hours in
                let north = min(hours, 12) * 7 * 1_852 + max(0, hours - 12) * 0.3 * 1_852
                return Fleet.fix(
                    vessel, hours: hours + Double(vessel) * 0.03,
                    at: Fleet.place(east: 0, north: north + Double(vessel) * 0.03 * (hours < 12 ? 7 : 0.3) * 1_852),
                    knots: hours < 12 ? 7 : 0.3)
            }
        }
        let horizon = Fleet.dawn.adding(hours: 31)
        let suspicions = suspecting.findings(horizon: horizon, fixes: fixes)
        #expect(suspicions.count == 1)
        #expect(encounters.findings(horizon: horizon, fixes: fixes).count == 1)
        #expect(encounters.findings(horizon: horizon, fixes: fixes, carried: suspicions).isEmpty)
    }
}
