import GeoCore
import LiveMap
import Testing

@Suite("NMEAReplay")
struct NMEAReplayTests {
    private func ship(_ second: Int) -> String {
        NMEA.sentence(
            bits: NMEA.classA(mmsi: 574_012_345, speed: 61, longitude: 65_940_000, latitude: 8_160_000, second: second))
    }

    private func times(_ text: String, start: String?) throws -> [String] {
        var replay = NMEAReplay(start: start.flatMap { Instant(rfc3339: $0) })
        var batch = replay.consume(Array(text.utf8))
        batch.append(replay.finish())
        return batch.reports.map { $0.fix.time.rfc3339(offsetMinutes: 0) }
    }

    @Test("without times of its own the seconds lead on from the start, over minutes and a little backward")
    func seconds() throws {
        let text = [50, 58, 3, 59, 25, 50, 15].map(ship).joined()
        #expect(
            try times(text, start: "2026-11-21T07:00:45Z") == [
                "2026-11-21T07:00:50Z", "2026-11-21T07:00:58Z", "2026-11-21T07:01:03Z", "2026-11-21T07:00:59Z",
                "2026-11-21T07:01:25Z", "2026-11-21T07:01:50Z", "2026-11-21T07:02:15Z",
            ])
    }

    @Test("a position without a second has the time that the recording has come to")
    func withoutSecond() throws {
        #expect(
            try times(ship(50) + ship(60), start: "2026-11-21T07:00:45Z") == [
                "2026-11-21T07:00:50Z", "2026-11-21T07:00:50Z",
            ])
    }

    @Test("tag blocks say the time, and no start is needed")
    func tagBlocks() throws {
        let text = NMEA.tagged("c:1795244440") + ship(33) + NMEA.tagged("c:1795330840") + ship(33)
        #expect(try times(text, start: nil) == ["2026-11-21T07:00:33Z", "2026-11-22T07:00:33Z"])
    }

    @Test("a recording without any time gives nothing and says how much")
    func untimed() {
        var replay = NMEAReplay()
        #expect(replay.consume(Array((ship(1) + ship(2)).utf8)).isEmpty)
        #expect(replay.untimed == 2)
    }

    @Test("a base station says the time where nothing else does")
    func baseStations() throws {
        let station = "!AIVDM,1,1,,A,403OviQuMGCqWrRO9>E6fE700@GO,0*4D\n"
        #expect(try times(ship(5) + station + ship(41), start: nil) == ["2007-05-14T19:57:41Z"])
    }
}
