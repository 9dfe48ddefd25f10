import GeoCore
import LiveMap
import Testing

@Suite("CarriedDeviceDetector")
struct CarriedDeviceDetectorTests {
    let detector = CarriedDeviceDetector(Fleet.reference("carried-device"), rule: Fleet.carried)
    private let horizon = Fleet.dawn.adding(hours: 48)

    /// A way with a bend every five hours, at 7 knots.
    private func place(_ hours: Double, east: Double = 0) -> Coordinate {
        var (x, y) = (east, 0.0)
        for leg in 0..<6 {
            let spent = min(max(0, hours - Double(leg) * 5), 5) * 7 * 1_852
            let bearing = [(1.0, 0.0), (0.6, 0.8), (0.8, -0.6), (0, 1), (-0.6, 0.8), (-1, 0)][leg]
            x += spent * bearing.0
            y += spent * bearing.1
        }
        return Fleet.place(east: x, north: y)
    }

    private func track(_ vessel: Int, phase: Double, east: Double = 0) -> [Fix] {
        stride(from: phase, through: 30, by: 2).map {
            Fleet.fix(vessel, hours: $0, at: place($0, east: east), knots: 7)
        }
    }

    @Test("three devices on one boat are one suspicion with all three vessels, though they report at other minutes")
    func carried() throws {
        let fixes = track(0, phase: 0) + track(1, phase: 0.2, east: 10) + track(2, phase: 0.9, east: -10)
        let found = detector.findings(horizon: horizon, fixes: fixes)
        let suspicion = try #require(found.first)
        #expect(found.count == 1)
        #expect(suspicion.objects == [0, 1, 2].map(Fleet.id))
        #expect(suspicion.confidence > 0.5)
        #expect(suspicion.closed != nil)
        #expect(detector.findings(horizon: horizon, fixes: fixes.reversed()) == found)
    }

    @Test("boats in company half a mile apart, and boats side by side in port, carry their own devices")
    func company() {
        #expect(
            detector.findings(horizon: horizon, fixes: track(0, phase: 0) + track(1, phase: 0.5, east: 900)).isEmpty)
        let moored = (0..<4).flatMap { number in
            (0..<16).map { Fleet.fix(number, hours: Double($0) * 2, at: Fleet.place, knots: 0) }
        }
        #expect(detector.findings(horizon: horizon, fixes: moored).isEmpty)
    }

    @Test("fishing between two passages does not break a suspicion, though the way between fixes is unknown then")
    func fishingBetween() throws {
        func place(_ hours: Double) -> Coordinate {
            if hours < 8 { return Fleet.place(east: hours * 7 * 1_852, north: 0) }
            if hours > 20 { return Fleet.place(east: 8 * 7 * 1_852, north: (hours - 20) * 7 * 1_852) }
            let swing = abs((hours - 8).remainder(dividingBy: 3)) * 3_000
            return Fleet.place(east: 8 * 7 * 1_852, north: swing)
        }
        let fixes = [(0, 0.0), (1, 0.9)].flatMap { vessel, phase in
            stride(from: phase, through: 30, by: 2).map { hours in
                Fleet.fix(vessel, hours: hours, at: place(hours), knots: hours < 8 || hours > 20 ? 7 : 2)
            }
        }
        let found = detector.findings(horizon: horizon, fixes: fixes)
        #expect(found.count == 1)
        #expect(try #require(found.first?.closed).seconds(since: #require(found.first?.opened)) > 24 * 3_600)
    }

    @Test("boats that only leave port together are not suspected")
    func leavingPort() {
        let short = track(0, phase: 0).prefix(3) + track(1, phase: 0.3).prefix(3)
        #expect(detector.findings(horizon: horizon, fixes: short).isEmpty)
    }

    @Test(
        "a night of three thousand vessels is compared in well under a second",
        .enabled(if: Measured.isRelease, "times are measured in release builds"))
    func speed() {
        let fixes = Measured.night(vessels: 3_000)
        Measured.report("carried devices, 3,000 vessels, 12 h") {
            detector.findings(horizon: horizon, fixes: fixes).count
        }
    }
}
