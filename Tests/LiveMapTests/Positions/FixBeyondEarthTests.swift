import GeoCore
import LiveMap
import Testing

@Suite("FixSanity beyond the Earth")
struct FixBeyondEarthTests {
    @Test(
        "longitude and latitude swapped, beyond the Earth or no number is suspect, and what follows it is judged as if it were not there",
        arguments: [(13.6, 109.9), (200, 13.6), (Double.nan, 13.6), (109.9, -Double.infinity)])
    func beyond(x: Double, y: Double) throws {
        let object = try #require(ObjectID("bd99119"))
        let places = [Coordinate(x: 109.9, y: 13.6), Coordinate(x: x, y: y), Coordinate(x: 110.0, y: 13.6)]
        let track = places.enumerated().map { index, place in
            Fix(
                object: object, time: Instant(seconds: 1_795_244_400 + Int64(index) * 3_600), coordinate: place,
                device: "a",
                source: .vms)
        }
        let doubts = FixSanity(maximumKnots: 30).doubts(along: track)
        #expect(doubts.map(\.isEmpty) == [true, false, true])
    }
}
