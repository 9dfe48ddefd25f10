import GeoCore
import Testing

@testable import LiveMap

@Suite("Packed tracks")
struct TrackFixesTests {
    private func fix(_ seconds: Double, _ device: String = "a", knots: Double? = 3.5, course: Double? = 84) -> Fix {
        Fix(
            object: Fleet.id(1), time: Fleet.dawn.adding(seconds: seconds), coordinate: Fleet.place, speedKnots: knots,
            courseDegrees: course, device: device, source: .ais)
    }

    @Test("two-hourly fixes come back as they were, with what their senders did not say")
    func whole() throws {
        let fixes = [
            fix(-7_200, "", knots: nil), fix(0, course: nil), fix(7_200, "một thiết bị tên rất dài"),
            fix(14_400, knots: 0, course: 0), fix(21_600, "", knots: nil, course: nil),
        ]
        let track = try #require(VesselTrack.tracks(fixes.shuffled()).first)
        #expect(Array(track.fixes) == fixes)
        #expect(track.vessel == Fleet.id(1))
        #expect(track.fixes.firstTime == fixes[0].time && track.fixes.lastTime == fixes[4].time)
    }

    @Test("of each five minutes the first fix stays, and the last of all, in any order of arrival")
    func thinned() throws {
        let begin = -Double(Fleet.dawn.milliseconds % 300_000) / 1_000
        let fixes = stride(from: begin, to: begin + 3_600, by: 10).flatMap { [fix($0, "b"), fix($0, "a")] }
        for _ in 0..<3 {
            let track = try #require(VesselTrack.tracks(fixes.shuffled()).first)
            let firsts = stride(from: begin, to: begin + 3_600, by: 300).map { fix($0, "a") }
            #expect(Array(track.fixes) == firsts + [fix(begin + 3_590, "a")])
        }
    }

    @Test("a gap is as long as it was")
    func gaps() throws {
        let begin = -Double(Fleet.dawn.milliseconds % 300_000) / 1_000
        let times = [0, 290, 3_870, 3_880, 4_150, 4_160].map { begin + $0 }
        let track = try #require(VesselTrack.tracks(times.map { fix($0) }).first)
        // 4,150 and 4,160 s lie in the same five minutes, 3,870 s in those before.
        #expect(Array(track.fixes) == [0, 290, 3_870, 4_150, 4_160].map { fix(begin + $0) })
    }

    @Test("five minutes before 1970 are as long as those after it")
    func early() throws {
        let times = [-301_000, -300_000, -1, 0, 299_999].map { Instant(milliseconds: $0) }
        let fixes = times.map {
            Fix(object: Fleet.id(1), time: $0, coordinate: Fleet.place, device: "a", source: .vms)
        }
        let track = try #require(VesselTrack.tracks(fixes).first)
        #expect(track.fixes.map(\.time.milliseconds) == [-301_000, -300_000, 0, 299_999])
    }
}
