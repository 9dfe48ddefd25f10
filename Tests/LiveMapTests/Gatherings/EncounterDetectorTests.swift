import GeoCore
import LiveMap
import Testing

@Suite("EncounterDetector and LoiteringDetector")
struct EncounterDetectorTests {
    let detector = EncounterDetector(Fleet.reference("encounter"), rule: Fleet.encounter, anchorages: Fleet.openSea)

    /// Two vessels, 200 m apart from hour 1 to the given hour, with a fix every five minutes.
    private func meeting(until end: Double, apart meters: Double = 200, every interval: Double = 1 / 12.0) -> [Fix] {
        Fleet.visit(0, at: Fleet.place, from: 1, to: end, phase: 0, every: interval, span: -3...12)
            + Fleet.visit(
                1, at: Fleet.place(east: -meters, north: 0), from: 0.5, to: end + 3, phase: 0.03, every: interval,
                span: -3...14)
    }

    private let horizon = Fleet.dawn.adding(hours: 24)

    @Test("two vessels within 500 m for three hours had an encounter, from when to when")
    func encounter() throws {
        let found = detector.findings(horizon: horizon, fixes: meeting(until: 4))
        let encounter = try #require(found.first)
        #expect(found.count == 1)
        #expect(encounter.objects == [Fleet.id(0), Fleet.id(1)])
        #expect(abs(encounter.opened.seconds(since: Fleet.dawn.adding(hours: 1))) <= 600)
        #expect(abs(try #require(encounter.closed).seconds(since: Fleet.dawn.adding(hours: 4))) <= 600)
        #expect(encounter.confidence == 1)
    }

    @Test("too short, too far apart, near an anchorage or in company under way is no encounter")
    func noEncounter() {
        #expect(detector.findings(horizon: horizon, fixes: meeting(until: 2.5)).isEmpty)
        #expect(detector.findings(horizon: horizon, fixes: meeting(until: 4, apart: 700)).isEmpty)
        let anchorage = VicinityIndex([.point(Fleet.place(east: 9_000, north: 0))], reachMeters: 10_000)
        let near = EncounterDetector(Fleet.reference("encounter"), rule: Fleet.encounter, anchorages: anchorage)
        #expect(near.findings(horizon: horizon, fixes: meeting(until: 4)).isEmpty)
        let company = [0, 1].flatMap { number in
            stride(from: 0.0, through: 6, by: 0.1).map {
                Fleet.fix(
                    number, hours: $0, at: Fleet.place(east: Double(number) * 200, north: $0 * 14_816), knots: 8)
            }
        }
        #expect(detector.findings(horizon: horizon, fixes: company).isEmpty)
    }

    @Test("at a two-hour cadence the definition finds nothing, since no place is interpolated over more than an hour")
    func twoHours() {
        #expect(detector.findings(horizon: horizon, fixes: meeting(until: 8, every: 2)).isEmpty)
    }

    @Test("stretches less than four hours apart are one encounter")
    func joined() {
        let there = meeting(until: 3)
        let again = there.map { fix in
            var later = fix
            later.time = fix.time.adding(hours: 4)
            return later
        }
        let first = there.filter { $0.time < Fleet.dawn.adding(hours: 3.5) }
        let second = again.filter { $0.time > Fleet.dawn.adding(hours: 4.5) }
        #expect(detector.findings(horizon: horizon, fixes: first + second).count == 1)
    }

    @Test("an encounter that lasts at the horizon is open, and order changes nothing")
    func open() {
        let fixes = meeting(until: 8).filter { $0.time < Fleet.dawn.adding(hours: 5) }
        let found = detector.findings(horizon: Fleet.dawn.adding(hours: 5), fixes: fixes)
        #expect(found.first?.closed == nil)
        #expect(found.count == 1)
        #expect(detector.findings(horizon: Fleet.dawn.adding(hours: 5), fixes: fixes.reversed()) == found)
    }

    @Test("five hours of drifting far from the shore is loitering; near the shore, shorter or faster is not")
    func loitering() throws {
        let far = LoiteringDetector(Fleet.reference("loitering"), rule: Fleet.loitering, shore: Fleet.openSea)
        let fixes = meeting(until: 6).filter { $0.object == Fleet.id(0) }
        let stay = try #require(far.findings(horizon: horizon, fixes: fixes).first)
        #expect(abs(stay.opened.seconds(since: Fleet.dawn.adding(hours: 1))) <= 600)
        #expect(stay.closed != nil)
        let coast = VicinityIndex(
            [Fleet.square(around: Fleet.place(east: -50_000, north: 0), meters: 20_000)], reachMeters: 37_040)
        let near = LoiteringDetector(Fleet.reference("loitering"), rule: Fleet.loitering, shore: coast)
        #expect(near.findings(horizon: horizon, fixes: fixes).isEmpty)
        let short = meeting(until: 4).filter { $0.object == Fleet.id(0) }
        #expect(far.findings(horizon: horizon, fixes: short).isEmpty)
    }

    @Test("ten minutes under way do not end a stay, half an hour does")
    func interruption() {
        let far = LoiteringDetector(Fleet.reference("loitering"), rule: Fleet.loitering, shore: Fleet.openSea)
        let still = stride(from: 0.0, through: 6, by: 1 / 6.0)
        let stays = [1 / 6.0, 0.5].map { pause in
            let fixes = still.map { hours in
                let north = min(max(0, hours - 3), pause) * 4 * 1_852
                return Fleet.fix(0, hours: hours, at: Fleet.place(east: 0, north: north), knots: nil)
            }
            return far.findings(horizon: horizon, fixes: fixes).count
        }
        #expect(stays == [1, 0])
    }

    @Test(
        "a day of three thousand vessels at ten minutes is judged in seconds",
        .enabled(if: Measured.isRelease, "times are measured in release builds"))
    func speed() {
        let day = Measured.night(vessels: 3_000).flatMap { fix in
            (0..<12).map { step in
                var copy = fix
                copy.time = fix.time.adding(seconds: Double(step) * 600)
                return copy
            }
        }
        Measured.report("encounter, 3,000 vessels, 14 h at 10 min") {
            detector.findings(horizon: horizon, fixes: day).count
        }
    }
}
