import GeoCore
import LiveMap
import Testing

@Suite("VesselJudge")
struct VesselJudgeTests {
    @Test("a large boat that fishes in the near zone is told once, from its first slow fix to when it is seen outside")
    func fishesTooNear() throws {
        var voyage = try Voyage(18)
        voyage.at(0, 110.2, 13.8, 8)
        voyage.at(2, 109.8, 13.8, 3)
        voyage.at(4, 109.75, 13.85, 2.5)
        voyage.at(6, 109.8, 13.8, 3)
        voyage.at(8, 110.2, 13.8, 8)
        voyage.at(10, 110.3, 13.8, 8)
        voyage.at(12, 110.4, 13.8, 3)
        let found = voyage.judged(until: 12)
        #expect(found.count == 1)
        let violation = try #require(found.first)
        #expect(violation.id == "wrong-zone.long.bd99119.\(Voyage.hour(2).milliseconds)")
        #expect(violation.closed == Voyage.hour(8))
        #expect(violation.evidence.count == 3)
        #expect(violation.measures.contains(Measure("fishingHours", 4)))
    }

    @Test("fishing back and forth over the edge of a zone is told once, with the hours that lie inside")
    func fishesOverTheEdge() throws {
        var voyage = try Voyage(18)
        voyage.at(0, 110.2, 13.8, 8)
        for hour in 1..<8 { voyage.at(Double(hour) * 2, hour.isMultiple(of: 2) ? 110.03 : 109.97, 13.8, 3) }
        for hour in 8..<11 { voyage.at(Double(hour) * 2, 110.2, 13.8, 8) }
        let found = voyage.judged(until: 20)
        #expect(found.map(\.zone?.id) == ["long"])
        #expect(found.first?.opened == Voyage.hour(2) && found.first?.closed == Voyage.hour(16))
        let hours = found.first?.measures.first { $0.name == "fishingHours" }?.value ?? 0
        #expect(abs(hours - 6) < 0.1)
    }

    @Test("a boat that works beside a zone and strays into it once is not told")
    func strays() throws {
        var voyage = try Voyage(18)
        for (hour, longitude) in [110.05, 110.03, 109.97, 110.03, 110.05, 110.04].enumerated() {
            voyage.at(Double(hour) * 2, longitude, 13.8, 3)
        }
        #expect(voyage.judged(until: 10).isEmpty)
    }

    @Test(
        "a fix that goes out and comes back at a speed that no fix tells of is left out, one that stays out is judged")
    func doubtsSpikes() throws {
        var voyage = try Voyage(18)
        for hour in 0..<6 { voyage.at(Double(hour) * 2, hour == 3 ? 112.2 : 111.5, 13.8, 3) }
        let stretch = VesselTimeline.judge(
            voyage.fixes, from: VesselJudge(voyage.facts), until: Voyage.hour(10), in: Sea.context)
        #expect(stretch.violations.isEmpty && stretch.suspects.map(\.time) == [Voyage.hour(6)])
        voyage.fixes.removeLast(2)
        for hour in 4..<6 { voyage.at(Double(hour) * 2, 112.21, 13.8, 3) }
        let moved = VesselTimeline.judge(
            voyage.fixes, from: VesselJudge(voyage.facts), until: Voyage.hour(10), in: Sea.context)
        #expect(moved.suspects.isEmpty)
        #expect(moved.violations.map(\.rule.id) == ["boundary-approach", "boundary-crossing"])
        #expect(moved.violations.allSatisfy { $0.opened == Voyage.hour(6) })
    }

    @Test("a fast boat that says how fast it is is not doubted")
    func believesFastBoats() throws {
        var voyage = try Voyage(18)
        for hour in 0..<4 { voyage.at(Double(hour), 110.5 + Double(hour) * 0.3, 13.8, 17) }
        let outcome = VesselTimeline.judge(
            voyage.fixes, from: VesselJudge(voyage.facts), until: Voyage.hour(3), in: Sea.context)
        #expect(outcome.suspects.isEmpty)
    }

    @Test("a passage between port and open sea through both near zones is no violation, with or without a lane")
    func passes() throws {
        var voyage = try Voyage(18)
        voyage.at(0, 109.03, 13.5, 0)
        voyage.at(2, 109.3, 13.7, 8)
        voyage.at(4, 109.6, 13.7, 4.5)
        voyage.at(6, 109.9, 13.7, 9)
        voyage.at(8, 110.3, 13.7, 9)
        #expect(voyage.judged(until: 8).isEmpty)
    }

    @Test("nothing is judged in a port, a lane or an anchorage, however slow", arguments: [109.02, 109.2])
    func exempts(longitude: Double) throws {
        var voyage = try Voyage(18)
        for hour in 0..<10 { voyage.at(Double(hour) * 2, longitude, 13.5, 2) }
        #expect(voyage.judged(until: 18).isEmpty)
    }

    @Test("a boat that stays under way in a zone not its own for longer than a passage takes is told")
    func overstays() throws {
        var voyage = try Voyage(18)
        for hour in 0..<24 { voyage.at(Double(hour) * 2, hour.isMultiple(of: 2) ? 109.6 : 109.9, 13.8, 9) }
        let found = voyage.judged(until: 46)
        #expect(found.map(\.opened) == [Voyage.hour(0)])
        #expect(found.first?.rule.id == "wrong-zone")
    }

    @Test(
        "the table of lengths says who may fish where",
        arguments: [
            (18.0, VesselRole.fishing, 110.5, 0), (18, .fishing, 109.7, 1), (18, .fishing, 109.3, 1),
            (13, .fishing, 110.5, 1), (13, .fishing, 109.7, 0), (13, .fishing, 109.3, 1),
            (9, .fishing, 110.5, 1), (9, .fishing, 109.7, 1), (9, .fishing, 109.3, 0),
            (18, .logistics, 109.3, 0), (13, .logistics, 110.5, 1), (13, .logistics, 109.3, 0),
            (9, .logistics, 109.7, 1),
        ])
    func judgesByLength(length: Double, role: VesselRole, longitude: Double, count: Int) throws {
        var voyage = try Voyage(length, role)
        for hour in 0..<3 { voyage.at(Double(hour) * 2, longitude, 13.2, 2) }
        #expect(voyage.judged(until: 4).count == count)
    }

    @Test("a small boat is bound to the belt of its province unless the provinces agree")
    func judgesByProvince() throws {
        var voyage = try Voyage(9)
        for hour in 0..<3 { voyage.at(Double(hour) * 2, 109.3, 14.5, 2) }
        #expect(voyage.judged(until: 4).map(\.zone?.id) == ["ven-bo-51"])
        var rules = Sea.rules
        var fishing = Sea.fishing
        fishing.agreements = ["52": ["51"]]
        rules.fishingZones = Sea.series("wrong-zone", fishing)
        #expect(voyage.judged(until: 4, in: JudgingContext(rules: rules, zones: Sea.zones)).isEmpty)
    }

    @Test("a fix a stone's throw within the border does not count, nor does one that flaps over it")
    func doesNotFlap() throws {
        var voyage = try Voyage(18)
        for hour in 0..<8 { voyage.at(Double(hour), hour.isMultiple(of: 2) ? 109.9995 : 110.0005, 13.8, 2) }
        #expect(voyage.judged(until: 8).isEmpty)
    }

    @Test("a boat that goes through a prohibited area between two fixes is told, as sure as the straight way is")
    func jumpsNoZone() throws {
        var voyage = try Voyage(18)
        voyage.at(0, 110.45, 13.55, 9)
        voyage.at(2, 110.75, 13.55, 9)
        let found = voyage.judged(until: 2)
        #expect(found.map(\.zone?.id) == ["cam"])
        let violation = try #require(found.first)
        #expect(violation.opened > Voyage.hour(0) && violation.closed ?? .init(seconds: 0) < Voyage.hour(2))
        #expect(violation.confidence > 0.5 && violation.confidence < 1)
        let outcome = VesselTimeline.judge(
            voyage.fixes, from: VesselJudge(voyage.facts), until: Voyage.hour(2), in: Sea.context)
        #expect(outcome.transitions.map(\.event) == [.enter, .cross])
    }

    @Test("nearing a line is told in steps and being beyond it as a crossing, both closed on the way back")
    func nearsAndCrosses() throws {
        var voyage = try Voyage(18)
        for (hour, longitude) in [111.5, 111.8, 111.95, 112.1, 111.95, 111.6].enumerated() {
            voyage.at(Double(hour) * 2, longitude, 13.5, 8)
        }
        let found = voyage.judged(until: 10)
        #expect(found.map(\.rule.id) == ["boundary-approach", "boundary-crossing"])
        let approach = try #require(found.first)
        #expect(approach.opened == Voyage.hour(2) && approach.closed == Voyage.hour(10))
        #expect(approach.measures.contains(Measure("warningMiles", 6)))
        let crossing = try #require(found.last)
        #expect(crossing.opened == Voyage.hour(6) && crossing.closed == Voyage.hour(8))
        let beyond = try #require(crossing.measures.first?.value)
        let meters = Geodesic.distance(
            from: Coordinate(x: 112, y: 13.5), to: Coordinate(x: 112.1, y: 13.5))
        #expect(abs(beyond - meters) < 5)
    }

    @Test("a position at the very moment at which silence would be told is on time, also if it was just told")
    func holdsApproach() throws {
        let degree = Geodesic.distance(from: Coordinate(x: 111.5, y: 13.5), to: Coordinate(x: 112, y: 13.5)) / 0.5
        var voyage = try Voyage(18)
        for (hour, miles, meters) in [(0.0, 14.0, 0.0), (1, 15, 50), (2, 14, 0), (3, 15, 150), (4, 14, 0)] {
            voyage.at(hour, 112 - (miles * 1_852 + meters) / degree, 13.5, 8)
        }
        let found = voyage.judged(until: 4)
        #expect(found.map(\.opened) == [Voyage.hour(0), Voyage.hour(4)])
        #expect(found.map(\.closed) == [Voyage.hour(3), nil])
    }

    @Test("a position at the very moment at which silence would be told is on time, also where it was just told")
    func isOnTime() throws {
        var voyage = try Voyage(18)
        voyage.at(0, 110.5, 14.5, 3)
        voyage.at(6, 110.6, 14.5, 3)
        #expect(voyage.judged(until: 6).isEmpty)
        var judge = VesselJudge(voyage.facts)
        _ = judge.apply(voyage.fixes[0], in: Sea.context)
        let told = judge.advance(to: Voyage.hour(6), in: Sea.context)
        #expect(told.map(\.violation.rule.id) == ["signal-lost"])
        let taken = judge.apply(voyage.fixes[1], in: Sea.context).findings
        #expect(taken == told.map { .withdrawn($0.violation) })
    }

    @Test("silence is late, then lost, then too long, and ends with a fix; what was due is counted")
    func fallsSilent() throws {
        var voyage = try Voyage(18)
        voyage.at(0, 110.5, 14.5, 3)
        var judge = VesselJudge(voyage.facts)
        _ = judge.apply(voyage.fixes[0], in: Sea.context)
        let states = [1.0, 3, 7].map { judge.signal(at: Voyage.hour($0), in: Sea.context)?.state }
        #expect(states == [.ok, .late, .lost])
        #expect(judge.advance(to: Voyage.hour(5.9), in: Sea.context).isEmpty)
        #expect(judge.advance(to: Voyage.hour(6), in: Sea.context).map(\.violation.rule.id) == ["signal-lost"])
        #expect(judge.advance(to: Voyage.hour(11), in: Sea.context).isEmpty)
        voyage.at(10, 110.6, 14.5, device: "", .manual)
        voyage.at(250, 110.5, 14.5, 3)
        let found = voyage.judged(until: 250)
        #expect(found.map(\.rule.id) == ["signal-lost", "signal-no-return"])
        #expect(found.map(\.opened) == [Voyage.hour(6), Voyage.hour(240)])
        #expect(found.allSatisfy { $0.closed == Voyage.hour(250) })
        #expect(found[0].measures.contains(Measure("positionsDue", 40)))
        #expect(found[0].measures.contains(Measure("positionsTold", 1)))
    }

    @Test("a boat in port may be silent, and a position told from port stops the clock")
    func isSilentInPort() throws {
        var voyage = try Voyage(18)
        voyage.at(0, 109.2, 13.2, 8)
        voyage.at(2, 109.02, 13.5, 0)
        #expect(voyage.judged(until: 500).isEmpty)
        voyage.at(100, 110.5, 14.5, 8)
        voyage.at(109, 109.02, 13.5, 0, device: "", .manual)
        let found = voyage.judged(until: 500)
        #expect(found.map(\.closed) == [Voyage.hour(109)])
    }

    @Test("a boat last heard minutes before port is told only after a day and less sure, one that steered away at once")
    func fallsSilentBeforePort() throws {
        for (course, opened, confidence) in [(270.0, 24.0, 0.3), (90, 6, 1)] {
            var voyage = try Voyage(18)
            voyage.at(0, 109.08, 13.45, 6)
            voyage.fixes[0].courseDegrees = course
            #expect(voyage.judged(until: 23.9).isEmpty == (opened == 24))
            let found = voyage.judged(until: 30)
            #expect(found.map(\.opened) == [Voyage.hour(opened)] && found.map(\.confidence) == [confidence])
        }
    }

    @Test("a device that sends wrong places is not silent, for a day")
    func hearsWrongPlaces() throws {
        var voyage = try Voyage(18)
        voyage.at(0, 110.5, 14.5, 3)
        for hour in 1..<4 { voyage.at(Double(hour) * 2, 0, 0, 3) }
        #expect(voyage.judged(until: 11).isEmpty)
        for hour in 4..<20 { voyage.at(Double(hour) * 2, 0, 0, 3) }
        #expect(voyage.judged(until: 40).map(\.opened) == [Voyage.hour(28)])
    }

    @Test("boats shorter than those that carry a device are not told for silence")
    func knowsCarriage() throws {
        var voyage = try Voyage(14.9)
        voyage.at(0, 109.7, 14.5, 3)
        #expect(voyage.judged(until: 500).isEmpty)
    }

    @Test("impossible places, jumps and second devices are kept out and counted")
    func keepsOut() throws {
        var voyage = try Voyage(18)
        voyage.at(0, 110.5, 14.5, 3)
        voyage.at(1, 0, 0, 3)
        voyage.at(2, 110.52, 14.5, 3)
        voyage.at(3, 112.5, 14.5, 3)
        voyage.at(4, 110.54, 14.5, 3)
        voyage.at(5, 109.3, 13.3, 3, device: "v2")
        voyage.at(6, 110.56, 14.5, 3)
        voyage.at(6.5, 14.5, 110.5, 3)
        let stretch = VesselTimeline.judge(
            voyage.fixes, from: VesselJudge(voyage.facts), until: Voyage.hour(7), in: Sea.context)
        #expect(stretch.violations.isEmpty)
        #expect(stretch.suspects.count == 4)
        #expect(stretch.judge.suspects.places == 2)
        #expect(stretch.judge.suspects.speeds == 1)
        #expect(stretch.judge.suspects.devices == 1)
    }

    @Test("where a wrong fix came first, three that agree against it are judged")
    func reinstates() throws {
        var voyage = try Voyage(18)
        voyage.at(0, 111, 14.9, 3)
        for hour in 1..<5 { voyage.at(Double(hour), 109.8, 13.2, 3) }
        let stretch = VesselTimeline.judge(
            voyage.fixes, from: VesselJudge(voyage.facts), until: Voyage.hour(5), in: Sea.context)
        #expect(stretch.suspects.isEmpty)
        #expect(stretch.violations.map(\.opened) == [Voyage.hour(1)])
    }
}
