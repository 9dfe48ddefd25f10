import GeoCore
import Testing

@Suite("Instant")
struct InstantTests {
    @Test(
        "RFC 3339 is read to the millisecond",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2026-11-21T14:05:00+07:00", 1_795_244_700_000),
            ("2026-11-21t07:05:00.25z", 1_795_244_700_250), ("2024-02-29 23:59:59.9999-03:30", 1_709_263_799_999),
            ("2016-12-31T23:59:60Z", 1_483_228_800_000), ("1969-12-31T23:59:59.5Z", -500),
        ] as [(String, Int64)])
    func reads(_ text: String, milliseconds: Int64) {
        #expect(Instant(rfc3339: text)?.milliseconds == milliseconds)
    }

    @Test(
        "what is no moment is refused",
        arguments: [
            "", "2026-11-21", "2026-11-21T14:05:00", "2026-02-29T00:00:00Z", "2026-11-21T24:00:00Z",
            "2026-11-21T14:05:60Z",
            "2026-11-21T14:05:00.Z", "2026-11-21T14:05:00+7:00", "2026-11-21T14:05:00Z ", "２026-11-21T14:05:00Z",
        ])
    func refuses(_ text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }

    @Test(
        "what is written is read back, before and after 1970",
        arguments: [-62_135_596_800_001, -1, 0, 1_795_244_700_250] as [Int64])
    func writes(_ milliseconds: Int64) {
        let instant = Instant(milliseconds: milliseconds)
        for offset in [0, 420, -210] {
            #expect(Instant(rfc3339: instant.rfc3339(offsetMinutes: offset)) == instant)
        }
    }

    @Test("a day begins at its midnight at the place and is named by the calendar")
    func knowsDays() throws {
        let instant = try #require(Instant(rfc3339: "2026-11-21T00:30:00+07:00"))
        #expect(instant.day().description == "2026-11-21")
        #expect(instant.day(offsetMinutes: 0).description == "2026-11-20")
        #expect(instant.day().weekday == 6)
        #expect(instant.day().start() == instant.adding(seconds: -1_800))
        #expect(try #require(CivilDay("2024-02-28")).adding(days: 2).description == "2024-03-01")
        #expect(CivilDay("2026-2-01") == nil && CivilDay("2026-02-30") == nil)
    }
}
