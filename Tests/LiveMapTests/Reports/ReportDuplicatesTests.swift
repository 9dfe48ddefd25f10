import GeoCore
import LiveMap
import Testing

@Suite("DuplicateCriteria")
struct ReportDuplicatesTests {
    private static let place = Coordinate(longitude: 109.22, latitude: 13.77)
    private let criteria = DuplicateCriteria(radiusMeters: 50, hours: 72)

    private func sighting(
        _ id: Int64, east meters: Double = 0, hours: Double = 0, category: String = "rac", accuracy: Double = 0
    ) -> ReportSighting {
        ReportSighting(
            id: id, place: Geodesic.direct(from: Self.place, azimuth: 90, meters: meters).coordinate,
            accuracyMeters: accuracy, category: category, received: Instant(seconds: 1_730_948_400).adding(hours: hours)
        )
    }

    @Test("only what is near, of the same time and category is a duplicate; the nearest comes first")
    func findsDuplicates() {
        let others = [
            sighting(2, east: 49), sighting(3, east: 51), sighting(4, hours: -72), sighting(5, hours: 73),
            sighting(6, category: "dien"), sighting(1),
        ]
        #expect(criteria.duplicates(of: sighting(1), among: others).map(\.id) == [4, 2])
    }

    @Test("a vague place widens the search, by 100 m at most")
    func widens() {
        let others = [sighting(2, east: 120), sighting(3, east: 149), sighting(4, east: 151)]
        #expect(criteria.duplicates(of: sighting(1, accuracy: 80), among: others).map(\.id) == [2])
        #expect(criteria.duplicates(of: sighting(1, accuracy: 5_000), among: others).map(\.id) == [2, 3])
    }
}
