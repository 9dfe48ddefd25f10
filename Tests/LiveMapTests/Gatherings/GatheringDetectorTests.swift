import GeoCore
import LiveMap
import Testing

@Suite("GatheringDetector")
struct GatheringDetectorTests {
    let detector = GatheringDetector(Fleet.reference("gathering"), rule: Fleet.gathering, harbours: Fleet.openSea)
    /// Three vessels within half a mile from hour 1 to hour 9, reporting at different minutes.
    let meeting = (0..<3).flatMap { number in
        Fleet.visit(
            number, at: Fleet.place(east: Double(number) * 400, north: 0), from: 1, to: 9, phase: Double(number) * 0.6)
    }

    private func judge(_ fixes: [Fix], _ detector: GatheringDetector? = nil, hours: Double = 36) -> [Violation] {
        let detector = detector ?? self.detector
        let end = detector.window(of: Fleet.dawn.adding(hours: hours))
        return detector.findings(
            in: detector.window(of: Fleet.dawn.adding(hours: -12))..<end, horizon: end, fixes: fixes)
    }

    @Test("three vessels that lie together for eight hours are one gathering, with its vessels, hours and confidence")
    func findsGathering() throws {
        let found = judge(meeting)
        let gathering = try #require(found.first)
        #expect(found.count == 1)
        #expect(gathering.objects == [0, 1, 2].map(Fleet.id))
        #expect(gathering.opened >= Fleet.dawn && gathering.opened <= Fleet.dawn.adding(hours: 2))
        #expect(try #require(gathering.closed) <= Fleet.dawn.adding(hours: 10))
        #expect(gathering.confidence > 0.9)
        #expect(GeodesicOrigin(gathering.place).distance(to: Fleet.place) < 500)
        #expect(gathering.evidence.count >= 6)
        #expect(gathering.measures.map(\.name) == ["hours", "spreadMeters", "vessels", "vesselsAtOnce"])
    }

    @Test("two vessels, or three of which one lies two miles off, are no gathering")
    func tooFew() {
        #expect(judge(meeting.filter { $0.object != Fleet.id(1) }).isEmpty)
        let apart = Fleet.visit(2, at: Fleet.place(east: 0, north: 3_704), from: 1, to: 9, phase: 1.2)
        #expect(judge(meeting.filter { $0.object != Fleet.id(2) } + apart).isEmpty)
    }

    @Test("what lies in a port, an anchorage or a storm shelter does not gather")
    func harbours() {
        let harbour = VicinityIndex([Fleet.square(around: Fleet.place, meters: 3_000)], reachMeters: 0)
        #expect(
            judge(meeting, GatheringDetector(Fleet.reference("gathering"), rule: Fleet.gathering, harbours: harbour))
                .isEmpty)
    }

    @Test("vessels that pass together at eight knots do not gather")
    func passing() {
        let fixes = (0..<4).flatMap { number in
            (0..<12).map { step in
                let hours = Double(step) * 2 + Double(number) * 0.1
                let place = Fleet.place(east: Double(number) * 100, north: hours * 8 * 1_852)
                return Fleet.fix(number, hours: hours, at: place, knots: 8)
            }
        }
        #expect(judge(fixes).isEmpty)
    }

    @Test("the order of arrival changes nothing, to the byte")
    func order() {
        let found = judge(meeting)
        #expect(judge(meeting.reversed()) == found)
        #expect(judge(meeting.sorted { ($0.object, $1.time) < ($1.object, $0.time) }) == found)
    }

    @Test("a late fix that shows one vessel elsewhere takes the gathering back")
    func lateFix() {
        let known = meeting.filter { $0.object != Fleet.id(2) || $0.time < Fleet.dawn.adding(hours: 5) }
        #expect(!judge(known, hours: 8).isEmpty)
        let elsewhere = (0..<12).map { step in
            let hours = Double(step) * 0.5 + 0.1
            return Fleet.fix(2, hours: hours, at: Fleet.place(east: 40_000, north: hours * 14_000), knots: 8)
        }
        let corrected = known.filter { $0.object != Fleet.id(2) } + elsewhere
        #expect(judge(corrected, hours: 8).isEmpty)
    }

    @Test("judging only the windows that a fix affects, widened to what is known, gives the same gatherings")
    func partial() throws {
        let all = judge(meeting)
        let late = try #require(meeting.first { $0.object == Fleet.id(1) && $0.time > Fleet.dawn.adding(hours: 5) })
        let dirty = detector.widened(detector.windows(affectedBy: late.time...late.time), to: all)
        let span = detector.span(of: dirty)
        let horizon = detector.window(of: Fleet.dawn.adding(hours: 36))
        let again = detector.findings(
            in: dirty, horizon: horizon, fixes: meeting.filter { span.contains($0.time) })
        #expect(again == all)
    }

    @Test("a gathering that still lasts at the horizon is open, and keeps its identifier when it ends")
    func openAndClosed() throws {
        let open = try #require(judge(meeting, hours: 6).first)
        #expect(open.closed == nil)
        let closed = try #require(judge(meeting).first)
        #expect(closed.closed != nil)
        #expect(open.id == closed.id)
    }

    @Test("who joins later is counted and among the evidence, and the identifier stays")
    func joining() throws {
        let joiner = Fleet.visit(7, at: Fleet.place(east: 300, north: 300), from: 5, to: 9, phase: 0.3)
        let gathering = try #require(judge(meeting + joiner).first)
        #expect(gathering.id == judge(meeting).first?.id)
        #expect(gathering.measures.contains(Measure("vessels", 4)))
        #expect(gathering.evidence.contains { $0.object == Fleet.id(7) })
    }

    @Test("devices that are suspected to be on one boat count as one vessel")
    func carried() {
        let suspicion = Violation(
            rule: Fleet.reference("carried-device"), kind: .carriedDevice, objects: [0, 1].map(Fleet.id),
            opened: Fleet.dawn.adding(hours: -5), closed: Fleet.dawn.adding(hours: 20), place: Fleet.place, evidence: []
        )
        let end = detector.window(of: Fleet.dawn.adding(hours: 36))
        let windows = detector.window(of: Fleet.dawn.adding(hours: -12))..<end
        #expect(detector.findings(in: windows, horizon: end, fixes: meeting, carried: [suspicion]).isEmpty)
    }

    @Test("two groups that come together are one gathering")
    func merging() throws {
        let others = (4..<7).flatMap { number in
            Fleet.visit(
                number, at: Fleet.place(east: 1_000 + Double(number) * 100, north: 300), from: 3, to: 11,
                phase: Double(number) * 0.2)
        }
        let found = judge(meeting + others)
        #expect(found.count == 1)
        #expect(found.first?.measures.contains(Measure("vesselsAtOnce", 6)) == true)
    }

    @Test("the confidence falls with the speed of the drift and with the gaps between fixes")
    func confidence() throws {
        func confidence(every interval: Double, knots: Double) -> Double {
            let fixes = (0..<3).flatMap { number in
                stride(from: 0.3 * Double(number), through: 24, by: interval).map {
                    Fleet.fix(number, hours: $0, at: Fleet.place(east: Double(number) * 500, north: 0), knots: knots)
                }
            }
            var rule = Fleet.gathering
            rule.leastConfidence = 0.001
            return judge(fixes, GatheringDetector(Fleet.reference("gathering"), rule: rule, harbours: Fleet.openSea))
                .first?.confidence ?? 0
        }
        let usual = confidence(every: 2, knots: 0.5)
        #expect(usual > confidence(every: 2, knots: 1.9))
        #expect(confidence(every: 2, knots: 1.9) > confidence(every: 5, knots: 1.9))
        #expect((0...1).contains(usual))
    }

    @Test("a vessel that left right after its fix is not counted for the rest of the window")
    func leaving() {
        let stay = Fleet.visit(2, at: Fleet.place(east: 0, north: 400), from: 1, to: 2.2, phase: 0)
        #expect(judge(meeting.filter { $0.object != Fleet.id(2) } + stay).isEmpty)
    }

    @Test(
        "three thousand vessels over one night of two-hour fixes are judged in well under a second",
        .enabled(if: Measured.isRelease, "times are measured in release builds"))
    func speed() {
        Measured.report("gathering, 3,000 vessels, 12 h") {
            judge(Measured.night(vessels: 3_000), hours: 12).count
        }
        Measured.report("gathering, 80,000 vessels, 12 h") {
            judge(Measured.night(vessels: 80_000), hours: 12).count
        }
    }
}
