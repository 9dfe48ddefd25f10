import GeoCore
import LiveMap
import Testing

@Suite("OutageDetector")
struct OutageDetectorTests {
    @Test("700 boats silent at once are one outage with their list, and none of them is told for silence")
    func findsTheNetwork() throws {
        var fleet = OutageFleet(boats: 1_200)
        fleet.silence(0..<700, from: 20.3, to: 31)
        fleet.report(until: 60)
        let outages = fleet.detector().outages(at: Voyage.hour(60))
        #expect(outages.count == 1)
        let outage = try #require(outages.first)
        let listed = Set(outage.lastFixes.keys)
        #expect((0..<700).allSatisfy { listed.contains(fleet.ids[$0]) })
        #expect(listed.count <= 705)
        #expect(abs(outage.start.seconds(since: Voyage.hour(20.3))) <= 2 * 3_600)
        let end = try #require(outage.end)
        #expect(abs(end.seconds(since: Voyage.hour(31))) <= 2 * 3_600)
        #expect(outage.violation.objects.isEmpty)
        #expect(outage.violation.id == "network-outage.\(outage.start.milliseconds)")
        #expect(fleet.violations(in: outages, until: 60).isEmpty)
        #expect(fleet.violations(in: [], until: 60).count == 700)
    }

    @Test("700 of 2,600 boats are an outage, and one that is heard on and falls silent later is told at its own hour")
    func findsAPart() throws {
        var fleet = OutageFleet(boats: 2_600)
        fleet.silence(0..<700, from: 20.3, to: 31)
        fleet.silence(900..<901, from: 23.5, to: 40)
        fleet.report(until: 48)
        let outages = fleet.detector(leastShare: 0.1).outages(at: Voyage.hour(48))
        #expect(outages.count == 1)
        #expect(try #require(outages.first).lastFixes[fleet.ids[900]] == nil)
        let told = fleet.violations(in: outages, until: 48)
        #expect(told.map(\.objects) == [[fleet.ids[900]]])
        #expect(try #require(told.first).opened < Voyage.hour(30))
    }

    @Test("a boat still silent after the network is back is told less surely, since it may have come into port")
    func isLessSure() throws {
        var fleet = OutageFleet(boats: 300)
        fleet.silence(1..<200, from: 20, to: 30)
        fleet.silence(0..<1, from: 20, to: 99)
        fleet.report(until: 60)
        let told = fleet.violations(in: fleet.detector().outages(at: Voyage.hour(60)), until: 60)
        #expect(told.map(\.confidence) == [0.3])
    }

    @Test(
        "a boat on its way in that an outage hid may have come into port: it is told a day after, one bound outward after six hours"
    )
    func mayHaveComeIn() throws {
        for (course, hours) in [(270.0, 24.0), (90.0, 6.0)] {
            var boat = try Voyage(18)
            for step in 0...6 {
                boat.fixes.append(
                    Fix(
                        object: boat.facts.id, time: Voyage.hour(Double(step) * 2),
                        coordinate: Coordinate(x: 110 - Double(step) / 12, y: 13.5), speedKnots: 8,
                        courseDegrees: course, device: "v1", source: .vms))
            }
            let last = try #require(boat.fixes.last)
            let outage = Outage(
                rule: RuleReference(id: "network-outage", version: Sea.day), start: Voyage.hour(13),
                end: Voyage.hour(30), share: 0.4, lastFixes: [boat.facts.id: last])
            let context = JudgingContext(rules: Sea.rules, zones: Sea.zones, boundaries: [], outages: [outage])
            let told = boat.judged(until: 60, in: context).filter { $0.rule.id == "signal-lost" }
            #expect(told.map(\.opened) == [Voyage.hour(30 + hours)])
            #expect(told.map(\.confidence) == [0.3])
        }
    }

    @Test("the outage is known before the first of its boats would be told as lost", arguments: [0.0, 0.3, 0.5, 0.9])
    func isInTime(offset: Double) throws {
        var fleet = OutageFleet(boats: 1_200)
        fleet.silence(0..<700, from: 20 + offset, to: 90)
        fleet.report(until: 60)
        let detector = fleet.detector()
        let first = stride(from: 20.0, to: 40, by: 0.05).first {
            !detector.outages(at: Voyage.hour($0)).isEmpty
        }
        #expect(try #require(first) < 20 + offset + 4)
        let outage = try #require(detector.outages(at: Voyage.hour(60)).first)
        #expect(outage.end == nil)
    }

    @Test("boats that fall silent one by one are told one by one")
    func leavesBoatsAlone() {
        var fleet = OutageFleet(boats: 1_200)
        for boat in 0..<100 { fleet.silence(boat..<boat + 1, from: Double(boat) / 2 + 1, to: Double(boat) / 2 + 12) }
        fleet.report(until: 80)
        #expect(fleet.detector().outages(at: Voyage.hour(80)).isEmpty)
        #expect(fleet.violations(in: [], until: 80).count == 100)
    }

    @Test("a boat still silent when the network is back is told six hours later")
    func restartsTheClock() throws {
        var fleet = OutageFleet(boats: 1_200)
        fleet.silence(1..<700, from: 20, to: 30)
        fleet.silence(0..<1, from: 20, to: 99)
        fleet.report(until: 60)
        let outages = fleet.detector().outages(at: Voyage.hour(60))
        let end = try #require(outages.first?.end)
        #expect(fleet.violations(in: outages, until: 60).map(\.opened) == [end.adding(hours: 6)])
    }

    @Test("it finds the same in any order of arrival, and the same once the past is forgotten")
    func ignoresOrder() {
        var fleet = OutageFleet(boats: 300)
        fleet.silence(0..<200, from: 70, to: 76)
        fleet.report(until: 100)
        let expected = fleet.detector().outages(at: Voyage.hour(100))
        var random = SplitMix(seed: 7)
        fleet.fixes.shuffle(using: &random)
        #expect(fleet.detector().outages(at: Voyage.hour(100)) == expected)
        var detector = fleet.detector()
        detector.forget(asOf: Voyage.hour(110))
        #expect(detector.outages(at: Voyage.hour(100)) == expected)
        #expect(expected.count == 1)
    }

    @Test("those whose silence a newly known outage explains are named with when they fell silent")
    func namesTheAffected() throws {
        var fleet = OutageFleet(boats: 300)
        fleet.silence(0..<200, from: 20, to: 30)
        fleet.report(until: 60)
        let outages = fleet.detector().outages(at: Voyage.hour(60))
        let affected = Outage.affected(from: [], to: outages)
        #expect(affected.count == outages.first?.lastFixes.count)
        #expect(Outage.affected(from: outages, to: outages).isEmpty)
    }
}
