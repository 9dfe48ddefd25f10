import GeoCore
import LiveMap
import Testing

@Suite("AISDecoder")
struct AISDecoderTests {
    /// 2026-11-21T07:00:40Z
    private let received = Instant(seconds: 1_795_244_440)

    private func decode(_ text: String) -> (messages: [AISMessage], counts: AISCounts) {
        var decoder = AISDecoder()
        var messages = decoder.consume(Array(text.utf8), received: received)
        messages += decoder.finish(received: received)
        return (messages, decoder.counts)
    }

    private func position(_ text: String) throws -> AISPosition {
        guard case .position(let position) = try #require(decode(text).messages.first) else {
            throw Unexpected(text: text)
        }
        return position
    }

    private func particulars(_ text: String) throws -> VesselParticulars {
        guard case .particulars(let said) = try #require(decode(text).messages.last) else {
            throw Unexpected(text: text)
        }
        return said
    }

    private struct Unexpected: Error { var text: String }

    @Test("a class A position gives place, speed, course, heading and status")
    func classA() throws {
        let position = try position("!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\r\n")
        #expect(position.mmsi.description == "371798000")
        #expect(position.navigationStatus == 0)
        #expect(position.speedKnots == 12.3)
        #expect(position.courseDegrees == 224)
        #expect(position.headingDegrees == 215)
        #expect(position.second == 33)
        #expect(position.isAccurate)
        let place = try #require(position.coordinate)
        #expect(abs(place.longitude - -123.395383333) < 1e-8)
        #expect(abs(place.latitude - 48.381633333) < 1e-8)
    }

    @Test("the second of a message is resolved to the moment just before it was received")
    func resolvesSeconds() throws {
        let position = try position("!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\r\n")
        #expect(position.time == Instant(rfc3339: "2026-11-21T07:00:33Z"))
        #expect(position.received == received)
        #expect(!position.hasStationTime)
    }

    @Test(
        "a second goes to the minute in which it lies nearest before the arrival, ten seconds of a slow clock allowed",
        arguments: [
            ("2026-11-21T07:00:33Z", "2026-11-21T07:00:33Z"), ("2026-11-21T07:00:23Z", "2026-11-21T07:00:33Z"),
            ("2026-11-21T07:00:22.999Z", "2026-11-21T06:59:33Z"), ("2026-11-21T07:01:22Z", "2026-11-21T07:00:33Z"),
            ("1969-12-31T23:59:40Z", "1969-12-31T23:59:33Z"),
        ])
    func minutes(_ arrival: String, _ expected: String) throws {
        var decoder = AISDecoder()
        let messages = decoder.consume(
            Array("!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\n".utf8),
            received: try #require(Instant(rfc3339: arrival)))
        guard case .position(let position)? = messages.first else { throw Unexpected(text: arrival) }
        #expect(position.time == Instant(rfc3339: expected))
    }

    @Test("what a station marks as not available is nil, and a position without a place gives no fix")
    func notAvailable() throws {
        let text = NMEA.sentence(
            bits: NMEA.classA(mmsi: 574_012_345, speed: 1_023, longitude: 108_600_000, latitude: 54_600_000))
        let position = try position(text)
        #expect(position.coordinate == nil)
        #expect(position.speedKnots == nil)
        #expect(position.courseDegrees == nil)
        #expect(position.headingDegrees == nil)
        #expect(position.second == nil)
        #expect(position.navigationStatus == nil)
        #expect(position.time == received)
        #expect(position.report == nil)
        #expect(PositionBatch(decode(text).messages).isEmpty)
    }

    @Test("a fix of AIS is called by its MMSI, which is also its device")
    func givesFixes() throws {
        let text = NMEA.sentence(
            bits: NMEA.classA(mmsi: 574_012_345, speed: 61, longitude: 65_940_000, latitude: 8_160_000))
        let report = try #require(try position(text).report)
        #expect(report.fix.object == ObjectID("mmsi574012345"))
        #expect(report.fix.device == "574012345")
        #expect(report.fix.source == .ais)
        #expect(report.fix.speedKnots == 6.1)
        #expect(report.fix.coordinate == Coordinate(longitude: 109.9, latitude: 13.6))
        #expect(report.kind == "vessel")
    }

    @Test("the static report of class A takes two sentences and gives name, call sign, type, number and size")
    func staticOfClassA() throws {
        let said = try particulars(
            """
            !AIVDM,2,1,1,A,55?MbV02;H;s<HtKR20EHE:0@T4@Dn2222222216L961O5Gf0NSQEp6ClRp8,0*1C
            !AIVDM,2,2,1,A,88888888880,2*25

            """)
        #expect(said.mmsi.description == "351759000")
        #expect(said.name == "EVER DIADEM")
        #expect(said.callSign == "3FOF8")
        #expect(said.imoNumber == 9_134_270)
        #expect(said.shipType == 70)
        #expect(said.lengthMeters == 295)
        #expect(said.widthMeters == 32)
    }

    @Test("the two parts of a class B static report come as they are, each with what it says")
    func staticOfClassB() throws {
        let name = try particulars("!AIVDM,1,1,,A,H42O55i18tMET00000000000000,2*6D\n")
        #expect(name == VesselParticulars(mmsi: try #require(MMSI(271_041_815)), name: "PROGUY"))
        let rest = try particulars("!AIVDM,1,1,,A,H42O55lti4hhhilD3nink000?050,0*40\n")
        #expect(rest.name == nil)
        #expect(rest.callSign == "TC6163")
        #expect(rest.shipType == 60)
        #expect(rest.lengthMeters == 15)
        #expect(rest.widthMeters == 5)
    }

    @Test("an extended class B report is a position and particulars")
    func extendedClassB() throws {
        let found = decode("!AIVDM,1,1,,B,C5N3SRgPEnJGEBT>NhWAwwo862PaLELTBJ:V00000000S0D:R220,0*0B\n")
        #expect(found.messages.count == 2)
        #expect(found.counts.messages == 2)
        let said = try particulars("!AIVDM,1,1,,B,C5N3SRgPEnJGEBT>NhWAwwo862PaLELTBJ:V00000000S0D:R220,0*0B\n")
        #expect(said.name == "CAPT.J.RIMES")
        #expect(said.lengthMeters == 26)
        #expect(said.widthMeters == 8)
    }

    @Test("a long-range position is in tenths of a minute and has no second")
    func longRange() throws {
        let position = try position("!AIVDM,1,1,,A,KCQ9r=hrFUnH7P00,0*41\n")
        #expect(position.mmsi.description == "236091959")
        #expect(position.second == nil)
        #expect(position.time == received)
        let place = try #require(position.coordinate)
        #expect(abs(place.longitude - -154.20166667) < 1e-6)
        #expect(abs(place.latitude - 87.065) < 1e-6)
        #expect(position.speedKnots == 0)
        #expect(position.courseDegrees == 0)
    }

    @Test("a base station gives its time and place")
    func baseStation() throws {
        let messages = decode("!AIVDM,1,1,,A,403OviQuMGCqWrRO9>E6fE700@GO,0*4D\n").messages
        guard case .clock(let clock)? = messages.first else { throw Unexpected(text: "no clock") }
        #expect(clock.time == Instant(rfc3339: "2007-05-14T19:57:39Z"))
        #expect(abs(try #require(clock.coordinate).latitude - 36.883766667) < 1e-8)
    }

    @Test("a tag block's time goes before the arrival", arguments: ["1609841515", "1609841515250"])
    func tagBlocks(_ time: String) throws {
        let sentence = "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\n"
        let position = try position(NMEA.tagged("s:QNH01,c:" + time) + sentence)
        #expect(position.received == Instant(milliseconds: time.count > 10 ? 1_609_841_515_250 : 1_609_841_515_000))
        #expect(position.hasStationTime)
        #expect(position.time.rfc3339(offsetMinutes: 0) == "2021-01-05T10:11:33Z")
    }

    @Test("a damaged tag block is counted, and its sentence is read as if it had none")
    func damagedTags() {
        let found = decode("\\c:1609841515*00\\!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\n")
        #expect(found.counts.faults == [.tagBlock: 1])
        guard case .position(let position)? = found.messages.first else { return #expect(Bool(false)) }
        #expect(position.received == received)
    }

    @Test("a time that a coast guard writes behind the checksum counts like a tag block's")
    func trailingTimes() throws {
        let position = try position(
            "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A,s28089,d-103,x147521,r08TPHI1,1242958962\n")
        #expect(position.received == Instant(seconds: 1_242_958_962))
    }

    @Test("messages of several sentences are told apart by sequence, channel and station")
    func interleaved() {
        let first = "55?MbV02;H;s<HtKR20EHE:0@T4@Dn2222222216L961O5Gf0NSQEp6ClRp8"
        let parts = ["1", "2"].flatMap { sequence in
            [
                NMEA.framed("AIVDM,2,1,\(sequence),A,\(first),0"),
                NMEA.framed("AIVDM,2,2,\(sequence),A,88888888880,2"),
            ]
        }
        let found = decode(parts[0] + parts[2] + parts[1] + parts[3])
        #expect(found.messages.count == 2)
        #expect(found.counts.faults.isEmpty)
        let stations = decode(
            NMEA.tagged("s:a") + parts[0] + NMEA.tagged("s:b") + parts[1] + NMEA.tagged("s:a") + parts[1])
        #expect(stations.messages.count == 1)
        #expect(stations.counts.faults == [.strayPart: 1])
    }

    @Test("a message whose other part never comes is given up after so many sentences")
    func givesUp() {
        var decoder = AISDecoder(limits: .init(openMessages: 2, patience: 3))
        let single = NMEA.framed("AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0")
        let begun = { (sequence: Int) in
            NMEA.framed("AIVDM,2,1,\(sequence),A,55?MbV02;H;s<HtKR20EHE:0@T4@Dn2222222216,0")
        }
        _ = decoder.consume(Array((begun(1) + single + single + single).utf8), received: received)
        #expect(decoder.counts.faults.isEmpty)
        _ = decoder.consume(Array(single.utf8), received: received)
        #expect(decoder.counts.faults == [.incomplete: 1])
        _ = decoder.consume(Array((begun(1) + begun(2) + begun(3)).utf8), received: received)
        #expect(decoder.counts.faults == [.incomplete: 2])
    }

    @Test(
        "what is malformed is counted by its reason and stops nothing",
        arguments: [
            ("!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4B", AISFault.checksum),
            ("!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0", .noChecksum),
            ("!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4", .noChecksum),
            (NMEA.framed("AIVDM,1,1,,A,0"), .fields), (NMEA.framed("AIVDM,1,2,,A,15RT,0"), .fields),
            (NMEA.framed("AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,6"), .fields),
            (NMEA.framed("AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g20~CQ,0"), .armour),
            (NMEA.framed("AIVDM,1,1,,A,15RTgt0PAso,0"), .length),
            (NMEA.framed("AIVDM,1,1,,A,100000000000000000000000000000,0"), .identity),
            (NMEA.framed("AIVDM,2,2,1,A,88888888880,2"), .strayPart),
            ("!AIVDM,1,1,,A," + String(repeating: "1", count: 2_000) + ",0*00", .tooLong),
        ])
    func malformed(_ line: String, _ fault: AISFault) {
        let good = "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\n"
        let found = decode(good + line + "\r\n" + good)
        #expect(found.counts.faults == [fault: 1])
        #expect(found.messages.count == 2)
    }

    @Test("other sentences, comments and types that are not looked at are no faults")
    func others() {
        let found = decode(
            """
            # !AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4B
            $GPGGA,214233.00,5250.53767,N,00542.34998,E,1,08,1.03,1.7,M,46.3,M,,*5E
            !AIVDM,1,1,,B,:5MlU41GMK6@,0*6C

            """)
        #expect(found.counts.faults.isEmpty)
        #expect(found.counts.otherLines == 2)
        #expect(found.counts.otherTypes == 1)
        #expect(found.counts.sentences == 1)
    }

    @Test("chunks may end anywhere")
    func chunks() {
        let text = Array(
            """
            !AIVDM,2,1,1,A,55?MbV02;H;s<HtKR20EHE:0@T4@Dn2222222216L961O5Gf0NSQEp6ClRp8,0*1C
            !AIVDM,2,2,1,A,88888888880,2*25
            !AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A

            """.utf8)
        for size in 1...40 {
            var decoder = AISDecoder()
            var messages: [AISMessage] = []
            for start in stride(from: 0, to: text.count, by: size) {
                messages += decoder.consume(Array(text[start..<min(start + size, text.count)]), received: received)
            }
            #expect(messages.count == 2)
            #expect(decoder.counts.faults.isEmpty)
        }
    }
}
